#!/bin/bash
# What cannot be taken in at one look is cut: functions over 70 lines and files over 600 fail.
#   scripts/check_size.sh [ROOT]
# A function is counted from its opening brace to its closing one, both of which the layout puts
# into the first column.
set -euo pipefail
root=${1:-$(dirname "$0")/..}
cd "$root"

mapfile -t files < <(find . \( -path ./build -o -path ./.git \) -prune -o -name '*.[ch]' -print |
    sed 's|^\./||' | LC_ALL=C sort)
if [ "${#files[@]}" = 0 ]; then
    echo "check_size: no C files under $root" >&2
    exit 1
fi

awk '
function file_ends() {
    if (name != "" && lines > 600) {
        printf "%s: %d lines (600 at most)\n", name, lines
        bad = 1
    }
}
FNR == 1 { file_ends(); name = FILENAME; start = 0 }
{ lines = FNR }
/^[a-zA-Z].*\(/ { title = $0 }
/^\{/ { start = FNR }
/^\}/ && start > 0 {
    length_now = FNR - start + 1
    functions++
    if (length_now > longest) longest = length_now
    if (length_now > 70) {
        sub("[(].*", "", title)
        printf "%s:%d: %s is %d lines long (70 at most)\n", FILENAME, start, title, length_now
        bad = 1
    }
    start = 0
}
END {
    file_ends()
    if (!bad) printf "check_size: %d functions, the longest has %d lines\n", functions, longest
    exit bad
}' "${files[@]}"
