# A new plan: the sample company, or one's own history. Nothing is ever overwritten.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
run init demo
cmp demo/plan.yaml "$SOURCE_DIR/data/sample/plan.yaml" && cmp demo/deals.csv "$SOURCE_DIR/data/sample/deals.csv" && echo "the sample company"
code_of check demo/plan.yaml
run init demo
run init demo --from "$small/deals.csv" | sed "s|$SOURCE_DIR/||"
echo "-- one's own history"
cp "$small/deals.csv" export.csv
run init mine --from export.csv --target 300k --period 2026
cat mine/plan.yaml
run check mine/plan.yaml
"$QUOTACAST" forecast mine/plan.yaml "${short[@]}" | sed -n 1p | figures
"$QUOTACAST" init copy --from mine/deals.csv --quiet && cmp mine/deals.csv copy/deals.csv && echo "a copy of the copy is the copy"
sort export.csv >../a && sort mine/deals.csv | cmp - ../a && echo "with the rows of the export"
echo "-- what is not certain is a question"
cat >both.csv <<'CSV'
deal_id,date,stage,amount
1,2026-01-01,Demo,100
1,2026-01-05,Offer,100
1,2026-01-08,won,100
2,2026-01-01,Offer,100
2,2026-01-05,Demo,100
2,2026-01-08,lost,100
CSV
run init both --from both.csv
cat both/plan.yaml
run forecast both/plan.yaml "${short[@]}"
sed -i '/^question/d' both/plan.yaml
code_of check both/plan.yaml
echo "-- control characters are in no plan; a folder of snapshots is a source, too"
printf 'deal_id,date,stage,amount\n1,2026-01-01,"First\ncall",5\n1,2026-01-03,Of\001fer,5\n2,2026-01-04,Of\001fer,5\n1,2026-01-05,won,5\n2,2026-01-06,won,5\n' >control.csv
touch -d 2026-01-07 control.csv
code_of init control --from control.csv --quiet
grep pipeline control/plan.yaml
"$QUOTACAST" check control/plan.yaml | sed -n 1p
mkdir weeks
printf 'id,stage,amount\nA,Demo,10\nB,Demo,20\n' >weeks/pipeline-2026-01-05.csv
printf 'id,stage,amount\nA,Offer,10\nB,Won,20\n' >weeks/pipeline-2026-01-12.csv
code_of init weekly --snapshots weeks --quiet
cat weekly/plan.yaml
echo "-- what cannot be"
run init new --snapshots weeks --target much --period 2026
run init new --from export.csv --target 300k --period someday
printf 'deal_id,date,stage\n1,2026-01-01,won\n' >born.csv
run init new --from born.csv
run init new --dialect events
run init new --period 2026
run init new --from nothing.csv
run init new --from .
run init new --from /dev/null
printf 'a,b\n1,2\n' >other.csv
run init new --from other.csv
printf 'deal_id,date,stage\n' >header.csv
run init new --from header.csv
run init deep/folder --from export.csv
run init export.csv/new
ls
