# Exports of CRMs, as a user brings them: recognised, read, accounted for, and forecast.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cp -r "$SOURCE_DIR"/tests/fixtures/import/* .
echo "-- Salesforce's history with its companions"
run import salesforce_history/export.csv --with salesforce_history/Opportunity.csv --with salesforce_history/User.csv -o deals.csv --explain
cat deals.csv
echo "-- a report without ids"
run import salesforce_report/export.csv -o report.csv
cut -d, -f1-3 report.csv
echo "-- two pipelines in one HubSpot export"
run import hubspot_wide/export.csv -o hubspot.csv
run import hubspot_wide/export.csv --pipeline 'Renewals (EU)' -o hubspot.csv
cat hubspot.csv
echo "-- blank stage columns"
awk -F, -v OFS=, 'NR > 1 { for (i = 14; i <= 18; i++) $i = "" } 1' hubspot_ids/export.csv >blank.csv
"$QUOTACAST" import blank.csv -o blank_out.csv | sed -n '/doubts/,$p'
echo "-- without stage history: Pipedrive, and Odoo without its lost leads"
run import pipedrive/export.csv
run import odoo_labels/export.csv -o odoo.csv
echo "-- activities"
run import salesforce_tasks/export.csv --with salesforce_tasks/User.csv
run check salesforce_tasks/export.csv
echo "-- companions that are none"
run import salesforce_history/export.csv --with close/export.csv
run import zoho/export.csv --with zoho/export.csv
run import salesforce_history/export.csv --with nothing.csv
