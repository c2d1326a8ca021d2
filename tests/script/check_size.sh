#!/bin/bash
# The source tree keeps to its sizes, and the check sees what does not.
set -eu
source_dir=$1
check() { "$source_dir/scripts/check_size.sh" "$@"; }
# shellcheck source-path=SCRIPTDIR source=bent.sh
. "$(dirname "$0")/bent.sh"

check "$source_dir"

function_of() { # a function whose body has this many lines, braces included
    echo "int walk_$1(void)"
    echo "{"
    for _ in $(seq "$(($1 - 2))"); do echo "    ;"; done
    echo "}"
}

fresh
function_of 70 >"$tree/sim/walk.c"
passes "a function of 70 lines"
function_of 71 >>"$tree/sim/walk.c"
is_seen "a function of 71 lines" 'sim/walk.c:73: int walk_71 is 71 lines long (70 at most)'

fresh
for _ in $(seq 600); do echo ""; done >"$tree/sim/walk.h"
passes "a file of 600 lines"
echo "" >>"$tree/sim/walk.h"
is_seen "a file of 601 lines" 'sim/walk.h: 601 lines (600 at most)'

rm -rf "$tree" && mkdir "$tree"
is_seen "a tree without C" 'no C files'
finish
