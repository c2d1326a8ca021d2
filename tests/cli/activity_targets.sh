# Goals on what people do: calls by week, month and year, by rep, against last year's log, and what is wrong with them.
cat >plan.yaml <<'END'
currency: EUR
as_of: 2026-06-30
shocks: none
history: {activities: log.csv}
pipeline:
  - {stage: qualified, conversion: 50%, days: 4 to 20}
  - {stage: proposal, conversion: 40%, days: 7 to 45}
deal_size: 4k to 40k
team: {reps: 3, hours_per_week: 40, selling_time: 40%, attrition: 30% per year, backfill_days: 30 to 90, hires: [{start: 2026-09-01}]}
activities:
  calls: {per_rep_per_week: 60, minutes: 5, contact_rate: 12%, opportunity_rate: 1%}
  demos: {per_rep_per_week: 4, minutes: 60, contact_rate: 90%, opportunity_rate: 2%, stage: proposal}
targets:
  - {metric: calls, period: each month, at_least: 1000}
  - {name: demos, metric: demos, period: 2026-07-01..2026-12-31, at_least: 385}
  - {name: more calls, metric: calls, period: 2026, at_least: +38% on 2025}
  - {name: hire calls, metric: calls, period: 2026-07-01..2026-12-31, at_least: 1040, scope: {owner: hire 1}}
  - {name: few calls, metric: calls, period: Q4 2026, at_most: 3100}
END
{ # a log of calls from the first Monday of 2025 to May 2026, of meetings from March 2026
    echo date,owner,type,count,outcome
    for day in 2025-{01..12}-06 2026-{01..05}-11; do echo "$day,ann,call,400,"; echo "$day,ann,call,80,reached"; echo "$day,ann,call,20,opportunity"; done
    echo 2026-06-02,bob,demo,5,reached
} >log.csv
few=(--trials 200 --seed 1 --threads 2)
"$QUOTACAST" forecast plan.yaml "${few[@]}" --all | sed -n '/^Further/,/^$/p; /calls: /p'
echo "-- in JSON and CSV"
"$QUOTACAST" forecast plan.yaml "${few[@]}" --format json |
    jq -c '.targets[] | select(.name == "more calls") | [.metric, .at_least, .actual_so_far, .goal_base]'
"$QUOTACAST" forecast plan.yaml "${few[@]}" --format csv | grep 'demos' | cut -d, -f1-7
echo "-- each change on the same luck"
"$QUOTACAST" compare plan.yaml "${few[@]}" --target demos --set team.reps=+1 --set activities.demos.minutes=30 | sed -n '1,8p'
echo "-- what cannot be"
wrong() { "$QUOTACAST" forecast plan.yaml "${few[@]}" --set "$1" 2>&1 | head -2; }
wrong 'targets.demos.metric=kalls'
wrong 'targets.demos.scope={segment: SMB}'
wrong 'targets.more calls.at_least=+20% on 2024'
wrong 'targets.demos.at_least=+20% on 2025'
wrong 'history.activities=none.csv'
sed -i '/^history/d' plan.yaml
wrong 'team.reps=3'
sed -i '/more calls/d' plan.yaml
"$QUOTACAST" forecast plan.yaml "${few[@]}" | grep 'hire calls'
sed -i '/^team/d; /hire calls/d' plan.yaml
wrong 'new_deals=20 per month'
