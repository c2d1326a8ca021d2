# A clean history: nothing to say but the reconciliation.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cp "$small"/* .
run check plan.yaml
run check plan.yaml --format json | sed 's/"[0-9.]*",$/"VERSION",/'
run check plan.yaml --format csv
run check plan.yaml -o report.txt
"$QUOTACAST" check plan.yaml | cmp - report.txt && echo "-o FILE holds what the terminal shows"
echo "-- an earlier as-of day: later rows are set aside, and that is no fault of the file"
run check plan.yaml --set as_of=2026-03-31 | grep -v '^  deals'
run check plan.yaml --set as_of=2026-06-27 --format json | sed '1,/"plan"/d'
run check nothing.yaml
