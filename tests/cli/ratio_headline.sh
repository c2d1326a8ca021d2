# A ratio as the headline: what it says, what it leaves out, and the studies of it.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
# the small history with a reason for what was lost
awk -F, -v OFS=, 'NR == 1 {print $0, "reason"; next}
    {n++; print $0, ($3 == "lost" ? (n % 2 ? "price" : n % 3 ? "no decision" : "competitor") : "")}' \
    "$small/deals.csv" >deals.csv
headline() { # headline FILE TARGET [MORE]
    { plan "$1" </dev/null; { cat "$1"; echo "targets: [$2]"; echo "${3-}"; } >whole; mv whole "$1"; }
}
headline win.yaml '{name: rate, metric: win_rate, period: 2026, at_least: +5% on 2025}'
headline cycle.yaml '{name: cycle, metric: cycle_days, period: 2026, at_most: -5% on 2025}'
headline size.yaml '{name: size, metric: deal_size, period: 2026, at_least: 20k}'
headline loss.yaml '{name: loss, metric: loss_share, reason: price, period: 2026, at_most: 40%}'
headline few.yaml '{name: few, metric: win_rate, period: 2026-07-01..2026-07-05, at_least: 25%}'
headline cac.yaml '{name: spend, metric: cac, period: 2026, at_most: -8% on 2025}' 'cost: {other: 10k per month}'
for name in win cycle size loss few cac; do words forecast $name.yaml "${short[@]}" | sed '/^Trust/d;/^Data/d'; done
echo "-- no pace and no parts, also not in JSON; the months tell the bookings"
"$QUOTACAST" forecast win.yaml "${short[@]}" --format json |
    jq -c "[.headline, .parts, ([.bins[].share] | add > 0.99), (.bins[0].high < 1)]"
echo "-- pictures"
words forecast win.yaml "${short[@]}" --plots pictures -o out.txt
words compare win.yaml "${short[@]}" --set new_deals=+20% --plots pictures -o out.txt
words tornado win.yaml --trials 60 --seed 1 --threads 1 --plots pictures -o out.txt
grep -h '% win rate' pictures/tornado.gp | grep -c 'chance of'
echo "-- studies"
for name in win cac; do
    words compare $name.yaml --trials 60 --seed 1 --threads 1 --set win_rate=+20% | sed -n '1,6p'
    words compare $name.yaml --trials 60 --seed 1 --threads 1 --grid new_deals=+0%:+20%:2,pipeline.days=-20%:0%:2 | sed -n '1,3p'
    words seek $name.yaml --trials 60 --seed 1 --threads 1 --vary win_rate=+40% --chance 99% | sed -n '1,5p'
    words tornado $name.yaml --trials 60 --seed 1 --threads 1 | grep '^\$\|^What\|^Spread\|^\[' | sed 's/ alone.*//;s/is [a-z_.]*:/is ...:/'
    words stress $name.yaml --trials 60 --seed 1 --threads 1 | sed -n '1,2p;/biggest open/p'
done
