#!/bin/bash
# How many instructions a simulated future of the reference company takes on the AVX2 path: a clock that no other
# work on the machine can disturb. Only what the futures themselves take is counted, not reading, tables and summary.
#   instructions.sh SOURCE_DIR BUILD_DIR
set -euo pipefail
limit=2570 # 15% above what it took when this was written (gcc 12: 2,232)
futures=9600

program=$2/quotacast
if ! command -v valgrind >/dev/null; then
    echo "skipped: valgrind is not here (apt-get install valgrind)"
    exit 77
fi
if ! "$program" bench --trials 20 --engine cohort --isa x86-64-v3 >/dev/null 2>&1; then
    echo "skipped: this machine has no AVX2"
    exit 77
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

per_future() { # per_future ISA
    valgrind --tool=callgrind --toggle-collect=run_unit --callgrind-out-file="$folder/out" \
        "$program" bench --spec "$source/data/bench/company.json" --trials $futures \
        --engine cohort --isa "$1" >"$folder/line" 2>"$folder/log" ||
        { cat "$folder/log" >&2; exit 1; }
    echo $(($(sed -n 's/^totals: //p' "$folder/out" | head -1) / futures))
}

source=$1
wide=$(per_future x86-64-v3)
plain=$(per_future x86-64)
echo "a future takes $wide instructions with AVX2 and $plain without (limit $limit)"
if [ "$wide" -gt "$limit" ]; then
    echo "FAILED: more than $limit"
    exit 1
fi
if [ "$plain" -le "$limit" ]; then # the gate must be able to see a kernel that fell back
    echo "FAILED: the plain kernel passes, too: the limit sees nothing"
    exit 1
fi
