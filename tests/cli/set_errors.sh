# A --set that makes no sense is refused with the words of the plan.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cp "$small"/* .
refused() {
    "$QUOTACAST" forecast plan.yaml "${short[@]}" --set "$1" 2>&1 | head -3
}
refused 'pipeline.proposal.conversion=150%'
refused 'pipeline.proposal.conversion=5 points'
refused 'pipeline.proposal.conversion=+5'
refused 'pipeline.propsal.conversion=+5%'
refused 'pipeline.proposal=5'
refused 'pipeline.proposal.cnversion=5%'
refused 'pipeline.proposal.days=0'
refused 'pipeline.proposal.days=40000'
refused 'new_deals=8'
refused 'new_deals=-100%'
refused 'new_deals=+20000%'
refused 'deal_size=0'
refused 'deal_size=1e300'
refused 'deal_size=many'
refused 'foo=1'
refused 'company.name=1'
refused 'targets.yaer.at_least=3'
refused 'history.deals='
refused 'history.deals=nothing.csv'
refused 'as_of=tomorrow'
refused 'as_of=2024-01-01'
refused "number_style=1'234.5"
refused 'segments.nowhere.deal_size=30k'
refused 'targets=[{metric: bookings'
refused $'company=\xff'
