# What a plan can get wrong: every error with its place, all of them at once.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cp "$small/deals.csv" .
check() { # check TITLE: the plan on the standard input
    echo "-- $1"
    cat >p.yaml
    "$QUOTACAST" check p.yaml 2>&1 | grep -v '^0 \|^$'
    echo "[exit ${PIPESTATUS[0]}]"
}
check empty </dev/null
check "one word" <<<hello
check "a list" <<<'- a'
check "a tab" <<<$'history:\n\tdeals: deals.csv'
check "an anchor" <<<$'company: &a A\ncurrency: *a'
check "an alias alone" <<<'currency: *a'
check "two documents" <<<$'company: A\n---\ncompany: B'
check "an open brace" <<<$'history: {deals: deals.csv\npipeline: [a, b]'
check "a key twice" <<<$'company: A\ncompany: B\nhistory: {deals: deals.csv}\npipeline: [a, b]'
check "not UTF-8" < <(printf 'company: M\xfcller\n')
check "a zero byte" < <(printf 'company: A\0B\n')
check "misspelt keys" <<'YAML'
histroy: {deals: deals.csv}
pipelin: [qualified, proposal, negotiation]
targets: [{metrik: bookings, periode: 2026, at_least: 1M}]
YAML
check "no pipeline" <<<'history: {deals: deals.csv}'
check "stage names" <<'YAML'
history: {deals: deals.csv}
pipeline: [days, won, qualified, Qualified, ""]
offer_stage: offer
YAML
check "beliefs" <<'YAML'
as_of: 2026-02-30
new_deals: 5
deal_size: 4x
pipeline:
  - {stage: a, conversion: 1.4, days: 20 to 4}
  - {stage: b, conversion: 65% to 45%}
  - {stage: c, conversion: {mean: 50%, based_on: certain}, days: 4 to 20, colour: red}
YAML
check "what beliefs rest on" <<'YAML'
as_of: 2026-06-30
new_deals: {mean: 4 to 6, per: month, based_on: certain}
deal_size: {median: 10k, p90: 5k}
pipeline:
  - {stage: a, conversion: 40% to 60%, days: 4 to 20, based_on: certain}
  - {stage: b, conversion: {mean: 40% to 60%, based_on: 30 deals}, days: {mean: 4, cv: 1, family: pareto}}
YAML
check "targets" <<'YAML'
history: {deals: deals.csv}
pipeline: [qualified, proposal, negotiation]
targets:
  - {name: a, metric: bookings, period: 20266, at_least: 1M}
  - {name: b, metric: bookings, period: Q5 2026, at_least: 1M}
  - {name: c, metric: bookings, period: 2026-12-31..2026-07-01, at_least: 1M}
  - {name: d, metric: bookngs, period: 2026, at_least: 1M}
  - {name: e, metric: bookings, period: 2026}
  - {name: f, metric: bookings, period: 2026, at_least: 1M, at_most: 2M}
  - {name: g, metric: bookings, period: 2026, at_least: 0}
  - {name: h, metric: bookings, period: 2026, at_least: lots}
  - {name: i, metric: bookings, period: 2026, at_least: +10%}
  - {name: j, metric: bookings, period: 2026, at_least: 1M, scope: SMB}
  - {name: k, metric: bookings, period: 2026, at_least: 1M, scope: {segment: }}
  - {name: l, metric: bookings, period: 2026, at_least: 1M, stretch: maybe}
  - {name: m, metric: qualified, stage: proposl, period: 2026, at_least: 10}
  - {name: n, metric: bookings, stage: proposal, period: 2026, at_least: 10}
  - {name: o, period: 2026, at_least: 10}
  - {name: p, metric: bookings, at_least: 10}
  - {name: a, metric: bookings, period: 2027, at_least: 10}
YAML
check "segments" <<'YAML'
history: {deals: deals.csv}
pipeline: [qualified, proposal, negotiation]
segments:
  mid: {deal_size: 0, pipeline.days: 60%, pipeline.nowhere.days: +60%, colour: red}
  SMB: 5
shocks: {sd: 0.2, rho: 1}
YAML
check "values" <<'YAML'
company: []
currency: Euro
as_of: 30.6.2026
fiscal_year_starts: Junly
number_style: 1'234.5
amount_is: monthly
history: {deals: deals.csv, allow_set_aside: 120%, date_order: dym, decimal: dot, recorded_from: never}
pipeline: [qualified, proposal, negotiation]
YAML
check "an open question" <<'YAML'
history: {deals: deals.csv}
pipeline: [qualified, proposal, negotiation]
question: "is this the order?"
YAML
check "the same through forecast" </dev/null
run forecast p.yaml "${short[@]}"
