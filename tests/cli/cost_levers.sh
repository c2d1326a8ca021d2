# What the plan costs as a lever: in compare, in seek, under levers and scenarios; what is wrong with one is told where it stands.
cat >plan.yaml <<'END'
currency: EUR
as_of: 2026-06-30
shocks: none
pipeline: [{stage: qualified, conversion: 45% to 65%, days: 4 to 20}]
deal_size: 4k to 40k
team: {reps: 3, hires: [{role: ae, start: 2026-09-01}]}
activities:
  calls: {per_rep_per_week: 20, contact_rate: 10%, opportunity_rate: 15%, cost: 2}
quota: 100k per quarter
cost:
  salary: 6k per month
  commission: {rate: 8%, tiers: [{from: 100%, rate: 12%}]}
  gross_margin: 70%
targets:
  - {name: spend, metric: cost, period: 2026-07-01..2026-12-31, at_most: 150k}
  - {name: net, metric: margin_after_cost, period: 2026-07-01..2026-12-31, at_least: 50k}
scenarios:
  cheap: {cost.salary: -10%}
  low rate: {cost.commission.rate: -2 points}
  dear calls: {activities.calls.cost: 4}
levers:
  cost.salary: {up_to: -30%, cost: 1k}
  cost.commission.rate: {up_to: -4 points}
END
few=(--trials 400 --seed 1 --threads 2)
"$QUOTACAST" compare plan.yaml "${few[@]}" --target spend | sed -n '1,8p'
"$QUOTACAST" compare plan.yaml "${few[@]}" --target net --set 'cost.gross_margin=+5 points' --set 'activities.calls.cost=-50%' | sed -n '1,6p'
"$QUOTACAST" seek plan.yaml "${few[@]}" --target spend --chance 80% | grep -v '^plan.yaml'
echo "-- told where it stands"
sed -i 's/cost.salary: -10%/cost.salry: -10%/; s/rate: -2 points/rate: 140%/; s/calls.cost: 4/cals.cost: 4/; s/-4 points/-4 hints/' plan.yaml
"$QUOTACAST" check plan.yaml
"$QUOTACAST" forecast plan.yaml "${few[@]}"
