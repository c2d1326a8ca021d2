# One line of JSON from the reference company or from a company of one's own, alike on any threads.
hash_of() { sed 's/.*"result_hash":"\([0-9a-f]*\)".*/\1/'; }
"$QUOTACAST" bench --trials 400 --seed 5 >one || echo "exit $?"
"$QUOTACAST" bench --trials 400 --seed 5 --threads 3 --spec "$SOURCE_DIR/data/bench/company.json" >two || echo "exit $?"
wc -l <one
[ "$(hash_of <one)" = "$(hash_of <two)" ] && echo "the same on three threads"
grep -o '^{"engine":"quotacast [a-z]*","trials":400,"seed":5,"threads":1,' one
mkdir -p data/bench
sed 's/"cv": 1.3}/"cv": 1.4}/' "$SOURCE_DIR/data/bench/company.json" >data/bench/company.json
QUOTACAST_DATA=$PWD/data "$QUOTACAST" bench --trials 400 --seed 5 >three || echo "exit $?"
[ "$(hash_of <one)" != "$(hash_of <three)" ] && echo "QUOTACAST_DATA names the company"

sed 's/"advance": 0.6}/"advance": 1.6}/' data/bench/company.json >wrong.json
"$QUOTACAST" bench --spec wrong.json
echo "exit $?"
sed 's/\[31, 59,/[31, 60,/' data/bench/company.json >wrong.json
"$QUOTACAST" bench --spec wrong.json
echo "exit $?"
"$QUOTACAST" bench --spec missing.json
echo "exit $?"

# The evaluators by name: one hash on every instruction set, chances without luck, and refusals.
"$QUOTACAST" bench --trials 400 --seed 5 --engine cohort --isa x86-64 >four 2>error || grep -q "has plain" error || echo "exit $?"
if [ -s four ] && [ "$(hash_of <one)" != "$(hash_of <four)" ]; then echo "another hash without wide vectors"; fi
"$QUOTACAST" bench --trials 400 --seed 5 --engine walk | grep -o '^{"engine":"quotacast walk","trials":400'
"$QUOTACAST" bench --engine exact | grep -o '^{"engine":"quotacast exact","trials":0'
"$QUOTACAST" bench --engine exact | grep -o '"p_year":0.[0-9][0-9][0-9]'
"$QUOTACAST" bench --engine exact | grep -c '"result_hash"\|"trials_per_s"'
"$QUOTACAST" bench --engine quick
echo "exit $?"
"$QUOTACAST" bench --trials 400 --isa x86-64-v9 2>&1 | sed 's/ (it has .*//'

# Parameters that rest on 300 deals leave more open than certain ones; a company of segments has no goals.
"$QUOTACAST" bench --uncertain --trials 400 --seed 5 | grep -o '^{"engine":"quotacast walk","trials":400\|"uncertain":true'
sed '/uncertainty/d; s/"trials": 200000,/"trials": 200000/' "$SOURCE_DIR/data/bench/company.json" >certain.json
"$QUOTACAST" bench --spec certain.json --uncertain
echo "exit $?"
part='"stages": [{"name": "talk", "mean_days": 9, "cv": 1, "advance": 0.5}], "amount": {"mean": 5000, "cv": 1.2}, "reps": 3'
cat >large.json <<END
{"name": "two", "version": 1, "months": 13, "month_end_days":
 [31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365, 396],
 "segments": [{$part, "new_deals_per_month": 20}, {$part, "new_deals_per_month": 5.5}],
 "open_deals": [[0, 2, 0, 3.5, 900], [1, 0, 0, 12, 20000]]}
END
"$QUOTACAST" bench --spec large.json --trials 400 >five || echo "exit $?"
"$QUOTACAST" bench --spec large.json --trials 400 --threads 2 >six || echo "exit $?"
[ "$(hash_of <five)" = "$(hash_of <six)" ] && echo "the same on two threads"
grep -o '"year_quantiles":\[\[[0-9.,]*\],\[[0-9.,]*\]\],"segment_year' five | sed 's/[0-9][0-9.]*/N/g'
sed 's/\[1, 0, 0, 12/[2, 0, 0, 12/' large.json >wrong.json
"$QUOTACAST" bench --spec wrong.json
echo "exit $?"
