# Without targets a forecast is an outlook.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cp "$small"/* .
sed -i '/^targets/,$d' plan.yaml
words forecast plan.yaml "${short[@]}" | grep -v simulated.futures,
"$QUOTACAST" forecast plan.yaml "${short[@]}" --format json | sed -n '/"headline"/p;/"targets"/p;/"joint"/p'
"$QUOTACAST" forecast plan.yaml "${short[@]}" --format csv | cut -d, -f1-2 | sed -n '1,3p'
run forecast plan.yaml "${short[@]}" --require year=50%
run forecast plan.yaml "${short[@]}" --plots pictures -o out.txt
