#!/bin/bash
# The include list is the architecture: a file includes only its own floor or a lower one.
#   scripts/check_floors.sh [ROOT]
# Checks every #include "floor/room.h" under ROOT's floors: the floor exists and is not higher,
# history and plan never see each other, includes never run in a circle, and the libraries and
# system services that one room stands for are included by that room alone.
set -euo pipefail
root=${1:-$(dirname "$0")/..}
cd "$root"

floors=(core history plan models sim study report cli)
found=()
for floor in "${floors[@]}"; do
    if [ -d "$floor" ]; then found+=("$floor"); fi
done
if [ "${#found[@]}" = 0 ]; then
    echo "check_floors: no floor under $root" >&2
    exit 1
fi
mapfile -t files < <(find "${found[@]}" -name '*.[ch]' | LC_ALL=C sort)
edges=$(mktemp)
trap 'rm -f "$edges"' EXIT
failed=0

awk -v edges="$edges" '
BEGIN {
    split("core 0 history 1 plan 1 models 2 sim 3 study 4 report 5 cli 6", pairs, " ")
    for (i = 1; i in pairs; i += 2) rank[pairs[i]] = pairs[i + 1]
    owner["csv.h"] = "history/csv"
    owner["yaml.h"] = "plan/yaml"
    owner["pthread.h"] = "core/parallel"
    owner["threads.h"] = "core/parallel"
    owner["spawn.h"] = "report/plot/plot"
    owner["sys/wait.h"] = "report/plot/plot"
}
function complain(what) {
    printf "%s:%d: %s\n", FILENAME, FNR, what
    bad = 1
}
function check_floor(included,    mine, theirs) {
    mine = FILENAME; sub("/.*", "", mine)
    theirs = included; sub("/.*", "", theirs)
    if (!(theirs in rank) || included !~ "/") {
        complain("\"" included "\" is on no floor (includes are written from the root)")
    } else if (rank[theirs] > rank[mine]) {
        complain("\"" included "\" is on a higher floor than " mine "/")
    } else if (theirs != mine && rank[theirs] == rank[mine]) {
        complain("\"" included "\": " mine "/ and " theirs "/ never include each other")
    }
    if (FILENAME == included) complain("includes itself")
    print FILENAME, included >> edges
}
function check_owner(header,    room, keeper) {
    room = FILENAME; sub("[.][ch]$", "", room)
    keeper = header ~ "^nettle/" ? "core/digest" : owner[header]
    if (keeper != "" && keeper != room) {
        complain("<" header "> belongs to " keeper ".c alone")
    }
}
/^[ \t]*#[ \t]*include[ \t]*"/ { split($0, part, "\""); check_floor(part[2]) }
/^[ \t]*#[ \t]*include[ \t]*</ { split($0, part, "[<>]"); check_owner(part[2]) }
END { exit bad }
' "${files[@]}" || failed=1

if ! circle=$(tsort "$edges" 2>&1 >/dev/null); then
    echo "includes run in a circle:"
    grep -v 'contains a loop' <<<"$circle" | sed 's/^tsort: /    /'
    failed=1
fi
if [ "$failed" = 0 ]; then echo "check_floors: ${#files[@]} files, every include points down"; fi
exit "$failed"
