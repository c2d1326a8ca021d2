# Three founders without any history: each lever alone, leads beyond the hours, and companies of all sizes.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cat >plan.yaml <<'END'
currency: EUR
as_of: 2026-06-30
pipeline:
  - {stage: qualified, conversion: 45% to 65%, days: 4 to 20, hours_per_week: 0.5}
  - {stage: demo, conversion: 45% to 65%, days: 7 to 30, hours_per_week: 1}
  - {stage: proposal, conversion: 40% to 60%, days: 7 to 45, hours_per_week: 1.5}
deal_size: 4k to 40k
team:
  reps: 3
  hours_per_week: 45
  selling_time: 36%
  ramp: [0%, 25%, 50%, 75%]
activities:
  calls: {per_rep_per_week: 60, minutes: 6, contact_rate: 8% to 15%, opportunity_rate: 20% to 35%}
  follow_ups: {attempts: 2, days_between: 4}
targets:
  - {name: year, metric: bookings, period: 2026-07-01..2027-06-30, at_least: 900k}
scenarios:
  more calls:          {activities.calls.per_rep_per_week: +20%}
  fewer calls:         {activities.calls.per_rep_per_week: -20%}
  two hires in August: {team.hires: +2 from 2026-08-01}
  hires ramped up:     {team.hires: +2 from 2026-08-01, team.ramp_time: 0%}
  slow ramp:           {team.hires: +2 from 2026-08-01, team.ramp_time: +50%}
  selling time 50%:    {team.selling_time: 50%}
  no follow-ups:       {activities.follow_ups.attempts: 1}
  longer calls:        {activities.calls.minutes: 12}
END
run compare plan.yaml --trials 60 --seed 1
echo -- leads without hours: more of them help as long as somebody has time, and lower nothing after that
for leads in 10 40 160 640; do
    "$QUOTACAST" forecast plan.yaml --trials 40 --seed 1 --set "new_deals={mean: $leads, per: month, based_on: certain, noise: none}" \
        --set 'activities.inbound={minutes: 60, stale_after: 14 days}' \
        --set team.prospecting_hours=4 --format json |
        jq -r --arg leads "$leads" '"\($leads) a month: \(.targets[0].mean / 1000 | round)k, stale \(.people.stale | round)"'
done
echo -- one rep, two hundred, nobody, everybody leaves, no hours
headline() { "$QUOTACAST" forecast plan.yaml --trials 20 --seed 1 "$@" | sed -n '1,2p; /^New deals/p; /^Lenses/p'; }
headline --set team.reps=1
sed 's/2026-07-01..2027-06-30/2026-07/; /^scenarios/,$d' plan.yaml >large.yaml
"$QUOTACAST" forecast large.yaml --trials 20 --seed 1 --set team.reps=200 --set activities.calls.per_rep_per_week=6 | sed -n '1,2p; /^New deals/p; /^Lenses/p'
headline --set team.reps=0
headline --set 'team.attrition=99.9% per year'
headline --set team.hours_per_week=0
