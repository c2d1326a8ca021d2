# A backtest of a company small enough to read: the same questions asked of its past.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cp "$small"/* .
# What the model decides is masked beyond the figures: who is better, and what is more than luck.
masked() {
    sed -E '/^Better than ours/d; s/N\*/N/g; s/^ N to N .*/ N to N .../; s/( [-N](\b| |$)( to N)?)+$/ .../; s/error (equal to|N (below|above))/error N off/'
}
words backtest plan.yaml "${short[@]}" | masked
echo "-- one row a forecast; what came is what the file says"
run backtest plan.yaml "${short[@]}" --format csv -o out.csv
head -1 out.csv | tr , '\n'
cut -d, -f1-9 out.csv
awk -F, 'NR == 1 { fields = NF } NF != fields { print "row " NR " has " NF " fields" }' out.csv
for month in 2026-03 2026-04 2026-05; do
    echo "$month: $(grep -c "$month-.*,won," deals.csv) won"
done
echo "-- the same bytes on any number of threads, and again"
"$QUOTACAST" backtest plan.yaml --trials 400 --seed 1 --threads 3 --format csv | cmp - out.csv && echo same
echo "-- JSON"
run backtest plan.yaml "${short[@]}" --format json -o out.json
sed -E 's/: -?[0-9]+(\.[0-9e-]+)?(,?)$/: N\2/; s/: null(,?)$/: N\1/; /"verdict"/s/[0-9]+% (above|below)?/N /g' out.json | sed -n '1,75p'
grep -oE '^ ? ?"[a-z_0-9]+"' out.json | tr -d ' "' | paste -sd' '
echo "-- which moments"
"$QUOTACAST" backtest plan.yaml "${short[@]}" --since 2026-04-01 --format csv | cut -d, -f2-4
"$QUOTACAST" backtest plan.yaml "${short[@]}" --origins 1 --format csv | cut -d, -f2-4
"$QUOTACAST" backtest plan.yaml "${short[@]}" --every week --origins 2 --format csv | cut -d, -f2-6
echo "-- parts of the model left out"
words backtest plan.yaml --trials 20 --seed 1 --threads 1 --origins 1 --without each | sed -n '/What each part/,/^ *smooth/p' | sed -E 's/[+-]?N\*?//g; s/ plays no role.*/ ./'
"$QUOTACAST" backtest plan.yaml "${short[@]}" --without uncertainty,month-effects | grep -oE 'Without [a-z-]+\.'
echo "-- several plans are pooled"
mkdir other
cp plan.yaml deals.csv other
words backtest plan.yaml other/plan.yaml "${short[@]}" | sed -n '1,2p;/plans from/p' | masked
echo "-- the picture"
run backtest plan.yaml "${short[@]}" --plots pictures -o out.txt
has pictures/*
