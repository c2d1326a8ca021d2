# The share of working hours in which a team sells, as a goal: what is certain of it comes out to the digit.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
short=(--trials 40 --seed 1 --threads 1)
team() { # team MINUTES HOURS TARGET: calls of so many minutes, open deals of so many hours a week
    cat <<END
as_of: 2026-06-30
shocks: none
pipeline: [{stage: qualified, conversion: 50%, days: 10, based_on: certain, hours_per_week: $2}]
deal_size: {mean: 10k, cv: 1, based_on: certain}
team: {reps: 3, hours_per_week: 40, selling_time: 36%}
activities: {calls: {per_rep_per_week: 60, minutes: $1, contact_rate: 10%, opportunity_rate: 25%}, noise: none}
targets: [{name: time, $3}]
END
}
half='period: 2026-07-01..2026-12-31'
time_of() { # the mean and the chance of the first target under the options given
    "$QUOTACAST" forecast plan.yaml "${short[@]}" "$@" --format json | jq -c '.targets[0] | [.mean, .chance, .judged]'
}
echo "-- 60 calls of 5 minutes in 40 hours: 12.5%"
team 5 0 "metric: selling_time, $half, at_least: 12.5%" >plan.yaml
time_of
time_of --set team.reps=+2
time_of --set activities.calls.per_rep_per_week=+10%
time_of --set team.hours_per_week=50
echo "-- 60 calls of 20 minutes want half of it: 36% is what they get"
team 20 0 "metric: selling_time, $half, at_least: 50%" >plan.yaml
time_of
time_of --set team.selling_time=50%
time_of --set activities.calls.minutes=-50%
echo "-- who is still learning makes no calls: 12.5% of three reps, and three hires for half of the time"
team 5 0 "metric: selling_time, $half, at_least: 12%" | sed 's/36%}/36%, ramp: [0%, 0%, 0%], hires: [{start: 2026-10-01, count: 3}]}/' >plan.yaml
time_of
echo "-- open deals take hours, too; weeks and months add up to the same"
team 5 3 "metric: selling_time, $half, at_least: 30%" >plan.yaml
sed 's/targets: .*/targets: [{name: w, metric: selling_time, period: each week, at_most: 20%}, {name: m, metric: selling_time, period: each month, at_least: 20%}]/' plan.yaml >each.yaml
for file in each plan; do
    "$QUOTACAST" forecast $file.yaml "${short[@]}" --all --format json |
        jq -c '[.targets[] | select(.closed | not)] | group_by(.name[0:1])[] | [length, (map(.events) | add | round)]'
done
run compare plan.yaml "${short[@]}" --set team.selling_time=50% --set activities.calls.per_rep_per_week=-50% --format csv
echo "-- the past: 30 logged calls of 20 minutes are 10 of 40 hours; points on it"
cp "$small/deals.csv" .
printf 'owner,start\nAnn,2025-01-01\n' >people.csv
echo "date,owner,type,count" >log.csv
for week in $(seq 0 77); do echo "$(date -u -d "2025-01-01 + $((7 * week)) days" +%F),Ann,calls,30" >>log.csv; done
cat >past.yaml <<'END'
as_of: 2026-06-30
history: {deals: deals.csv, activities: log.csv, people: people.csv}
pipeline: [qualified, proposal, negotiation]
team: {hours_per_week: 40, selling_time: 36%}
activities: {calls: {minutes: 20, contact_rate: 10%, opportunity_rate: 10%}}
targets:
  - {name: time, metric: selling_time, period: 2026, at_least: +5 points on 2025}
  - {name: done, metric: selling_time, period: 2026-01-01..2026-03-31, at_least: 24%}
  - {name: weeks, metric: selling_time, period: each week, at_most: 40%}
END
"$QUOTACAST" forecast past.yaml "${short[@]}" --format json | jq -c '.targets[0] | [.goal_base, .actual_so_far, .mean]' |
    sed -E 's/([0-9]\.[0-9]{3})[0-9]*/\1/g'
"$QUOTACAST" forecast past.yaml "${short[@]}" --all | grep 'done\|^weeks:\|^Note'
sed 's/, activities: log.csv//; s/calls: {/calls: {per_rep_per_week: 30, /' past.yaml >none.yaml
run forecast none.yaml "${short[@]}"
sed -i 's/+5 points on 2025/30%/' none.yaml
"$QUOTACAST" forecast none.yaml "${short[@]}" --all | grep '^Note\|done\|^weeks'
echo "-- what it needs"
team 0 0 "metric: selling_time, $half, at_least: 30%" >plan.yaml
run forecast plan.yaml
team 5 0 "metric: selling_time, $half, at_least: 30%, scope: {segment: mid}" >plan.yaml
run forecast plan.yaml
cp "$small/plan.yaml" .
sed -i 's/^targets:/&\n  - {name: time, metric: selling_time, period: 2026, at_least: 30%}/' plan.yaml
run forecast plan.yaml
