# Ratios and targets of an `each` in the commands that change or hand down a goal.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cp "$small"/* .
short=(--trials 60 --seed 1 --threads 1)
sed 's/^targets:/&\n  - {name: rate, metric: win_rate, period: 2026-07-01..2026-07-05, at_least: 25%}/' plan.yaml >ratio.yaml
run seek plan.yaml "${short[@]}" --split quarter --by month
run compare plan.yaml "${short[@]}" --target quarter --set new_deals=+5%
run seek ratio.yaml "${short[@]}" --split rate --by month
"$QUOTACAST" seek plan.yaml "${short[@]}" --split year --by owner | head -1 | cut -d ' ' -f 6-11
echo "-- a ratio of few deals; a share moves by points"
"$QUOTACAST" compare ratio.yaml "${short[@]}" --target rate --set new_deals=+10% | grep ^Note | figures
"$QUOTACAST" stress ratio.yaml "${short[@]}" --target rate | grep -c 'everything slips.*points.*points'
