# The goals and changes that sales teams speak of, each as one line (docs/levers.md has the table).
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
# the small history with units, margin and a reason for what was lost
awk -F, -v OFS=, 'NR == 1 {print $0, "units", "margin", "reason"; next}
    {n++; print $0, ($4 > 0 ? 1 + $4 % 3 : ""), ($4 > 0 ? $4 / 4 : ""),
     ($3 == "lost" ? (n % 2 ? "price" : n % 3 ? "no decision" : "competitor") : "")}' \
    "$small/deals.csv" >deals.csv
plan plan.yaml </dev/null
goal() { # goal TARGET: a plan with this target, and one of bookings before it
    { cat plan.yaml; echo "targets:"; echo "  - {name: first, metric: bookings, period: 2026, at_least: 1}"
      echo "  - $1"; } >goal.yaml
    "$QUOTACAST" forecast goal.yaml "${short[@]}" --all 2>&1 | grep -A4 'Further\|goal.yaml:' | sed -n '/^Further/d;p' |
        head -1 | figures
}
goal '{name: bookings +10%, metric: bookings, period: 2026, at_least: +10% on 2025}'
goal '{name: units +10%, metric: units, period: 2026, at_least: +10% on 2025}'
goal '{name: margin +10%, metric: margin, period: 2026, at_least: +10% on 2025}'
goal '{name: win rate +5%, metric: win_rate, period: 2026, at_least: +5% on 2025}'
goal '{name: win rate +5 points, metric: win_rate, period: 2026, at_least: +5 points on 2025}'
goal '{name: qualified leads +18%, metric: qualified, stage: qualified, period: 2026, at_least: +18% on 2025}'
goal '{name: cycle -8%, metric: cycle_days, period: 2026, at_most: -8% on 2025}'
goal '{name: cycle -8% mid, metric: cycle_days, period: 2026, at_most: -8% on 2025, scope: {segment: mid}}'
goal '{name: lost to price, metric: loss_share, reason: price, period: 2026, at_most: 30%}'
goal '{name: deal size, metric: deal_size, period: 2026, at_least: +5% on 2025}'
goal '{name: deals won, metric: deals_won, period: 2026, at_least: 20}'
goal '{name: this week, metric: win_rate, period: 2026-07-01..2026-07-05, at_least: 25%}'
goal '{name: no reason, metric: loss_share, period: 2026, at_most: 30%}'
goal '{name: no share, metric: win_rate, period: 2026, at_least: 1.5}'
goal '{name: too far, metric: win_rate, period: 2026, at_least: +80 points on 2025}'
goal '{name: no such reason, metric: loss_share, reason: weather, period: 2026, at_most: 30%}'
echo "-- as changes: which way they move the chance"
{ cat plan.yaml; echo "targets: [{name: year, metric: bookings, period: 2026, at_least: 300k}]"; } >p.yaml
change() { # change WAY SET
    local now
    now=$("$QUOTACAST" compare p.yaml --trials 300 --seed 1 --threads 1 --set "$2" --format csv | grep -v '^as planned\|^scenario' | rev | cut -d, -f15 | rev)
    case $1 in
    more) awk -v m="$now" 'BEGIN {exit !(m > 0)}' && echo "more: $2" || echo "NOT more ($now): $2" ;;
    less) awk -v m="$now" 'BEGIN {exit !(m < 0)}' && echo "less: $2" || echo "NOT less ($now): $2" ;;
    esac
}
change more 'new_deals=+18%'
change more 'deal_size=+10%'
change more 'win_rate=+5%'
change more 'win_rate=+5 points'
change less 'win_rate=10%'
change more 'pipeline.proposal.conversion=+5 points'
change more 'pipeline.days=-30%'
change more 'segments.mid.pipeline.days=-50%'
change more 'segments.mid.win_rate=+20%'
change more 'loss.no_decision=-40%'
change more 'loss.competitor=-40%'
change less 'loss.price=+50%'
echo "-- every line of the tables in docs/levers.md runs"
table() { # table HEADING: the code of the second column
    awk -F'|' -v head="$1" '$2 ~ head {on = 1; next} on && NF < 3 {on = 0}
        on && $3 ~ /`/ {sub(/^[^`]*`/, "", $3); sub(/`[^`]*$/, "", $3); print $3}' "$SOURCE_DIR/docs/levers.md"
}
table '^ goal ' >goals
table '^ change ' >changes
while read -r line; do
    { cat plan.yaml; echo "targets:"; echo "  - {name: first, metric: bookings, period: 2026, at_least: 1}"
      echo "  - $line"; } >goal.yaml
    "$QUOTACAST" forecast goal.yaml --trials 20 --threads 1 >/dev/null 2>errors || { echo "FAILS: $line"; cat errors; }
done <goals
{ cat p.yaml; echo "scenarios:"; n=0
  while read -r line; do n=$((n + 1)); echo "  s$n: {$line}"; done <changes; } >all.yaml
"$QUOTACAST" compare all.yaml "${short[@]}" --format csv | grep -c '^s[0-9]*,.*,no,'
wc -l goals changes | head -2 | tr -s ' '
echo "-- and those of teams"
table "^ a team's goal " >goals
table "^ a team's change " >changes
sed '/^targets:/,$d' "$SOURCE_DIR/data/sample/team.yaml" >team.yaml
cp "$SOURCE_DIR/data/sample/deals.csv" .
{ echo "targets:"; echo "  - {name: year, metric: bookings, period: 2026, at_least: 4M}"; sed 's/^/  - /' goals
  echo "scenarios:"; n=0
  while read -r line; do n=$((n + 1)); echo "  s$n: {$line}"; done <changes; } >>team.yaml
"$QUOTACAST" compare team.yaml --trials 200 --seed 1 --threads 1 --format csv >compared.csv
grep -c '^s[0-9]*,.*,no,' compared.csv
wc -l goals changes | head -2 | tr -s ' '
