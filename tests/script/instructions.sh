#!/bin/bash
# How many instructions a simulated future takes on the AVX2 path, of the reference company by cohort and walk and of
# the one with scarce hours by step: a clock that no other work on the machine can disturb. Only what the futures
# themselves take is counted, not reading, tables and summary.
#   instructions.sh SOURCE_DIR BUILD_DIR
set -euo pipefail
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

source=$1
per_future() { # per_future ENGINE LOOP FUTURES ISA
    local company=$source/data/bench/company.json engine=$1
    if [ "$engine" = step ]; then # walk, where hours couple the deals
        company=$source/tests/fixtures/refco/capacity.json
        engine=walk
    fi
    valgrind --tool=callgrind --toggle-collect="$2" --callgrind-out-file="$folder/out" \
        "$program" bench --spec "$company" --trials "$3" \
        --engine "$engine" --isa "$4" >"$folder/line" 2>"$folder/log" ||
        { cat "$folder/log" >&2; exit 1; }
    echo $(($(sed -n 's/^totals: //p' "$folder/out" | head -1) / $3))
}

gate() { # gate ENGINE LOOP FUTURES LIMIT
    local wide plain
    wide=$(per_future "$1" "$2" "$3" x86-64-v3)
    plain=$(per_future "$1" "$2" "$3" x86-64)
    echo "a future of $1 takes $wide instructions with AVX2 and $plain without (limit $4)"
    if [ "$wide" -gt "$4" ]; then
        echo "FAILED: more than $4"
        exit 1
    fi
    if [ "$plain" -le "$4" ]; then # the gate must be able to see a kernel that fell back
        echo "FAILED: the plain kernel passes, too: the limit sees nothing"
        exit 1
    fi
}

# limits are 15% above what it took when they were written (gcc 12: 2,232 and 63,900; step 10%: 412,000)
gate cohort run_unit 9600 2570
gate walk run_block 1000 73500
gate step run_block 1000 454000
