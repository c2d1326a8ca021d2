# Goals on each ratio, in each form: at least, at most, against a year of the past, week by week, and too few to judge.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
short=(--trials 60 --seed 1 --threads 1)
# the small history with a reason for what was lost, a log of calls, people and costs
awk -F, -v OFS=, 'NR == 1 {print $0, "reason"; next}
    {n++; print $0, ($3 == "lost" ? (n % 2 ? "price" : n % 3 ? "no decision" : "competitor") : "")}' "$small/deals.csv" >deals.csv
printf 'owner,start\nAnn,2025-01-01\nBen,2025-01-01\n' >people.csv
echo "date,owner,type,count" >log.csv
for week in $(seq 0 77); do echo "$(date -u -d "2025-01-01 + $((7 * week)) days" +%F),Ann,calls,20" >>log.csv; done
cat >plan.yaml <<'END'
currency: EUR
as_of: 2026-06-30
history: {deals: deals.csv, activities: log.csv, people: people.csv}
pipeline: [qualified, proposal, negotiation]
team: {hours_per_week: 40, selling_time: 36%}
activities: {calls: {minutes: 20, contact_rate: 10%, opportunity_rate: 10%}}
cost: {salary: 4k per month}
targets:
END
goals() { # goals "METRIC AND MORE" GOAL [POINTS]
    local stem="  - {name: ${1%%,*}" what="metric: $1"
    echo "$stem least, $what, period: 2026, at_least: $2}"
    echo "$stem most, $what, period: 2026, at_most: $2}"
    echo "$stem less, $what, period: 2026, at_most: -8% on 2025}"
    [ $# -lt 3 ] || echo "$stem points, $what, period: 2026, at_least: $3 points on 2025}"
    echo "$stem soon, $what, period: 2026-07-01..2026-07-03, at_least: $2}"
    echo "$stem weekly, $what, period: each week, at_least: $2}"
}
{ goals win_rate 20% +5; goals cycle_days 60; goals deal_size 15k; goals 'loss_share, reason: price' 40% -5
  goals cac 9k; goals selling_time 8% +5; } >>plan.yaml
"$QUOTACAST" forecast plan.yaml "${short[@]}" --all --format json -o all.json
"$QUOTACAST" forecast plan.yaml "${short[@]}" --all | grep -v ' weekly 20' | grep '^  [a-z_]* \(least\|most\|less\|points\|soon\) '  | figures
echo "-- at least and at most: of every future one of the two holds"
jq -r '.targets[] | select(.closed | not) | select(.name | test(" least$| most$")) | [.name, .chance] | @tsv' all.json |
    awk '{split($0, part, "\t"); metric = $1; sum[metric] += part[2]} END {for (m in sum) print m, (sum[m] >= 1 - 1e-9 ? "yes" : "NO " sum[m])}' | sort
echo "-- weeks: open ones, those that are judged, and chances that are none"
jq -r '[.targets[] | select(.closed | not) | select(.name | test(" weekly "))] | group_by(.metric)[] |
    [.[0].metric, length, (map(select(.judged)) | length), (map(select(.chance < 0 or .chance > 1)) | length)] | @tsv' all.json
echo "-- what moves each of them, and which way"
while read -r target change; do
    "$QUOTACAST" compare plan.yaml "${short[@]}" --target "${target/_to_/ }" --set "$change" --format json |
        jq -r --arg target "$target" '.scenarios[] | select(.changes != null and .changes != "") |
            [$target, .changes, (if .moved > 0 then "up" elif .moved < 0 then "down" else "stays" end)] | join(" ")'
done <<'END'
win_rate_to_less win_rate=+5%
cycle_days_to_less pipeline.days=-8%
deal_size_to_less deal_size=+10%
loss_share_to_points loss.price=-20%
cac_to_less cost.salary=+10%
selling_time_to_points activities.calls.per_rep_per_week=+20%
END
