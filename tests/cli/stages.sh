# The fitted funnel of the small history, whole and split.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cp "$small"/* .
run stages plan.yaml
words stages plan.yaml --by segment
words stages plan.yaml --by OWNER | grep -E '^(owner|\[)' # the column's name is folded
words stages plan.yaml --by source | grep -E '^(source|\[)'
run stages plan.yaml --by nothing
run stages plan.yaml --by product
run stages plan.yaml --by segment --format csv | cut -d, -f1-7
"$QUOTACAST" stages plan.yaml --format csv | awk -F, '{ print NF }' | uniq
"$QUOTACAST" stages plan.yaml --format json | grep -o '"[a-z_0-9]*":' | awk '!seen[$0]++' | tr -d '\n'
echo
"$QUOTACAST" stages plan.yaml -o out.txt
"$QUOTACAST" stages plan.yaml | cmp - out.txt && echo "-o FILE holds what the terminal shows"
