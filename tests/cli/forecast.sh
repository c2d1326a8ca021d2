# The forecast of the small history: every figure, to the digits that are printed.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cp "$small"/* .
run forecast plan.yaml "${short[@]}" | sed 's/quotacast [0-9.]*,/quotacast VERSION,/'
"$QUOTACAST" forecast plan.yaml "${short[@]}" >../one
"$QUOTACAST" forecast plan.yaml --trials 400 --seed 1 --threads 3 | cmp - ../one && echo "three threads: the same"
"$QUOTACAST" forecast plan.yaml "${short[@]}" --quiet --no-color | cmp - ../one && echo "quietly: the same"
"$QUOTACAST" forecast plan.yaml --trials 400 --seed 2 --threads 1 | cmp -s - ../one || echo "another seed: not the same"
