# A history that cannot be read: what is wrong, where, and what would help.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cat >p.yaml <<'YAML'
as_of: 2026-06-30
history: {deals: d.csv}
pipeline: [demo, offer]
YAML
check() { # check TITLE: the history on the standard input
    echo "-- $1"
    cat >d.csv
    "$QUOTACAST" check p.yaml 2>&1 | grep -v '^0 \|^$'
    echo "[exit ${PIPESTATUS[0]}]"
}
check "a quote that never ends" <<'CSV'
deal_id,date,stage,amount
1,2026-01-01,demo,"100
1,2026-01-05,offer,100
CSV
check "a quote inside a field" <<'CSV'
deal_id,date,stage,amount
1,2026-01-01,de"mo,100
CSV
check "missing columns" <<'CSV'
deal_id,day,stg
1,2026-01-01,demo
CSV
check "a column twice" <<'CSV'
deal_id,date,stage,stage
1,2026-01-01,demo,x
CSV
check "day or month first" <<'CSV'
deal_id,date,stage
1,01/02/2026,demo
1,03/04/2026,offer
CSV
check "decimal comma or thousands" <<'CSV'
deal_id,date,stage,amount
1,2026-01-01,demo,"1,234"
1,2026-01-02,offer,"2,345"
CSV
check "two currencies" <<'CSV'
deal_id,date,stage,amount,currency
1,2026-01-01,demo,1,EUR
2,2026-01-02,offer,2,USD
2,2026-01-03,won,2,USD
3,2026-01-03,demo,5,EUR
CSV
check "unmapped stages" <<'CSV'
deal_id,date,stage
1,2026-01-01,demo
1,2026-01-02,Contract Sent
1,2026-01-03,won
2,2026-01-01,demo
2,2026-01-02,Contract Sent
2,2026-01-03,Legal
2,2026-01-04,lost
CSV
check "two pipelines" <<'CSV'
deal_id,date,stage,pipeline
1,2026-01-01,demo,Sales
1,2026-01-02,offer,Sales
2,2026-01-01,demo,Renewals
3,2026-01-01,demo,Renewals
4,2026-01-01,demo,Sales
CSV
check "empty" </dev/null
check "a header alone" <<<deal_id,date,stage
check "a zero byte" < <(printf 'deal_id,date,stage\n1,2026-01-01,de\0mo\n')
check "everything after the as-of day" <<'CSV'
deal_id,date,stage
1,2027-01-02,demo
CSV
echo "-- more rows set aside than is normal"
cp "$small/deals.csv" d.csv
for i in $(seq 12); do echo "X$i,2026-13-01,qualified,1,Ann,SMB,event,C001" >>d.csv; done
sed -i 's/\[.*/[qualified, proposal, negotiation]/' p.yaml
run forecast p.yaml "${short[@]}"
run check p.yaml | head -3
code_of check p.yaml --set history.allow_set_aside=6%
code_of check p.yaml --set history.allow_set_aside=7%
echo "-- files that are none"
code_of check nothing.yaml && cat ../errors
run check p.yaml --set history.deals=nothing.csv
run check p.yaml --set history.deals=.
run check .
ln -s loop loop
run check p.yaml --set history.deals=loop
run check /dev/zero
mkfifo pipe
cat "$small/deals.csv" >pipe &
"$QUOTACAST" check p.yaml --set history.deals=pipe | tail -3
