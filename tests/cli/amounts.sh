# Money at the end of what can be counted exactly: refused with what to do, never a sum that has run over.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cp "$small"/* .
amounts() { # amounts VALUE: every amount of the history
    awk -F, -v OFS=, -v value="$1" 'NR > 1 && $4 != "" { $4 = value } { print }' "$small"/deals.csv
}
echo "-- an amount that is none"
amounts 990000000000000000 >deals.csv
"$QUOTACAST" check plan.yaml | sed -n '1,4p'
code_of forecast plan.yaml "${short[@]}"
echo "-- ten such companies in one file: their past adds up to more than is exact"
amounts 9900000000000 >one.csv
{ head -1 one.csv; for i in 0 1 2 3 4 5 6 7 8 9; do tail -n +2 one.csv | sed "s/^D/D$i/"; done; } >deals.csv
"$QUOTACAST" check plan.yaml | sed -n '1,2p;/^money/p'
run forecast plan.yaml "${short[@]}"
"$QUOTACAST" stages plan.yaml | head -1 | figures
code_of backtest plan.yaml --trials 40 --threads 1
echo "-- futures that would"
cat >stated.yaml <<'YAML'
as_of: 2026-06-30
currency: EUR
pipeline: [{stage: a, conversion: 45% to 65%, days: 4 to 20}]
deal_size: 1e10 to 9e12
new_deals: 6000 per month
targets: [{name: half, metric: bookings, period: 2026-07-01..2026-12-31, at_least: 9e12}]
YAML
for command in forecast tornado; do
    "$QUOTACAST" $command stated.yaml --trials 40 --seed 1 --threads 1
    echo "$?"
done 2>&1
sed -i 's/9e12}/9e18}/' stated.yaml
run forecast stated.yaml "${short[@]}"
