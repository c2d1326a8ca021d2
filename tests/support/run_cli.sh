#!/bin/bash
# Runs a transcript in an empty folder and compares what it printed with what is stored.
#   run_cli.sh PROGRAM SOURCE_DIR TRANSCRIPT     (TRANSCRIPT.sh, .stdout, .stderr, .exit)
# The transcript sees QUOTACAST, the program, and SOURCE_DIR, the root of the source tree. Without a
# .exit file it must end with 0; .stdout and .stderr are compared where they exist.
# QC_UPDATE=1 rewrites the stored files that differ instead of failing.
set -u
export QUOTACAST=$1 SOURCE_DIR=$2 LC_ALL=C.UTF-8 TZ=UTC
transcript=$3

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/empty"
(cd "$folder/empty" && bash "$transcript.sh" >"$folder/stdout" 2>"$folder/stderr")
echo $? >"$folder/exit"

failed=0
compare() { # compare NAME STORED
    if cmp -s "$2" "$folder/$1"; then return; fi
    if [ "${QC_UPDATE:-0}" = 1 ] && [ "$2" = "$transcript.$1" ]; then
        cp "$folder/$1" "$2"
        return
    fi
    echo "--- $1 differs ---"
    diff -u "$2" "$folder/$1"
    failed=1
}

echo 0 >"$folder/zero"
if [ -e "$transcript.exit" ]; then compare exit "$transcript.exit"; else compare exit "$folder/zero"; fi
for name in stdout stderr; do
    if [ -e "$transcript.$name" ]; then compare "$name" "$transcript.$name"; fi
done
if [ "$failed" != 0 ] && [ ! -e "$transcript.stderr" ]; then
    echo "--- stderr ---"
    cat "$folder/stderr"
fi
exit "$failed"
