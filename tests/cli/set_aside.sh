# Rows that cannot be used are listed one by one and counted by reason; the sums add up.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cat >p.yaml <<'YAML'
as_of: 2026-06-30
history: {deals: d.csv, allow_set_aside: 100%, ignore: Parked}
pipeline: [demo, offer]
YAML
cat >d.csv <<'CSV'
deal_id,date,stage,amount,close_date
1,2026-01-01,demo,100,
1,2026-01-05,offer,1OO,
1,2026-02-30,won,100,
2,2026-01-01,demo
,2026-01-01,demo,5,
3,2026-01-01,demo,5,
3,2026-01-01,demo,5,
Total,,,205,
4,2026-07-01,demo,5,
6,2026-01-01,,5,
7,,demo,5,
8,46023,demo,5,
10,2026-01-01,demo,5,,extra
11,2026-01-01,demo,-500,
12,2026-01-01,demo,0,
13,2026-01-01,demo,1e400,
14,2026-01-01,demo,"1,234.50",
15,2026-01-01,demo,$500.50,
16,2026-01-01,demo,50%,
17,2026-01-01,Parked,5,
17,2026-01-02,demo,5,
CSV
run check p.yaml
run check p.yaml --format json | sed -n '/"set_aside": {/,/^  },/p'
"$QUOTACAST" check p.yaml --format json | grep -A8 '"line": 10,'
