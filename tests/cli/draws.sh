# Every simulated future as a row, in the same order on any number of threads.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cp "$small"/* .
run forecast plan.yaml "${short[@]}" --draws draws.csv -o out.txt
head -1 draws.csv
wc -l <draws.csv
cut -d, -f1,2 draws.csv | sed -n '2p;21p;22p;401p'
"$QUOTACAST" forecast plan.yaml --trials 400 --seed 1 --threads 3 --draws again.csv -o out.txt
cmp draws.csv again.csv && echo "the same on three threads"
echo "-- the chance of the text is the share of rows at or above the goal"
awk -F, 'NR > 1 { hit += $3 >= 300000 } END { printf "%.0f%%\n", 100 * hit / (NR - 1) }' draws.csv >share
grep -q "$(cat share) chance" out.txt && echo "it is"
