# seek: what it takes to reach a chance, alone and together, and a target handed down.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cp "$small"/* .
short=(--trials 60 --seed 1 --threads 1)
sed -i 's/at_least: 300k/at_least: 450k/' plan.yaml
words seek plan.yaml "${short[@]}" --vary new_deals=+400%@1k | sed 's/ (N% sure.*//'
echo "-- the answer, put into the plan, reaches the chance"
at=$("$QUOTACAST" seek plan.yaml --trials 1000 --seed 1 --threads 1 --vary new_deals=+400% --format csv |
    sed -n 's/^lever,,new_deals,reached,\([^,]*\),.*/\1/p')
"$QUOTACAST" forecast plan.yaml --trials 1000 --seed 1 --threads 1 --set "new_deals=$at" \
    --require year=76% >/dev/null && echo "reached"
echo "-- several levers, with costs"
"$QUOTACAST" seek plan.yaml "${short[@]}" --vary new_deals=+400%@1k --vary deal_size=+100%@2k \
    --format json | grep -c '"reached": true'
"$QUOTACAST" seek plan.yaml "${short[@]}" --vary new_deals=+400%@1k --vary deal_size=+100%@2k \
    --format csv | head -1
echo "-- one future is enough to be told something"
"$QUOTACAST" seek plan.yaml --trials 1 --seed 1 --threads 1 --vary new_deals=+400%@1k --vary deal_size=+100%@2k \
    >/dev/null && echo told
echo "-- none is enough"
"$QUOTACAST" seek plan.yaml "${short[@]}" --set targets.year.at_least=90M --vary new_deals=+10% \
    --vary deal_size=+10% | figures | head -8
echo "-- too many for a mix are told alone, and nothing is said of them together"
many=(--vary new_deals=+5% --vary deal_size=+5% --vary win_rate=+5%)
for stage in qualified proposal negotiation; do
    many+=(--vary "pipeline.$stage.days=-5%" --vary "pipeline.$stage.conversion=+1 points")
done
"$QUOTACAST" seek plan.yaml --trials 20 --seed 1 --threads 1 "${many[@]}" 2>&1 | figures | head -3
echo "-- a lever that lowers the chance is no part of the best mix"
"$QUOTACAST" seek plan.yaml "${short[@]}" --vary new_deals=-60%@1k \
    --vary deal_size=+10%@1k | sed -n 's/.*: \(.*\): [^:]* chance$/\1/p'
echo "-- nothing is needed"
"$QUOTACAST" seek plan.yaml "${short[@]}" --set targets.year.at_least=20k --vary new_deals | figures | head -1
echo "-- the wrong way, and nowhere"
"$QUOTACAST" seek plan.yaml "${short[@]}" --vary new_deals=-50% | figures | sed -n 4p
echo "-- limits in the plan"
cat >>plan.yaml <<'END'
levers:
  new_deals: {up_to: +300%, cost: 1k}
  pipeline.negotiation.conversion: {up_to: +10 points, cost: 500}
END
"$QUOTACAST" seek plan.yaml "${short[@]}" --format csv | grep '^lever' | cut -d, -f3
echo "-- refused"
for vary in new_deals=+30%:+10% new_deals=0% new_dals=+5% deal_size=10k new_deals=+30%@free new_deals=+30%@ \
    segments.mdi.days=+3%; do
    run seek plan.yaml "${short[@]}" --vary "$vary"
done
run seek plan.yaml "${short[@]}" --vary new_deals --vary new_deals
run seek plan.yaml "${short[@]}" --chance 180%
run seek plan.yaml "${short[@]}" --by month
run seek plan.yaml "${short[@]}" --split year --by month --target quarter
echo "-- handed down"
words seek plan.yaml "${short[@]}" --split year --by month,owner
"$QUOTACAST" seek plan.yaml "${short[@]}" --split year --by month,owner --format csv >quotas.csv
head -1 quotas.csv
cut -d, -f1 quotas.csv | sort | uniq -c
echo "-- months add up to the target"
"$QUOTACAST" seek plan.yaml "${short[@]}" --split year --by month --format csv |
    awk -F, 'NR > 1 {sum += $3} END {printf "%.0f\n", sum}'
echo "-- a period of many years has many months"
cat >long.yaml <<'END'
as_of: 2026-06-30
pipeline: [{stage: offer, conversion: 25%, days: 30}]
deal_size: 12k
new_deals: 4 per month
targets: [{name: century, metric: bookings, period: 2001-01-01..2026-12-31, at_least: 620k}]
END
"$QUOTACAST" seek long.yaml "${short[@]}" --split century --by month --format csv | wc -l
run seek plan.yaml "${short[@]}" --split year
run seek plan.yaml "${short[@]}" --split year --by activity
run seek plan.yaml "${short[@]}" --split yaer --by month
run seek plan.yaml "${short[@]}" --split year --by month --engine blend
echo "-- a lever that may go far, on a curve that bends: a fresh run finds the chance inside the range"
cat >certain.yaml <<'END'
as_of: 2026-06-30
shocks: none
pipeline: [{stage: offer, conversion: 25%, days: 30, based_on: certain}]
deal_size: {mean: 12k, cv: 1, based_on: certain}
new_deals: {mean: 40, per: month, based_on: certain, noise: none}
targets: [{name: half, metric: bookings, period: 2026, at_least: 620k}]
END
for engine in blend walk; do
    "$QUOTACAST" seek certain.yaml --engine $engine --trials 1000 --vary new_deals=+200% --format csv |
        sed -n 's/^lever,,//p' | tr , ' ' >found
    read -r path _ at low high _ <found
    echo "$engine: $path"
    for value in "$low" "$at" "$high"; do # what the plan then has is computed: no luck in it
        "$QUOTACAST" forecast certain.yaml --engine exact --set "new_deals=$value" --format json | jq '.targets[0].chance'
    done | awk 'NR == 1 {print ($1 < 0.80 ? "low end below" : "low end NOT below: " $1)} NR == 2 {print ($1 > 0.77 && $1 < 0.83 ? "about 80%" : "NOT about 80%: " $1)}
        NR == 3 {print ($1 > 0.80 ? "high end above" : "high end NOT above: " $1)}'
done
echo "-- a computed answer has no luck: computed again it has the chance, and its range holds it"
"$QUOTACAST" seek certain.yaml --vary new_deals=+200% --vary deal_size=+100% | sed 's/[0-9.]*%/N%/g'
"$QUOTACAST" seek certain.yaml --vary new_deals=+200% --format csv | sed -n 's/^lever,,//p' | tr , ' ' >found
read -r _ _ at low high _ <found
for value in "$low" "$at" "$high"; do
    "$QUOTACAST" forecast certain.yaml --engine exact --set "new_deals=$value" --format json |
        jq -r '.targets[0].chance - 0.8 | if fabs < 0.0001 then "80.00%" else "NOT 80%: \(.)" end'
done
"$QUOTACAST" forecast certain.yaml --trials 100000 --seed 7 --set "new_deals=$at" --format json |
    jq -r '(.targets[0].chance - 0.8) / .targets[0].chance_error | if fabs < 3.3 then "simulated anew too" else "NOT simulated anew: \(.) errors off" end'
"$QUOTACAST" seek certain.yaml --vary new_deals=+200% --format json | jq -c '.engine, .engine_why, (.error_bound < 0.0001)'
echo "-- turned round: the best chance for a sum, and what each way costs"
levers=(--vary new_deals=+30%@2k --vary pipeline.days=-30%@1k --vary 'pipeline.negotiation.conversion=+10 points@6k')
"$QUOTACAST" seek plan.yaml "${short[@]}" "${levers[@]}" --budget 40k | figures
for budget in 20000 40000 80000 1000000; do
    "$QUOTACAST" seek plan.yaml "${short[@]}" "${levers[@]}" --budget $budget --format json |
        jq -r '[.budget, (.budget as $b | .mixes | all(.cost <= $b)), (.mixes[0].chance >= (.mixes[1].chance // 0))] | @tsv'
done
for budget in 20000 40000 80000; do
    "$QUOTACAST" seek plan.yaml "${short[@]}" "${levers[@]}" --budget $budget --format json | jq '.mixes[0].chance'
done | awk 'NR > 1 && $1 < last {print "NOT more for more"} {last = $1} END {print NR " sums"}'
run seek plan.yaml "${short[@]}" --vary new_deals=+30% --budget 40k
run seek plan.yaml "${short[@]}" --vary new_deals=+10%:+30%@2k --budget 10k
run seek plan.yaml "${short[@]}" --vary new_deals=+30%@2k --budget much
run seek plan.yaml "${short[@]}" --budget 40k --split year
