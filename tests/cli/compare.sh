# compare: named scenarios and --set side by side on the same luck, a grid, and what a target implies.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cp "$small"/* .
short=(--trials 60 --seed 1 --threads 1)
sed -i 's/at_least: 300k/at_least: 400k/' plan.yaml
cat >>plan.yaml <<'END'
scenarios:
  more deals: {new_deals: +50%, cost: 60k}
  better close: {pipeline.negotiation.conversion: +10 points, pipeline.days: -20%}
  bigger goal: {targets.year.at_least: 600k}
END
words compare plan.yaml "${short[@]}"
words compare plan.yaml 'More Deals' --set 'segments.mid.deal_size=+20%; new_deals=-10%' "${short[@]}"
echo "-- a chance is that of the scenario's own goal"
"$QUOTACAST" compare plan.yaml --set targets.year.at_least=100k "${short[@]}" | sed -n '1s/.*) of/of/p'
"$QUOTACAST" compare plan.yaml --set targets.year.at_least=100k "${short[@]}" --format json | jq -c '[.scenarios[].goal]'
echo "-- on one luck: more of what helps never lowers a future, so the ranking is that of the changes"
"$QUOTACAST" compare plan.yaml "${short[@]}" --set new_deals=+20% --set new_deals=+10% \
    --set new_deals=-10% --format csv | cut -d, -f1
echo "-- a lever that does nothing says so"
words compare plan.yaml "${short[@]}" --set new_deals=+0% | grep -E 'effect|changes nothing'
echo "-- a scenario is what --set would be"
chance() { "$QUOTACAST" "$@" "${short[@]}" --format json | grep -o '"chance": [0-9.]*' | head -1; }
a=$("$QUOTACAST" compare plan.yaml 'more deals' "${short[@]}" --format csv | grep '^more' | cut -d, -f3)
b=$(chance forecast plan.yaml --set new_deals=+50% | cut -d' ' -f2)
[ "$a" = "$b" ] && echo same || echo "DIFFERENT: $a and $b"
echo "-- formats"
"$QUOTACAST" compare plan.yaml "${short[@]}" --format json | grep -c '"change_error"'
"$QUOTACAST" compare plan.yaml "${short[@]}" --format csv | head -1
echo "-- grid"
words compare plan.yaml "${short[@]}" --grid 'new_deals=-20%:+40%:4,pipeline.days=-30%:0%:2' |
    sed 's/N\*/N/g; s/\]\*/]/; s/over N/N/g'
"$QUOTACAST" compare plan.yaml "${short[@]}" --grid 'new_deals=-20%:+40%:4,pipeline.days=-30%:0%:2' \
    --format csv | cut -d, -f1-4
"$QUOTACAST" compare plan.yaml "${short[@]}" --grid 'deal_size=20k:40k:3,pipeline.proposal.conversion=40%:60%:2' \
    --format json | grep -c '%"'
echo "-- a share stops at 100%, and a warning says so"
beyond() { "$QUOTACAST" "$1" plan.yaml --trials 20 --seed 1 --threads 1 "${@:2}" 2>&1 >/dev/null | figures; }
beyond compare --set 'pipeline.proposal.conversion=+90 points; new_deals=+10%' --set win_rate=+900% --set 'win_rate=+1 point'
beyond compare --grid 'new_deals=0%:+20%:2,pipeline.conversion=-10 points:+80 points:2'
beyond seek --vary 'pipeline.proposal.conversion=+90 points' --vary new_deals=+20%
beyond seek
echo "-- thirds are rounded, and run as they are labelled"
"$QUOTACAST" compare plan.yaml "${short[@]}" --grid 'deal_size=10k:15k:4,pipeline.proposal.conversion=-10 points:+10 points:4' \
    --format csv | cut -d, -f2,4 | sed -n '2,6p;10p;14p'
echo "-- implied"
"$QUOTACAST" compare plan.yaml --trials 20 --seed 1 --threads 1 --implied year | figures |
    sed -E '4,12s,(per month|days)? *(N|out of reach) .*,...,' | cut -c1-40
"$QUOTACAST" compare plan.yaml --trials 20 --seed 1 --threads 1 --implied year --format csv | cut -d, -f1,2
"$QUOTACAST" compare plan.yaml --trials 20 --seed 1 --threads 1 --implied year --format json | grep -c '"for_80"'
