# The synthetic company as two CRMs export it: a forecast straight from the export is that of the
# canonical file wherever the layout keeps what it rests on.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
spec=spec.yaml
cp "$fixtures/spec.yaml" .
forecast() { "$QUOTACAST" forecast "$1/plan.yaml" --trials 60 --seed 1 --threads 1 --format csv >"$1.csv" || echo "no forecast of $1"; }
same() { if cmp -s "$1.csv" "$2.csv"; then echo "$1 and $2: the same forecast"; else echo "$1 and $2: ANOTHER FORECAST"; fi; }
funnel() { "$QUOTACAST" stages "$1/plan.yaml" --format csv | cut -d, -f1-11; }

echo "-- a company that never goes back: both layouts keep everything"
"$QUOTACAST" synth "$spec" -o canonical --trials 20 --quiet
run synth "$spec" -o salesforce --trials 20 --as salesforce
run synth "$spec" -o hubspot --trials 20 --as hubspot
grep history: salesforce/plan.yaml hubspot/plan.yaml
for form in canonical salesforce hubspot; do forecast $form; done
same canonical salesforce
same canonical hubspot
cmp canonical/truth.json salesforce/truth.json && echo "of the same company"

echo "-- without its companions Salesforce's history knows no segments"
cp -r salesforce alone
sed -i 's/, with: [^]]*\]//' alone/plan.yaml
forecast alone
same canonical alone

echo "-- a company that goes back and changes amounts: HubSpot's layout loses both, and says so"
{ cat "$spec"; echo "back: 10%"; echo "amount_change: 0.3"; } >back.yaml
"$QUOTACAST" synth back.yaml -o back --trials 20 --quiet
"$QUOTACAST" synth back.yaml -o back_salesforce --trials 20 --as salesforce --quiet
run synth back.yaml -o back_hubspot --trials 20 --as hubspot
for form in back back_salesforce back_hubspot; do forecast $form; done
same back back_salesforce
same back back_hubspot
funnel back
funnel back_hubspot
"$QUOTACAST" import back_hubspot/hubspot-crm-exports-all-deals-2026-06-30.csv -o read.csv | grep -E '^  [a-z ]*: [0-9]+$'

echo "-- from an export to a forecast in two commands"
run init mine --from hubspot/hubspot-crm-exports-all-deals-2026-06-30.csv --target 200k --period 2026
cat mine/plan.yaml
"$QUOTACAST" forecast mine/plan.yaml "${short[@]}" | sed -n 1p | figures
echo "-- what --as does not know"
run synth "$spec" -o other --as pipedrive
run synth "$spec" -o other --as hubspot --dirty
