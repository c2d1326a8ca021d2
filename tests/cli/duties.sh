# seek --split --by activity: what people have to do, per rep and week.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cat >plan.yaml <<'END'
as_of: 2026-06-30
shocks: none
pipeline:
  - {stage: demo,     conversion: 50%, days: 10, based_on: certain}
  - {stage: proposal, conversion: 50%, days: 14, based_on: certain}
deal_size: {mean: 10k, cv: 1, based_on: certain}
team: {reps: 3, hours_per_week: 30, selling_time: 50%, ramp: [0%, 50%], hires: [{start: 2026-10-01, count: 2}]}
activities:
  calls: {per_rep_per_week: 60, minutes: 5, contact_rate: 10%, opportunity_rate: 25%}
  emails: {per_rep_per_week: 30, minutes: 2, contact_rate: 4%, opportunity_rate: 25%}
targets: [{name: year, metric: bookings, period: 2026, at_least: 350k}]
END
short=(--trials 1000 --seed 1 --threads 1)
run seek plan.yaml "${short[@]}" --split year --by activity
echo "-- the answer, put into the plan, gives the chance"
factor=$("$QUOTACAST" seek plan.yaml "${short[@]}" --split year --by activity --chance 70% --format json | jq '100 * (.activities.factor - 1) | round')
"$QUOTACAST" forecast plan.yaml "${short[@]}" --set "activities.per_rep_per_week=+$factor%" --format json |
    jq -r '.targets[0].chance | if . > 0.66 and . < 0.74 then "about 70%" else "NOT 70%: \(.)" end'
echo "-- deals that enter add up to what is simulated, and activities follow the ramp"
"$QUOTACAST" seek plan.yaml "${short[@]}" --split year --by activity --format json | jq -r '.activities.people[] |
    "\(.who): \(.seats) seats, \(if (.activities_per_week.calls / .activities_per_week.emails * 10 | round) == 20 then "two calls to an e-mail" else "NOT two to one" end), \(if .entries_per_week.demo > .entries_per_week.proposal then "fewer proposals" else "NOT fewer" end)"'
echo "-- hours run out"
words seek plan.yaml "${short[@]}" --split year --by activity --set targets.year.at_least=900k
echo "-- beside months"
"$QUOTACAST" seek plan.yaml --trials 200 --split year --by month,activity | grep -c '^Activities\|^  2026-1'
"$QUOTACAST" seek plan.yaml --trials 200 --split year --by activity --format csv | cut -d, -f1-4
"$QUOTACAST" seek plan.yaml --trials 200 --split year --by month,activity --format csv | head -1
echo "-- refused"
run seek plan.yaml --split year --by month --chance 70%
run seek plan.yaml --split year --by activities
sed '/^activities/,/emails/d' plan.yaml >none.yaml
echo 'new_deals: 10 per month' >>none.yaml
run seek none.yaml --split year --by activity --trials 60
