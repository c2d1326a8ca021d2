# Stages and goals whose names hold what parts changes elsewhere: `=`, `,`, `;`, `:`, `@` and dots.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cat >plan.yaml <<'END'
as_of: 2026-06-30
pipeline: [{stage: 'a=b, c@d; e', conversion: 50%, days: 10}, {stage: "x.y:z", conversion: 60%, days: 8}]
deal_size: 10k
new_deals: 10 per month
targets: [{name: 'y=1', metric: bookings, period: 2026, at_least: 200k}]
scenarios:
  both: {'pipeline.a=b, c@d; e.conversion': +5 points, 'pipeline.x.y:z.days': -20%}
  goal: {'targets.y=1.at_least': 150k}
levers:
  'pipeline.a=b, c@d; e.conversion': {up_to: +30 points, cost: 1k}
  new_deals: {up_to: +200%, cost: 1k}
END
short=(--trials 60 --seed 1 --threads 1)
first='pipeline.a=b, c@d; e'
"$QUOTACAST" forecast plan.yaml "${short[@]}" --set "$first.conversion=+5 points" | head -1 | figures
"$QUOTACAST" compare plan.yaml "${short[@]}" --format csv | cut -d, -f1 | sort
"$QUOTACAST" compare plan.yaml "${short[@]}" --set "$first.days=-5%; new_deals=+5%" --set "new_deals=+5%; $first.days=-5%" \
    --format json | jq -c '.scenarios[] | [.name, .changes]' | sort
"$QUOTACAST" compare plan.yaml "${short[@]}" --grid "$first.conversion=0%:+10 points:2,pipeline.x.y:z.days=-10%:0%:2" \
    --format json | jq -c '[.across.path, .down.path]'
"$QUOTACAST" seek plan.yaml "${short[@]}" --format csv | grep '^lever'  | sed 's/reached.*//'
"$QUOTACAST" seek plan.yaml "${short[@]}" --vary "$first.conversion=+30 points@2k" --vary "$first.days" --format json |
    jq -r '.alone[].path'
"$QUOTACAST" tornado plan.yaml "${short[@]}" --format json | jq -r '.inputs[].path' | sort
"$QUOTACAST" compare plan.yaml "${short[@]}" --implied y=1 --format json | jq -r '.implied[].path'
echo "-- named twice"
run compare plan.yaml "${short[@]}" both Both
run compare plan.yaml "${short[@]}" --set new_deals=+5% --set new_deals=+5%
echo "-- whole people"
cat >team.yaml <<'END'
as_of: 2026-06-30
shocks: none
pipeline: [{stage: offer, conversion: 50%, days: 10, based_on: certain}]
deal_size: {mean: 10k, cv: 1, based_on: certain}
team: {reps: 3, hours_per_week: 40}
activities: {calls: {per_rep_per_week: 60, contact_rate: 10%, opportunity_rate: 25%}}
targets: [{name: year, metric: bookings, period: 2026, at_least: 400k}]
levers:
  team.reps: {up_to: +4, cost: 60k}
  team.hires: {up_to: +5 from 2026-08-01, cost: 40k}
  activities.calls.per_rep_per_week: {up_to: +60%, cost: 3k}
END
"$QUOTACAST" seek team.yaml --trials 1000 --seed 1 --threads 1 --format json |
    jq -c '.alone[] | [.path, .answer, .value, .low, .high]'
"$QUOTACAST" seek team.yaml --trials 1000 --seed 1 --threads 1 --format json |
    jq -r '.mixes[].levers | to_entries[] | select(.key | test("team")) | .value' |
    grep -cv '^+[1-9]\( from 2026-08-01\)\?$'
"$QUOTACAST" compare team.yaml --trials 60 --grid 'team.hires=+0 from 2026-08-01:+3 from 2026-08-01:4,team.selling_time=36%:50%:2' \
    --format json | jq -c .across.values
for vary in team.hires team.reps=+x team.reps=+2.5 new_deals=+3 'team.hires=+2 from yesterday' team.reps=+0; do
    run seek team.yaml --trials 60 --vary "$vary"
done
