# What a saved backtest lets a forecast say, and when it no longer counts.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cp "$small"/* .
masked() { # who is better hangs on the model
    grep '^Trust' | figures | sed -E 's/error (equal to|N (below|above))/error N off/; s/, (N above|equal to) [^(]*\(/ (/'
}
trust() {
    "$QUOTACAST" forecast plan.yaml "${short[@]}" 2>../errors | masked
    sed 's/^/! /' ../errors
}
trust_json() {
    "$QUOTACAST" forecast plan.yaml "${short[@]}" --format json 2>/dev/null | grep -A11 '"trust"' |
        sed -E '/^  }/,$d' | sed -E 's/: [0-9.]+(,?)$/: N\1/; s/(best_rival": )"[a-z_]*"/\1NAME/; /"trust": null/q'
}
trust
trust_json
run backtest plan.yaml "${short[@]}" --save -o out.txt
sed -E '/sha256/s/[0-9a-f]{64}/HASH/; s/: [0-9.]+(,?)$/: N\1/; s/("best_rival": )"[a-z_]*"/\1NAME/' plan.trust.json
trust
trust_json
echo "-- a forecast of a changed plan is still about the plan as it stands"
"$QUOTACAST" forecast plan.yaml "${short[@]}" --set pipeline.proposal.days=-8% | masked
echo "-- the data go on"
echo "late,2026-06-30,qualified,10,," >>deals.csv
trust
echo "-- a torn file"
head -c 100 plan.trust.json >torn
mv torn plan.trust.json
trust
echo "-- who is told what --save needs"
run backtest plan.yaml plan.yaml --save
run backtest plan.yaml --save --set as_of=2026-05-31
run backtest plan.yaml --save --without owners
echo "-- a plan without history is not asked"
printf 'as_of: 2026-06-30\npipeline:\n  - {stage: a, conversion: 50%%, days: 20}\ndeal_size: 1k to 9k\nnew_deals: 6 per month\n' >stated.yaml
"$QUOTACAST" forecast stated.yaml "${short[@]}" | grep '^Trust' || echo none
