# What cannot be compared is refused in a sentence.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cp "$small"/* .
refused() { run "$@" "${short[@]}"; }
refused compare plan.yaml
refused compare plan.yaml --set new_deal=+3%
refused compare plan.yaml --set new_deals
refused compare plan.yaml --set 'new_deals=+5 points'
refused compare plan.yaml --set 'history.deals=other.csv'
refused compare plan.yaml --set 'segments.mdi.deal_size=+5%'
refused compare plan.yaml --set 'loss.price=-8%'
refused compare plan.yaml --set 'pipeline.propsal.days=-8%'
refused compare plan.yaml --set 'new_deals=+3%' --target yaer
refused compare plan.yaml --set 'new_deals=+3%' --target 'quarter 2026 Q1'
refused compare plan.yaml --grid 'new_deals=0%:+40%:4'
refused compare plan.yaml --grid 'new_deals=0%:+40%:40,pipeline.days=-10%:0%'
refused compare plan.yaml --grid 'new_deals=0%:5 per month:3,pipeline.days=-10%:0%'
refused compare plan.yaml --grid 'new_deals=0%:+40%:3,new_deals=-10%:0%'
refused compare plan.yaml x --grid 'new_deals=0%:+40%:4,pipeline.days=-10%:0%'
refused compare plan.yaml x --implied year
refused compare plan.yaml --implied year --target quarter
echo "-- what contradicts itself"
refused compare plan.yaml --set 'new_deals=+10%; new_deals=+20%'
refused compare plan.yaml --set 'new_deals=5 per month; new_deals=6 per month'
refused compare plan.yaml --set 'pipeline.days=10; pipeline.proposal.days=5'
refused compare plan.yaml --set 'pipeline.proposal.days=-5%; pipeline.days=10'
refused compare plan.yaml --set 'win_rate=30%; pipeline.proposal.conversion=60%'
refused compare plan.yaml --set 'deal_size=9k; segments.mid.deal_size=20k'
refused forecast plan.yaml --set 'deal_size=9k' --set 'deal_size=10k'
refused seek plan.yaml --vary pipeline.days=10:5 --vary pipeline.proposal.days=10:5
refused seek plan.yaml --vary new_deals=+20%:+10%
refused seek plan.yaml --vary pipeline.proposal.conversion=50%:150%
cat >huge.yaml <<'END'
as_of: 2026-06-30
pipeline: [{stage: offer, conversion: 50%, days: 10}]
new_deals: 40 per month
deal_size: {mean: 20k, cv: 1}
targets: [{name: half, metric: bookings, period: 2026, at_least: 1M}]
END
run compare huge.yaml --set deal_size=900000000000 --trials 8000
cat >>plan.yaml <<'END'
scenarios:
  more deals: {new_deals: +50%}
END
refused compare plan.yaml 'mor deals'
echo "-- in the plan"
bad() {
    { cat "$small/plan.yaml"; cat; } >p.yaml
    "$QUOTACAST" check p.yaml 2>&1 | grep p.yaml | head -3
}
bad <<<'scenarios: {a: {new_deal: +5%}, b: {cost: 5k}, c: {new_deals: 4 to 8 per month}, d: {targets.yaer.at_least: 4}, A: {deal_size: +1%}}'
bad <<<'scenarios: {a: {pipeline.days: 10, pipeline.proposal.days: 5}, b: {deal_size: +5%, "Deal size": +6%}}'
bad <<<'scenarios: {a: {pipeline.days: +5 points}, b: {win_rate: +500 points}, c: {cost: -5, deal_size: 5k}}'
bad <<<'levers: {new_deals: {up_to: 0%}, deal_size: {cost: 5k}, pipeline.days: {up_to: -20%, price: 3}}'
bad <<<'levers: {new_dealz: {up_to: +5%}, pipeline.propsal.days: {up_to: -5%}, team.reps: {up_to: +20%}}'
echo "-- check tries each scenario and lever on the data"
sed '/^targets/,$d' "$small"/plan.yaml >tried.yaml
cp "$small"/deals.csv .
cat >>tried.yaml <<'YAML'
scenarios:
  good: {segments.mid.new_deals: +10%}
  segment: {segments.middle.new_deals: +10%}
  reason: {loss.price: -10%}
levers:
  segments.mid.new_deals: {up_to: +30%, cost: 2k}
  segments.nowhere.new_deals: {up_to: +30%, cost: 2k}
YAML
run check tried.yaml
