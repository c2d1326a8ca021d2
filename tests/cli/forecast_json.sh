# Names and order of the JSON, which programs rely on; its figures are those of the text.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cp "$small"/* .
run forecast plan.yaml "${short[@]}" --format json -o out.json
grep -o '"[a-z_0-9]*":' out.json | awk '!seen[$0]++'
echo "-- agrees with the text"
"$QUOTACAST" forecast plan.yaml "${short[@]}" >out.txt
chance=$(awk -F'[ ,]+' '/"chance":/ { printf "%.0f%%", 100 * $3; exit }' out.json)
head -1 out.txt | grep -q ": $chance chance" && echo "the chance does"
seed=$(awk -F'[ ,]+' '/"seed":/ { print $3 }' out.json)
tail -1 out.txt | grep -q "400 simulated futures.* seed $seed," && echo "the footer does"
