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
echo "-- what cannot be"
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
