# seek --last-safe-date: until when a hire still helps.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cat >plan.yaml <<'END'
as_of: 2026-06-14
shocks: none
pipeline: [{stage: qualified, conversion: 50%, days: 20, based_on: certain}]
deal_size: {mean: 10k, cv: 1, based_on: certain}
team: {reps: 3, ramp: [0%, 50%]}
activities: {calls: {per_rep_per_week: 60, contact_rate: 10%, opportunity_rate: 25%}}
targets:
  - {name: year, metric: bookings, period: 2026, at_least: 600k}
  - {name: summer, metric: bookings, period: 2026-06-01..2026-07-31, at_least: 100k}
  - {name: most, metric: bookings, period: 2026, at_most: 600k}
END
run seek plan.yaml --last-safe-date '3 points' --trials 1000 --seed 1 --threads 1
run seek plan.yaml --last-safe-date 3 --vary team.hires=+4 --target summer --trials 1000 --seed 1 --threads 1
echo "-- the last month is where the table says it: the row after moves less"
"$QUOTACAST" seek plan.yaml --last-safe-date 3 --trials 1000 --seed 1 --format csv |
    awk -F, 'NR == 1 {print; next} {print $1, $7, ($3 >= 0.03) == ($7 == "yes") ? "" : "WRONG"}'
echo "-- a start is a scenario like any other"
a=$("$QUOTACAST" seek plan.yaml --last-safe-date 3 --trials 1000 --seed 1 --format csv | grep ^2026-09-01 | cut -d, -f3)
b=$("$QUOTACAST" compare plan.yaml --set 'team.hires=+1 from 2026-09-01' --trials 1000 --seed 1 --format csv |
    grep ^team | cut -d, -f5)
[ "$a" = "$b" ] && echo same || echo "DIFFERENT: $a and $b"
"$QUOTACAST" seek plan.yaml --last-safe-date 3 --trials 60 --format json | jq -c '[.people, .least_change, (.starts | length), (.starts[0] | keys)]'
echo "-- a period that goes on beyond what is tried"
sed 's/name: summer, metric: bookings, period: [^,]*/name: summer, metric: bookings, period: 2026-06-01..2029-12-31/' plan.yaml >long.yaml
"$QUOTACAST" seek long.yaml --last-safe-date 3 --trials 60 --seed 1 --target summer | grep -c '^  .* 20\|^Note: only starts in the next 36'
"$QUOTACAST" seek long.yaml --last-safe-date 3 --trials 60 --seed 1 --target summer | grep ^Note
echo "-- a limit is not helped"
"$QUOTACAST" seek plan.yaml --last-safe-date 3 --trials 200 --seed 1 --target most | head -1 | figures
echo "-- refused"
run seek plan.yaml --last-safe-date none
run seek plan.yaml --last-safe-date 0
run seek plan.yaml --last-safe-date 2 --chance 80%
run seek plan.yaml --last-safe-date 2 --vary new_deals=+5%
run seek plan.yaml --last-safe-date 2 --vary team.hires=+2 --vary team.hires=+3
plan alone.yaml <<'END'
targets: [{metric: bookings, period: 2026, at_least: 300k}]
END
cp "$small/deals.csv" .
run seek alone.yaml --last-safe-date 2
