# Names are data: quotes, backticks, percent signs, markup, emoji and wide characters mean nothing
# to the terminal, to gnuplot or to a shell, and come out as they went in.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
# shellcheck disable=SC2016 # nothing shall expand
sed -e '1!{s/qualified/qual`touch pwned`ified/;s/proposal/"pro'"'"'posal ""x"" %d"/;s/negotiation/négo🚀 {\/*3 big}/;s/Ann/Änn $(touch pwned)/;s/Ben/日本語 %s%n @a_b^2/}' \
    "$small/deals.csv" >deals.csv
cat >plan.yaml <<'YAML'
company: "Evil `touch pwned` \"q\" 'x' %s%n {/Bold x} 🚀"
currency: EUR
as_of: 2026-06-30
history: {deals: deals.csv}
pipeline: ["qual`touch pwned`ified", "pro'posal \"x\" %d", "négo🚀 {/*3 big}"]
targets:
  - {name: "y'ear \"; system('touch pwned') # %s \\", metric: bookings, period: 2026, at_least: 300k}
  - {name: ターゲット, metric: customers, period: 2026, at_least: 10, scope: {owner: 日本語 %s%n @a_b^2}}
YAML
run check plan.yaml
run stages plan.yaml --plots pictures | grep -v 'no installed font'
words stages plan.yaml --by owner | grep -E '^owner'
words forecast plan.yaml "${short[@]}" --plots pictures | grep -v 'no installed font' |
    sed -n '/^Would/p;/^Further/,/^$/p;/^!/p;/^\[/p'
has pictures/*.svg
"$QUOTACAST" forecast plan.yaml "${short[@]}" --format json | sed -n '/"company"/p;/"name": "y/p;/"owner"/p'
"$QUOTACAST" forecast plan.yaml "${short[@]}" --format csv | cut -d, -f1-3 | sed -n '2,3p'
"$QUOTACAST" forecast plan.yaml "${short[@]}" --draws draws.csv -o out.txt && head -1 draws.csv
run check plan.yaml --set $'targets.ターゲット.name=a\x1b[31mb'
LC_ALL=C "$QUOTACAST" forecast plan.yaml "${short[@]}" >out.txt && grep -c '[▁▂▃▄▅▆▇█]' out.txt
find . -name 'pwned*'
