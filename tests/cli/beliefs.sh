# A plan without history: every rate is a belief with a range.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cp "$fixtures"/beliefs/* .
run check plan.yaml
run stages plan.yaml
words forecast plan.yaml "${short[@]}" --set targets.year.period=2027
words stages plan.yaml --by segment | tail -2
echo "-- with a table of open deals"
sed 's/^pipeline:/history: {open_deals: open.csv}\npipeline:/' plan.yaml >open.yaml
run check open.yaml
words forecast open.yaml "${short[@]}" --set targets.year.period=2027 | grep -E '^( Comes|Comes|Hangs|Data)'
echo "-- what a plan without history cannot do without"
run check plan.yaml --set as_of=
grep -v '^as_of\|^new_deals\|^deal_size' plan.yaml | sed 's/, days: 7 to 45//' >less.yaml
run check less.yaml
run check plan.yaml --set 'targets=[{metric: units, period: 2027, at_least: 5}, {metric: bookings, period: 2027, at_least: +10% on 2026}]'
run check open.yaml --set history.deals=deals.csv
printf 'pipeline: [qualified, proposal]\n' >bare.yaml
run check bare.yaml
echo "-- a deal that sits in a stage far longer than any belief says is followed all the same"
printf 'deal_id,stage,since,amount\n1,qualified,2020-01-01,9000\n2,proposal,2015-01-01,\n' >open.csv
words forecast open.yaml "${short[@]}" --set pipeline.days=1 | sed -n '/^Data/p;/^\[/p'
