# forecast by a named engine: the same company by all three, and why one does not apply.
cat >plan.yaml <<'END'
as_of: 2026-06-30
currency: EUR
shocks: none
pipeline:
  - {stage: qualified, conversion: {mean: 55%, based_on: certain}, days: {mean: 12, cv: 1, based_on: certain}}
  - {stage: proposal,  conversion: {mean: 50%, based_on: certain}, days: {mean: 25, cv: 1.1, based_on: certain}}
deal_size: {mean: 15000, cv: 1.2, based_on: certain}
new_deals: {mean: 35, per: month, based_on: certain, noise: none}
targets:
  - {name: half, metric: bookings, period: 2026-07-01..2026-12-31, at_least: 600k}
  - {name: q4, metric: bookings, period: Q4 2026, at_least: 420k}
END
for engine in exact walk cohort; do
    "$QUOTACAST" forecast plan.yaml --engine $engine --trials 40000 --format json -o $engine.json || echo "exit $?"
    # within three points of each other, which 40,000 futures are at 12 standard errors
    jq -r --argjson near "$(jq '.targets[0].chance' exact.json)" \
        '"\(.engine.name), \(.engine.why), \(.trials) futures, chance near the exact one: \((.targets[0].chance - $near) | fabs < 0.03)"' \
        $engine.json
done
jq -r '.engine.error_bound < 0.0001' exact.json
"$QUOTACAST" forecast plan.yaml --engine exact | tail -1
"$QUOTACAST" forecast plan.yaml --trials 6400 | tail -1

echo "== shards of the fast engine"
for i in 1 2 3; do "$QUOTACAST" forecast plan.yaml --trials 10000 --shard $i/3 -o part$i.json || echo "exit $?"; done
"$QUOTACAST" merge part1.json part2.json part3.json --format json -o merged.json
"$QUOTACAST" forecast plan.yaml --trials 10000 --format json | cmp - merged.json && echo "the same bytes"

echo "== where an engine does not apply"
sed 's/shocks: none/shocks: {sd: 0.2, rho: 0.4}/' plan.yaml >months.yaml
"$QUOTACAST" forecast months.yaml --engine cohort
echo "exit $?"
"$QUOTACAST" forecast months.yaml --trials 20 --format json | jq -c .engine
sed 's/name: q4, metric: bookings, period: Q4 2026/name: q, metric: bookings, period: each quarter/' plan.yaml >each.yaml
"$QUOTACAST" forecast each.yaml --engine exact | grep "each\|month\|Q[1-4]"
echo "exit $?"
"$QUOTACAST" forecast plan.yaml --engine exact --shard 1/2 --trials 100 -o part.json
echo "exit $?"
"$QUOTACAST" forecast plan.yaml --engine exact --plots pictures --quiet >/dev/null
grep -h "computed" pictures/fan.gp pictures/curve.gp | grep -o "computed[^']*"
echo "exit $?"
"$QUOTACAST" forecast plan.yaml --engine fast
echo "exit $?"

echo "== studies of a certain plan are computed once a case, without futures"
"$QUOTACAST" compare plan.yaml --set new_deals=+10% --format json -o both.json
"$QUOTACAST" forecast plan.yaml --engine exact --set new_deals=+10% --format json -o more.json
jq -r --slurpfile base exact.json --slurpfile more more.json '"\(.engine), \(.engine_why), \(.trials) futures",
    (.error_bound < 0.0001),
    (.scenarios | map(.chance) | sort == ([$base[0].targets[0].chance, $more[0].targets[0].chance] | sort))' both.json
"$QUOTACAST" compare plan.yaml --set new_deals=+10% | tail -1
answer=$("$QUOTACAST" seek plan.yaml --vary new_deals --chance 80% --format json | jq -r '.alone[0].value')
"$QUOTACAST" forecast plan.yaml --engine exact --set "new_deals=$answer" --format json |
    jq -r '"the answer has the chance: \((.targets[0].chance - 0.8) | fabs < 0.00001)"'
"$QUOTACAST" compare plan.yaml --engine exact --format json --set 'new_deals=30 to 40 per month' | jq -r .engine
"$QUOTACAST" stress plan.yaml --trials 400 --format json | jq -r '"\(.engine), \(.engine_why)"'
"$QUOTACAST" stress plan.yaml --engine exact | tail -1
"$QUOTACAST" stress plan.yaml --engine cohort
echo "exit $?"
"$QUOTACAST" compare months.yaml --engine exact --set new_deals=+10%
echo "exit $?"

echo "== totals too large for sums of squares"
sed 's/mean: 15000/mean: 900B/; s/at_least: 600k/at_least: 36000B/; s/mean: 55%, based_on: certain/mean: 55%/' plan.yaml >large.yaml
"$QUOTACAST" forecast large.yaml --engine exact --trials 640
echo "exit $?"

echo "== amounts too far apart for the series: said, and a study takes the walk"
cat >open.csv <<'END'
deal_id,stage,age_days,amount
large,proposal,10,100000000
small,proposal,10,10000
END
sed 's/mean: 35, per: month/mean: 0, per: month/; s/600k/5k/; s/^shocks.*/&\nhistory: {open_deals: open.csv}/' plan.yaml >apart.yaml
"$QUOTACAST" forecast apart.yaml --engine exact --format json | jq -r '"the bound admits it: \(.engine.error_bound > 0.1)"'
"$QUOTACAST" compare apart.yaml --set pipeline.proposal.conversion=60% --trials 400 --format json | jq -r '"\(.engine), \(.engine_why)"'

echo "== totals too large for the fast engine"
sed 's/mean: 35, per: month/mean: 30000, per: day/; s/mean: 15000/mean: 9B/' plan.yaml >huge.yaml
"$QUOTACAST" forecast huge.yaml --trials 400
echo "exit $?"

echo "== a change of nothing leaves a deal alone that is far older than its stage says"
printf 'deal_id,stage,age_days,amount\nold,proposal,2000,10000\n' >open.csv
for path in pipeline.days win_rate pipeline.conversion; do
    "$QUOTACAST" compare apart.yaml --engine exact --set $path=+0.01% --format json |
        jq -r --arg path $path '"\($path): \([.scenarios[].change | fabs] | max < 0.0001)"'
done
