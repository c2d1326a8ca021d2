# What a plan costs, who makes a quota, goals of activities and room in the market.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
short=(--trials 100 --seed 1 --threads 1)
cat >plan.yaml <<'END'
currency: EUR
as_of: 2026-06-30
shocks: none
pipeline:
  - {stage: qualified, conversion: 50%, days: 10, based_on: certain}
  - {stage: proposal, conversion: 40%, days: 14, based_on: certain}
deal_size: {mean: 10k, cv: 1, based_on: certain}
team:
  reps: 3
  hours_per_week: 40
  selling_time: 40%
  ramp: [0%, 50%]
  hires: [{start: 2026-09-01, role: ae, salary: 6k per month}]
activities:
  calls: {per_rep_per_week: 60, minutes: 5, contact_rate: 10%, opportunity_rate: 25%, cost: 1, goal: 50}
  noise: none
quota: 60k per quarter
cost:
  salary: 5k per month
  commission: {rate: 8%, tiers: [{from: 80%, rate: 10%}, {from: 100%, rate: 15%}]}
  other: {tools: 2k per month}
  gross_margin: 70%
targets:
  - {name: money, metric: bookings, period: 2026-07-01..2026-12-31, at_least: 200k}
  - {name: spend, metric: cost, period: 2026-07-01..2026-12-31, at_most: 150k}
  - {name: profit, metric: margin_after_cost, period: each quarter, at_least: 10k}
  - {name: cac, metric: cac, period: 2026-07-01..2026-12-31, at_most: 8k}
END
words forecast plan.yaml "${short[@]}"
echo "-- what is certain of it: 3 x 6 x 5k + 4 x 6k, 6 x 2k"
"$QUOTACAST" forecast plan.yaml "${short[@]}" --format csv -o all.csv
grep '^cost_part,\(salaries\|other\)' all.csv | cut -d, -f 1-3,15
"$QUOTACAST" forecast plan.yaml "${short[@]}" --format json -o whole.json
grep -c '"cost": {\|"quota": {\|"activity_goals": \[\|"at_least": \[' whole.json
cut -d, -f 1 all.csv | sort | uniq -c | sed 's/^ *//'
echo "-- scenarios may be judged by what they cost; a raise is one"
"$QUOTACAST" compare plan.yaml "${short[@]}" --target spend --set 'cost.salary=7k per month' --set team.hires=none --format json |
    grep '"name"\|"moved":' | sed -E 's/-[0-9.]+/less/; s/ [0-9.]+,/ more,/'
"$QUOTACAST" forecast plan.yaml "${short[@]}" --set cost.salary=+10% --set cost.other.tools=-50% --format csv |
    grep '^cost_part,\(salaries\|other\)' | cut -d, -f 1-3,15
"$QUOTACAST" forecast plan.yaml --trials 20 --set quota=+20% | grep -o 'rep 1 *EUR [0-9k]*'
run forecast plan.yaml --set cost.lead=+10%
run forecast plan.yaml --set 'cost.salary=+5 points'
echo "-- shards join to the same"
for shard in 1 2; do "$QUOTACAST" forecast plan.yaml "${short[@]}" --shard $shard/2 -o part$shard || exit; done
"$QUOTACAST" merge part1 part2 --format json -o merged.json
cmp <(grep -v '"trust"' whole.json) <(grep -v '"trust"' merged.json) && echo the same
echo "-- the market"
market() { "$QUOTACAST" forecast plan.yaml "${short[@]}" "$@" | grep -o '^Lenses.*\|engine [a-z]*$'; }
market --set 'market={accounts: 100000}' | figures
market --set 'market={accounts: 150}' | figures
market --set 'market={accounts: 150, returns_after: 30 days}' | figures
market --set 'market={accounts: 0}' | figures
echo "-- a log has used accounts: 60 long ago, 30 and 20 of late, and 10 of whom came deals"
printf '%s\n' date,owner,type,count,outcome 2026-06-20,ann,call,30,reached 2026-01-10,ann,call,60,reached \
    2026-06-25,bob,call,20,reached 2026-06-25,bob,call,10,opportunity 2026-06-25,bob,call,90, >log.csv
sed 's/^shocks/history: {activities: log.csv}\n&/' plan.yaml >logged.yaml
used() { "$QUOTACAST" forecast logged.yaml "${short[@]}" --set "market=$1" | grep -o '[0-9,]* accounts, [0-9]* used up'; }
used '{accounts: 1000}'
used '{accounts: 1000, returns_after: 90 days}'
used '{accounts: 40, returns_after: 90 days}'
echo "-- an activity may cost nothing"
"$QUOTACAST" forecast plan.yaml "${short[@]}" --set activities.calls.cost=0 | grep -c 'salaries.*, activities'
echo "-- owners of a history have quotas; those of seek --split"
cp "$small"/deals.csv .
plan small.yaml <<'END'
targets: [{name: year, metric: bookings, period: 2026, at_least: 400k}]
cost: {commission: 5%, lead: 100}
END
"$QUOTACAST" seek small.yaml "${short[@]}" --split year --by owner --format csv -o quotas.csv
words forecast small.yaml --set history.quotas=quotas.csv "${short[@]}" | sed -n '/^Costs/p; /^Quota /p; /^Quotas/,/^$/p' | sort
echo "-- nobody, nothing, and what is wrong"
"$QUOTACAST" forecast plan.yaml "${short[@]}" --set team.reps=0 --set team.hires=none --set 'quota=60k per quarter' | sed -n '1p; /^Quota/p; /^Costs/p' | figures
run forecast plan.yaml --set quota=0
run forecast plan.yaml --set 'cost.commission=-5%'
run forecast plan.yaml --set 'cost.commission={rate: 5%, tiers: [{from: 120%, rate: 8%}, {from: 100%, rate: 9%}]}'
run forecast plan.yaml --set 'market={accounts: 10, returns_after: 0}'
run forecast plan.yaml --set 'cost.salaries={sdr: 4k per month}'
sed 's/  salary: 5k per month/  lead: 20/' plan.yaml >half.yaml
run forecast half.yaml
printf 'owner,period,amount\nNobody,2026,5\n' >wrong.csv
run forecast small.yaml --set history.quotas=wrong.csv
printf 'owner,period,amount\n,2026,5\nann,soon\n' >wrong.csv
run forecast small.yaml --set history.quotas=wrong.csv
run forecast plan.yaml --engine exact
