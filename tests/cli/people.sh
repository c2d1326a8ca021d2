# People by name: roles, segments, skill, pay, quotas and last days; what a team is seen to be; who is taken away.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
short=(--trials 40 --seed 1 --threads 1)
cat >people.csv <<'END'
owner,start,end,role,segment,skill
ann,2024-01-15,,ae,,1.2
bob,2025-02-01,2026-09-30,ae,enterprise,
cid,2026-03-01,,sdr,,
dora,2026-09-01,,ae,smb; enterprise,80%
eve,2023-01-01,2026-05-31,ae,,
END
cat >quotas.csv <<'END'
owner,period,amount
ann,2026 Q3,50000
ann,2026 Q4,50000
bob,2026 Q3,30000
bob,2026 Q4,30000
dora,2026 Q4,20000
END
cat >plan.yaml <<'END'
currency: EUR
as_of: 2026-06-30
shocks: none
history: {people: people.csv, quotas: quotas.csv}
pipeline: [{stage: qualified, conversion: 50%, days: 10, based_on: certain, hours_per_week: 1}]
deal_size: {mean: 10k, cv: 1, based_on: certain}
segments:
  enterprise: {deal_size: {mean: 40k, cv: 1, based_on: certain}}
  smb: {deal_size: {mean: 5k, cv: 1, based_on: certain}}
team: {hours_per_week: 40, selling_time: 40%, ramp: [0%, 50%]}
activities:
  calls: {per_rep_per_week: 20, minutes: 5, contact_rate: 10%, opportunity_rate: 25%, cost: 1}
  noise: none
cost: {salary: 5k per month, salaries: {sdr: 3k per month, ann: 9k per month}, commission: 8%}
targets:
  - {name: money, metric: bookings, period: 2026-07-01..2026-12-31, at_least: 300k}
  - {name: spend, metric: cost, period: 2026-07-01..2026-12-31, at_most: 150k}
END
forecast() { "$QUOTACAST" forecast plan.yaml "${short[@]}" "$@"; }
echo "-- ann 6 x 9k, bob 3 x 5k, cid 6 x 3k, dora 4 x 5k"
forecast --format csv | grep '^cost_part,salaries' | cut -d, -f 1-3,15
echo "-- the sdr has no quota; that of bob ends with September, and eve has left"
forecast | sed -n '/^Lenses/p; /^Quotas/,/^$/p' | grep -o '^Lenses.*to come\|^Quotas.*\|^  [a-z, ]* *EUR [0-9k]*' | sort
echo "-- who is taken away has no salary and no quota"
change() { jq -r ".misfortunes[] | select(.name == \"$1\") | \"\(.name): \(.assumed), \(.moved / 1000 | round)k\""; }
sed 's/, commission: 8%//; s/, cost: 1//' plan.yaml >pay.yaml
"$QUOTACAST" stress pay.yaml "${short[@]}" --target spend --format json >stress.json
change 'the top rep leaves' <stress.json
change 'hiring is frozen' <stress.json
forecast --set team.reps=1 --set team.hires=none --format json |
    jq -c '[.quota.reps[].owner], .quota.rows_of_people_who_left'
echo "-- hires who came before the others keep their own pay when hiring is frozen: 4 x 5k are saved"
cat >mixed.yaml <<'END'
as_of: 2026-06-30
shocks: none
pipeline: [{stage: qualified, conversion: 50%, days: 10, based_on: certain}]
deal_size: 10k
new_deals: 10 per month
team: {reps: 1, hires: [{start: 2026-09-01}, {start: 2026-05-01, salary: 20k per month}]}
cost: {salary: 5k per month}
targets: [{name: spend, metric: cost, period: 2026-07-01..2026-12-31, at_most: 150k}]
END
"$QUOTACAST" stress mixed.yaml "${short[@]}" --format json | change 'hiring is frozen'
"$QUOTACAST" forecast mixed.yaml "${short[@]}" | grep -o '^No .*target.*\|people: .*'
echo "-- a raise may be a scenario of the plan: 6 + 4 months at 500 more, not those with pay of their own"
{ cat mixed.yaml; echo "scenarios: {raise: {cost.salary: +10%}}"; } >raise.yaml
"$QUOTACAST" compare raise.yaml raise "${short[@]}" --format json | jq -r '.scenarios[] | "\(.name): \(.moved)"'
sed 's/salary: +10%/salary: +5 points/' raise.yaml >wrong.yaml
run compare wrong.yaml raise
echo "-- what is wrong has its place"
sed 's/smb;/smbs;/' people.csv >wrong.csv
run forecast plan.yaml --set history.people=wrong.csv
sed 's/team: {/team: {hires: [{start: 2026-09-01, segment: entreprise}], /' plan.yaml >wrong.yaml
run forecast wrong.yaml
sed 's/2024-01-15/2024-15-15/; s/80%/eighty/' people.csv >wrong.csv
run forecast plan.yaml --set history.people=wrong.csv
