# Twenty errors are shown and the rest is counted; check lists them all.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cp "$small/deals.csv" .
{ printf 'history: {deals: deals.csv}\npipeline: [qualified, proposal, negotiation]\ntargets:\n'
  for i in $(seq 25); do echo "  - {name: t$i, metric: bookings, period: 2026, at_least: much}"; done; } >plan.yaml
run forecast plan.yaml
run stages plan.yaml | tail -3
"$QUOTACAST" check plan.yaml | grep -c 'much is not an amount'
sed -i '/t23/,$d' plan.yaml
run forecast plan.yaml | tail -2
sed -i '/t21/,$d' plan.yaml
run forecast plan.yaml | tail -2
