# What an export leaves open, and what is said of it.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cat >created.csv <<'CSV'
Deal ID,Created,Closed,Status,Amount
1,2026-01-01,2026-02-01,Won,100
2,2026-01-03,2026-02-11,Lost,100
3,2026-01-13,2026-03-11,Won,300
4,2026-02-13,2026-03-12,Lost,300
5,2026-03-13,,Open,300
CSV
echo "-- parts of one export"
sed 's/^\([0-9]\)/1\1/' created.csv >more.csv
run import created.csv more.csv
awk 'FNR > 1 || NR == 1' created.csv more.csv >whole.csv
"$QUOTACAST" import whole.csv -o deals.csv | grep '^deals'
echo "-- a word for won that no row has"
run import created.csv --won 'Signed' --as-of 2026-06-30 -o deals.csv
echo "-- a spreadsheet's day numbers"
sed -e 's/2026-01-01/46023/; s/2026-02-01/46054.75/; s/2026-01-03/46025/; s/2026-02-11/46064/' -e '4,$d' created.csv >numbers.csv
run import numbers.csv --as-of 2026-06-30 -o deals.csv --explain
cat deals.csv
printf 'deal_id,date,stage\n1,46023,demo\n1,46054,won\n2,46025,demo\n' >canonical.csv
"$QUOTACAST" import canonical.csv --as-of 2026-02-11 --quiet
sed -i '3s/46054/2026-02-01/' canonical.csv
run import canonical.csv --as-of 2026-02-11
echo "-- creation and close only, beside a pipeline of stages"
cat >plan.yaml <<'YAML'
as_of: 2026-06-30
currency: EUR
history: {deals: created.csv}
pipeline:
  - {stage: qualified, conversion: 45% to 65%, days: 4 to 20}
  - {stage: proposal, conversion: 40% to 60%, days: 7 to 45}
new_deals: 6 per month
YAML
run forecast plan.yaml "${short[@]}"
sed -i '/qualified/d; s/{stage: proposal/{stage: open/' plan.yaml
"$QUOTACAST" forecast plan.yaml "${short[@]}" | sed -n '/^Expect/s/ [0-9.k]* bookings.*/ .../p; /^Note: from dates/s/;.*//p'
