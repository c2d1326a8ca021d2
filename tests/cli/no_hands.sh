# Nobody, no hours, everybody leaving: clear results or clear errors.
cat >plan.yaml <<'END'
currency: EUR
as_of: 2026-06-30
shocks: none
pipeline: [{stage: qualified, conversion: 5%, days: 4 to 20}]
deal_size: 4k to 40k
team: {reps: 40, hours_per_week: 40}
activities:
  calls: {per_rep_per_week: 120, minutes: 5, contact_rate: 30%, opportunity_rate: 50%}
targets: [{name: spring, metric: customers, period: 2026-07, at_least: 200}]
END
for set in team.reps=0 team.hours_per_week=0 team.selling_time=0% 'team.attrition=100% per year'; do
    echo "-- $set"
    "$QUOTACAST" forecast plan.yaml --threads 2 --trials 40 --set "$set" 2>&1 | sed -n '1p; /^New deals/p; /^Lenses/p'
done
