# --set: every kind of lever moves the chance the way it must; plain keys are replaced.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cp "$small"/* .
chance() { # chance SET...: hits of the headline; a part holds the counts and nothing that takes time
    local sets=()
    for change in "$@"; do sets+=(--set "$change"); done
    "$QUOTACAST" forecast plan.yaml "${short[@]}" --shard 1/1 -o part "${sets[@]}"
    grep -o -m1 '"hits":[0-9]*' part | head -1 | tr -dc 0-9
}
base=$(chance targets.year.at_least=400k)
moves() { # moves more|less SET...
    local way=$1 now
    shift
    now=$(chance targets.year.at_least=400k "$@")
    case $way in
    more) [ "$now" -gt "$base" ] || way="NOT more ($base, then $now)" ;;
    less) [ "$now" -lt "$base" ] || way="NOT less ($base, then $now)" ;;
    esac
    echo "$way: $*"
}
moves more 'pipeline.proposal.conversion=90%'
moves less 'pipeline.proposal.conversion=0.3'
moves more 'pipeline.proposal.conversion=+15 points'
moves less 'pipeline.proposal.conversion=-15 points'
moves more 'pipeline.proposal.conversion=+20%'
moves less 'pipeline.conversion=-20%'
moves more 'pipeline.days=-60%'
moves less 'pipeline.days=+60%'
moves more 'pipeline.qualified.days=3'
moves less 'pipeline.Qualified.days=90 days'
moves more 'deal_size=+30%'
moves less 'deal_size=5k'
moves more 'new_deals=+50%'
moves less 'new_deals=1 per month'
moves more 'new_deals=10 per month' 'deal_size=+10%'
echo "-- plain keys"
headline() {
    show forecast plan.yaml "${short[@]}" --set "$1"
    "$QUOTACAST" forecast plan.yaml "${short[@]}" --set "$1" | figures | head -1
}
headline currency=USD
headline 'targets.year.at_least=1M'
headline 'targets.mid.name=the middle'
headline 'targets=[]'
headline 'targets=[{metric: customers, period: Q4 2026, at_least: 5}]'
"$QUOTACAST" forecast plan.yaml "${short[@]}" --set number_style=1.234,5 | sed -n '/^Pace/p'
