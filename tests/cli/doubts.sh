# What is used but looks odd is listed as a doubt.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cat >p.yaml <<'YAML'
as_of: 2026-06-30
history: {deals: d.csv}
pipeline: [demo, offer]
YAML
cat >d.csv <<'CSV'
deal_id,date,stage,amount,close_date,colour
1,2026-01-01,demo,100,,red
1,2026-01-05,offer,100,,red
1,2026-02-03,won,100,,red
2,2026-01-01,demo,100,,red
2,2026-03-05,lost,100,,red
3,2026-01-01,won,5,,red
4,2026-01-01,demo,5,2025-06-01,red
5,2026-02-01,demo,5,soon,red
6,2026-02-01,lost,5,,red
6,2026-02-09,demo,5,,red
CSV
run check p.yaml
sed -i '/^[456]/d' d.csv
run check p.yaml
echo "-- a history that falls silent before its as-of day"
sed 's/as_of: .*/as_of: 2026-09-15/' "$small"/plan.yaml >late.yaml
cp "$small"/deals.csv .
"$QUOTACAST" check late.yaml | grep -E 'doubts|recorded'
"$QUOTACAST" forecast late.yaml "${short[@]}" | grep '^Note'
