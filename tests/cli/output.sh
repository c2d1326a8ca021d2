# Where results go, and what happens when they cannot.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cp "$small"/* .
run check plan.yaml -o nowhere/out.txt
run check plan.yaml -o .
run check plan.yaml -o /dev/full
run forecast plan.yaml "${short[@]}" --draws nowhere/draws.csv
run forecast plan.yaml "${short[@]}" -o nowhere/out.txt
echo "-- a full disk behind the standard output"
for command in 'check plan.yaml' 'stages plan.yaml --format json' 'forecast plan.yaml --trials 20'; do
    # shellcheck disable=SC2086
    "$QUOTACAST" $command >/dev/full
    echo "$? <- quotacast $command"
done 2>&1
echo "-- no standard output, input or error at all"
"$QUOTACAST" check plan.yaml >&- 2>../errors
echo "$?, $(cat ../errors)"
"$QUOTACAST" check plan.yaml <&- >../one
echo "$?"
"$QUOTACAST" check plan.yaml -o out.txt 2>&- </dev/null
echo "$?"
cmp ../one out.txt && echo same
echo "-- a file appears whole or not at all; an old one is replaced"
"$QUOTACAST" check plan.yaml -o out.txt && cmp ../one out.txt && echo replaced
sed -i 's/proposal/nonsense/' plan.yaml
code_of forecast plan.yaml "${short[@]}" -o out.txt
cmp ../one out.txt && echo "kept as it was"
echo "-- a dash is the standard output"
"$QUOTACAST" check "$small"/plan.yaml -o - | cmp - <("$QUOTACAST" check "$small"/plan.yaml) && echo same
run forecast "$small"/plan.yaml "${short[@]}" --draws - | sed "s|$small|SMALL|"
"$QUOTACAST" check --help | grep -- --format
"$QUOTACAST" stages --help | grep -- --format
echo "-- a reader that goes away"
cp "$small"/plan.yaml .
"$QUOTACAST" forecast plan.yaml "${short[@]}" | head -1 | figures
ls
echo "-- what is read is not written over, by whatever path"
cp "$small"/* .
cp deals.csv kept.csv
run forecast plan.yaml "${short[@]}" -o ./deals.csv
run forecast plan.yaml "${short[@]}" --draws plan.yaml
run check plan.yaml -o ../empty/plan.yaml
ln -s deals.csv link.csv
run stages plan.yaml --format csv -o link.csv
run forecast plan.yaml "${short[@]}" --draws new.csv -o new.csv
"$QUOTACAST" forecast plan.yaml --trials 400 --shard 1/2 -o part.json
"$QUOTACAST" forecast plan.yaml --trials 400 --shard 2/2 -o part2.json
run merge part.json part2.json -o part2.json
cmp deals.csv kept.csv && cmp plan.yaml "$small/plan.yaml" && echo "all as they were"
