# A wrong command line ends with 2 and says what would be right; nothing is read and nothing is run.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
run forcast plan.yaml
run xyz
run ''
run --bogus
run forecast
run forecast one.yaml two.yaml
run check
run merge
run bench one
run forecast plan.yaml --trails 5
run forecast plan.yaml -x
run check plan.yaml --trials 5
run forecast plan.yaml --trials
run forecast plan.yaml --trials 0
run forecast plan.yaml --trials -5
run forecast plan.yaml --trials 1e6
run forecast plan.yaml --trials ''
run forecast plan.yaml --threads 0
run forecast plan.yaml --threads many
run forecast plan.yaml --seed -1
run forecast plan.yaml --format xml
run forecast plan.yaml --quiet=1
run forecast plan.yaml --shard 3/2
run forecast plan.yaml --shard 0/2
run forecast plan.yaml --shard half
run forecast plan.yaml --shard 1/2
run forecast plan.yaml --shard 1/2 --trials 400
run synth spec.yaml
run init d --target 1.2M --period 2026
run init d --from deals.csv --target 1.2M
ls
