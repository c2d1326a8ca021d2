# Targets in every kind of period.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cp "$small/deals.csv" .
targets() { # targets TITLE: the targets on the standard input; prints them and the joint lines
    echo "-- $1"
    { echo "targets:"; cat; } | plan plan.yaml
    "$QUOTACAST" forecast plan.yaml "${short[@]}" --all >out 2>../errors
    code=$?
    sed 's/^/! /' ../errors
    figures <out | sed -n '1p;/^Further targets\|^Targets/,/^ miss\|^$/p;/^[a-z]*: N hit/p'
    echo "[exit $code]"
}
targets "each month, in the names of the months" <<'YAML'
  - {name: m, metric: customers, period: each month, at_least: 1}
YAML
"$QUOTACAST" forecast plan.yaml "${short[@]}" --all --format csv | grep ^target | cut -d, -f2,5-7
echo "-- each week: whole weeks from Monday"
"$QUOTACAST" forecast plan.yaml "${short[@]}" --set 'targets=[{name: w, metric: customers, period: each week, at_least: 1}]' --format csv |
    grep ^target | cut -d, -f2,5-7 | sed -n '1,2p;25,27p;$p'
echo "-- a fiscal year from April, named by the year in which it ends"
"$QUOTACAST" forecast plan.yaml "${short[@]}" --set fiscal_year_starts=April --format csv \
    --set 'targets=[{name: q, metric: customers, period: each quarter, at_least: 1}, {name: y, metric: customers, period: FY2027, at_least: 9}, {name: z, metric: customers, period: FY2027 Q4, at_least: 1}, {name: c, metric: customers, period: 2026, at_least: 1}]' |
    grep ^target | cut -d, -f2,5-7
targets "every metric of this history, at least and at most" <<'YAML'
  - {name: bookings, metric: revenue, period: Q3 2026, at_least: 10k}
  - {name: customers, metric: customers, period: Q3 2026, at_most: 5}
  - {name: created, metric: new_deals, period: 2026-07, at_least: 3}
  - {name: entries, metric: qualified, period: Q4 2026, at_least: 5}
  - {name: proposals, metric: qualified, stage: proposal, period: 2026-07-01..2026-09-30, at_most: 10}
  - {name: more, metric: bookings, period: Q3 2026, at_least: +10% on Q3 2025, stretch: true}
  - {name: part, metric: bookings, period: Q3 2026, at_least: 5k, scope: {segment: smb, owner: ANN}}
YAML
targets "what the data cannot answer" <<'YAML'
  - {name: u, metric: units, period: 2026, at_least: 10}
YAML
targets "a scope that no deal has" <<'YAML'
  - {name: s, metric: bookings, period: 2026, at_least: 10k, scope: {segment: SMBs}}
YAML
targets "a column that is none" <<'YAML'
  - {name: s, metric: bookings, period: 2026, at_least: 10k, scope: {team: north}}
YAML
targets "too far" <<'YAML'
  - {name: far, metric: bookings, period: 2040, at_least: 10k}
YAML
