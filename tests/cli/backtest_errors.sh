# What a backtest cannot do, and what it says then.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cp "$small"/* .
run backtest
run backtest none.yaml
run backtest plan.yaml --every day
run backtest plan.yaml --since yesterday
run backtest plan.yaml --origins 0
run backtest plan.yaml --trials 100001
run backtest plan.yaml --without month-effect
run backtest plan.yaml --without owners,,segments
run backtest plan.yaml --since 2026-06-30 --threads 1
echo "-- too short a past"
head -40 deals.csv >short.csv
sed -e 's/deals.csv/short.csv/' -e 's/as_of: .*/as_of: 2025-11-30/' plan.yaml >short.yaml
run backtest short.yaml
echo "-- no past at all"
printf 'as_of: 2026-06-30\npipeline:\n  - {stage: a, conversion: 50%%, days: 20}\ndeal_size: 1k to 9k\nnew_deals: 6 per month\n' >stated.yaml
run backtest stated.yaml
echo "-- a history without amounts has wins"
cut -d, -f1-3 deals.csv >bare.csv
sed 's/deals.csv/bare.csv/' plan.yaml >bare.yaml
"$QUOTACAST" backtest bare.yaml "${short[@]}" | figures | grep -E 'bookings|^Note'
echo "-- a history whose amounts start late: early moments are left out, with the reason"
awk -F, -v OFS=, 'NR > 1 && $2 < "2026-04-15" { $4 = "" } { print }' deals.csv >late.csv
sed 's/deals.csv/late.csv/' plan.yaml >late.yaml
"$QUOTACAST" backtest late.yaml "${short[@]}" 2>&1 | grep -E '^Note|quotacast: '
echo "-- beliefs are named as such"
sed 's/pipeline: .*/pipeline: [{stage: qualified, conversion: 50% to 70%, days: 4 to 20}, proposal, negotiation]/' plan.yaml >beliefs.yaml
"$QUOTACAST" backtest beliefs.yaml "${short[@]}" | grep '^Note'
