# What the program says about itself.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
run
run --help
"$QUOTACAST" --version | sed 's/[0-9.]*$/VERSION/'
for command in init import check stages forecast synth bench merge; do
    echo "== $command"
    "$QUOTACAST" "$command" --help | sed '/^Options$/,$d' # the options below, where they are common
    "$QUOTACAST" "$command" --help >../long
    "$QUOTACAST" "$command" -h | cmp - ../long && echo "-h says the same"
done
"$QUOTACAST" forecast --help | sed -n '/^Options$/,$p'
