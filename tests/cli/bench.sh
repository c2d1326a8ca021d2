# One JSON line of speed and result; the result is the same on any number of threads.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
"$QUOTACAST" bench --trials 400 >one
wc -l <one
grep -o '"[a-z_0-9]*":' one | tr -d '\n'
echo
grep -o '"trials":[0-9]*,"seed":[0-9]*,"threads":[0-9]*' one
"$QUOTACAST" bench --trials 400 --threads 2 >two
hash_of() { grep -o '"result_hash":"[0-9a-f]*"' "$1"; }
[ "$(hash_of one)" = "$(hash_of two)" ] && echo "the same result on two threads"
"$QUOTACAST" bench --trials 400 --seed 7 >three
[ "$(hash_of one)" != "$(hash_of three)" ] && echo "another seed, another result"
"$QUOTACAST" bench --trials 400 --spec "$SOURCE_DIR/data/bench/company.json" >four
[ "$(hash_of one)" = "$(hash_of four)" ] && echo "it is the company that is installed"
run bench --spec nothing.json
echo '{"months": 12' >torn.json
run bench --spec torn.json
echo '{}' >bare.json
run bench --spec bare.json
