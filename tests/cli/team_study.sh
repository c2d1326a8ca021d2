# The commands that change the plan, on a plan whose new deals come from people.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cat >plan.yaml <<'END'
as_of: 2026-06-30
shocks: none
pipeline: [{stage: qualified, conversion: 50%, days: 10, hours_per_week: 1}]
deal_size: 10k
team: {reps: 3, hours_per_week: 30, open_deal_limit: 20}
activities: {calls: {per_rep_per_week: 60, minutes: 5, contact_rate: 8% to 15%, opportunity_rate: 20% to 35%}}
targets: [{metric: bookings, period: 2026, at_least: 700k}]
END
short=(--trials 60 --seed 1 --threads 1)
echo "-- tornado and implied see the new deals that activities bring"
"$QUOTACAST" tornado plan.yaml "${short[@]}" | grep -o '^  new_deals *[0-9]* per month'
"$QUOTACAST" compare plan.yaml "${short[@]}" --implied 'bookings 2026' | grep -o '^  new_deals *[0-9]* per month'
echo "-- a change has the chance that forecast gives it"
for set in team.reps=+1 'team.hires=+2 from 2026-08-01' team.hours_per_week=15 team.open_deal_limit=5 \
    activities.calls.contact_rate=+20% new_deals=+20% win_rate=-20%; do
    compared=$("$QUOTACAST" compare plan.yaml "${short[@]}" --set "$set" --format json |
        jq --arg set "$set" '.scenarios[] | select(.name == $set).chance')
    forecast=$("$QUOTACAST" forecast plan.yaml "${short[@]}" --set "$set" --format json | jq '.targets[0].chance')
    [ "$compared" = "$forecast" ] && echo "same: $set" || echo "NOT the same ($compared, $forecast): $set"
done
echo "-- tornado swings the team: a rep more or less, five points of selling time"
sed 's/hours_per_week: 30,/hours_per_week: 30, selling_time: 25%,/' plan.yaml >selling.yaml
"$QUOTACAST" tornado selling.yaml --trials 400 --seed 1 --threads 1 --all --format json |
    jq -c '.inputs[] | select(.path | test("team.(reps|selling_time)$")) | [.path, .value, .step, .one_step.low < 0, .one_step.high > 0]'
"$QUOTACAST" tornado selling.yaml --trials 400 --seed 1 --threads 1 --all | grep -o '^  team.reps *[0-9]* reps'
echo "-- whole people within a budget, and a sum that buys nobody"
"$QUOTACAST" seek plan.yaml --trials 200 --seed 1 --threads 1 --vary team.reps=+4@60k --vary activities.calls.per_rep_per_week=+50%@1k --budget 100k --format json |
    jq -c '[.mixes[] | (.cost <= 100000), (.levers["team.reps"] // "+0" | test("^[+][0-4]$"))] | unique'
"$QUOTACAST" seek plan.yaml --trials 60 --seed 1 --threads 1 --vary team.reps=+4@60k --budget 30k | grep ^Best | figures
"$QUOTACAST" seek plan.yaml --trials 60 --seed 1 --threads 1 --vary team.reps | grep -o "^  team.reps *[+][0-9]* "
