# An export becomes a history: what is understood, what is said, what is refused.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
layouts=$SOURCE_DIR/tests/fixtures/import
cp "$layouts/events/export.csv" events.csv
cp "$layouts/created/export.csv" created.csv
cp -r "$layouts/snapshots/days" days
touch -d 2025-04-20 events.csv
touch -d 2025-09-01 created.csv
echo "-- columns that no layout knows"
run import events.csv
echo "-- named by the user"
run import events.csv --map 'deal=Deal Nr' --allow-set-aside 30%
run import events.csv --map 'deal=Deal Nr' --allow-set-aside 30% -o deals.csv --explain
has deals.csv
echo "-- the copy needs nothing, and gives the same"
"$QUOTACAST" import deals.csv --quiet | cmp - deals.csv && echo "a copy of the copy is the copy"
"$QUOTACAST" import - --quiet <deals.csv | cmp - deals.csv && echo "also through a pipe"
"$QUOTACAST" import events.csv --map 'deal=Deal Nr' --allow-set-aside 30% --format json -o x.csv |
    grep -E '"(what|value|records|used|won|lost|open)"' | head -30
echo "-- a plan reads the export itself"
cat >plan.yaml <<'YAML'
history:
  deals: events.csv
  map: deal=Deal Nr
  allow_set_aside: 30%
pipeline: [Lead, Offer]
YAML
run check plan.yaml
echo "-- dated snapshots"
run import days -o x.csv
run import --snapshots days --quiet -o y.csv
run import days/pipeline-2026-01-31.csv days/pipeline-2026-02-28.csv days/pipeline-2026-03-31.csv --quiet -o z.csv
cmp x.csv y.csv && cmp x.csv z.csv && echo "the same"
cp -r days twice
sed -n '$s/,[0-9]*,/,7,/p' days/pipeline-2026-03-31.csv >>twice/pipeline-2026-03-31.csv
"$QUOTACAST" import twice --allow-set-aside 50% -o w.csv | grep 'stands twice'
echo "-- creation and close only: a running plan all the same"
run init mine --from created.csv --allow-set-aside 30% --target 10k --period 2025
cat mine/plan.yaml
words forecast mine/plan.yaml "${short[@]}" | grep -E 'creation and close|exit'
words stages mine/plan.yaml | grep -E 'creation and close|exit'
echo "-- questions"
cat >ends.csv <<'CSV'
case,when,stage
1,2025-01-01,Lead
1,2025-01-05,Contract signed
2,2025-01-02,Lead
2,2025-01-06,Disqualified
3,2025-01-03,Lead
CSV
touch -d 2025-01-10 ends.csv
run init ends --from ends.csv
cat ends/plan.yaml
run forecast ends/plan.yaml "${short[@]}"
run init settled --from ends.csv --won 'Contract signed' --lost Disqualified --quiet
cat settled/plan.yaml settled/deals.csv
echo "-- currencies"
cat >money.csv <<'CSV'
deal_id,date,stage,amount,currency
1,2026-01-01,lead,100,EUR
2,2026-01-01,lead,100,USD
2,2026-02-10,won,,
CSV
printf 'currency,date,rate\nUSD,2025-12-31,0.9\nUSD,2026-02-01,0.8\n' >rates.csv
run import money.csv
run import money.csv --rates rates.csv
printf 'currency: EUR\nhistory: {deals: money.csv, rates: rates.csv}\npipeline: [lead]\n' >money.yaml
run check money.yaml
echo "-- money in a currency that is not the wanted one, and in none"
head -2 money.csv >euro.csv
printf 'deal_id,date,stage,amount\n1,2026-01-01,lead,100\n' >bare.csv
touch -d 2026-01-02 euro.csv bare.csv
run import euro.csv --currency USD
run import euro.csv --currency 'x: y'
run import bare.csv --currency usd --quiet
printf 'currency: USD\nhistory: {deals: euro.csv}\npipeline: [lead]\n' >other.yaml
run check other.yaml
echo "-- what cannot be"
printf 'case,when,stage\n1,03/04/2025,Lead\n2,05/06/2025,Won\n' >dates.csv
run import dates.csv
run import dates.csv --date-order dmy --quiet
run import dates.csv --date-order day
run import dates.csv --dialect nosuch
run import dates.csv --map when
run import deals.csv -o ./deals.csv
run import deals.csv --with nothing.csv
run import deals.csv --dialect canonical --map 'stage=Phase'
run import ends.csv --stages Lead,lead
run import ends.csv --won 'Contract signed' --lost contract_signed
run import dates.csv --map 'amount=Sum'
run import dates.csv events.csv
run import
run import days --snapshots days
run import nothing.csv
run import dates.csv --format csv
run import dates.csv --as-of yesterday
run import dates.csv --allow-set-aside many
