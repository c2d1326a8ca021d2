# tornado and stress: what moves the chance, and what misfortunes cost.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cp "$small"/* .
short=(--trials 60 --seed 1 --threads 1)
"$QUOTACAST" tornado plan.yaml "${short[@]}" --format csv | cut -d, -f1,9 | sort
"$QUOTACAST" tornado plan.yaml "${short[@]}" | figures | sed -n '1p;/^Spread/p;$p' | sed 's/is [a-z._]*:/is X:/'
"$QUOTACAST" tornado plan.yaml "${short[@]}" --format json | grep -c '"own_range"'
echo "-- the shares of the spread add up"
"$QUOTACAST" tornado plan.yaml "${short[@]}" --format json |
    awk -F'[:,]' '/"(parameters|shocks|open_now|not_yet_created)"/ {sum += $2} END {printf "%.6f\n", sum}'
echo "-- certain beliefs have nothing to swing"
cat >certain.yaml <<'END'
as_of: 2026-06-30
pipeline: [{stage: offer, conversion: 50%, days: 10, based_on: certain}]
new_deals: {mean: 10, per: month, based_on: certain, noise: none}
deal_size: {mean: 1k, cv: 0.5, based_on: certain}
targets: [{name: year, metric: bookings, period: 2026, at_least: 25k}]
END
"$QUOTACAST" tornado certain.yaml "${short[@]}" --format csv | awk -F, 'NR > 1 {print $1, $5 == 0 && $7 == 0 ? "still" : "MOVES", $10 < 0 || $1 ~ /days/ ? "down" : "NOT DOWN"}' | sort
"$QUOTACAST" tornado certain.yaml "${short[@]}" | figures | sed -n 1p
echo "-- far out of reach nothing matters, and nothing is the worst"
for command in tornado stress; do
    "$QUOTACAST" $command plan.yaml "${short[@]}" --set targets.year.at_least=900M | figures | sed -n 1p
done
echo "-- stress"
"$QUOTACAST" stress plan.yaml "${short[@]}" | figures | sed 's/worst alone: .*/worst alone: X/'
"$QUOTACAST" stress plan.yaml "${short[@]}" --format csv | cut -d, -f1,2
"$QUOTACAST" stress plan.yaml "${short[@]}" --format json | grep -c '"change_error"'
words stress certain.yaml "${short[@]}" | sed 's/worst alone: .*/worst alone: X/'
run tornado plan.yaml --target mdi
run stress plan.yaml --vary x
echo "-- the biggest open deal is that of the target asked for: of its scope, and in its period"
cat >open.csv <<'END'
deal_id,stage,since,amount,segment
whale,first,2026-06-20,900000,large
soon,last,2026-06-20,300000,large
fish,last,2026-06-20,20000,small
END
cat >scope.yaml <<'END'
as_of: 2026-06-30
history: {open_deals: open.csv}
pipeline:
  - {stage: first, conversion: 80%, days: 60, based_on: certain}
  - {stage: last, conversion: 80%, days: 10, based_on: certain}
new_deals: {mean: 10, per: month, based_on: certain, noise: none}
deal_size: {mean: 10k, cv: 0.5, based_on: certain}
targets:
  - {name: year, metric: bookings, period: 2026, at_least: 1M}
  - {name: july, metric: bookings, period: 2026-07, at_least: 300k}
  - {name: small, metric: bookings, period: 2026, at_least: 30k, scope: {segment: small}}
END
for target in year july small; do
    "$QUOTACAST" stress scope.yaml "${short[@]}" --target "$target" --format json | jq -r '.misfortunes[0].assumed'
done
echo "-- people: the top rep takes the seat along, a freeze takes hires and replacements"
cat >team.yaml <<'END'
as_of: 2026-06-30
shocks: none
pipeline: [{stage: qualified, conversion: 50%, days: 10, based_on: certain}]
deal_size: {mean: 10k, cv: 1, based_on: certain}
team: {reps: 4, attrition: 30% per year, backfill_days: 20 to 60, hires: [{start: 2026-08-01, count: 2}]}
activities: {calls: {per_rep_per_week: 60, contact_rate: 10%, opportunity_rate: 25%}}
targets: [{name: year, metric: bookings, period: 2026, at_least: 900k}]
END
"$QUOTACAST" stress team.yaml --trials 400 --seed 1 --threads 1 --format json |
    jq -r '.misfortunes[] | select(.name | test("rep|hiring")) |
        "\(.name): \(if .change < 0 and .moved < 0 then "lower" else "NOT LOWER" end), \(.assumed)"'
echo "-- a rep by name, whose seat it is; nobody is hired"
printf 'owner,start\nCleo,2024-01-01\nAnn,2026-06-01\n' >people.csv
sed 's/^history: .*/history: {deals: deals.csv, people: people.csv}\nteam: {reps: 2, open_deal_limit: 50}/' plan.yaml >named.yaml
"$QUOTACAST" stress named.yaml --trials 60 --seed 1 --threads 1 | grep 'top rep\|frozen' | tr -s ' ' | figures
