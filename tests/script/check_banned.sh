#!/bin/bash
# The source tree uses nothing that is banned, and the check sees what is.
set -eu
source_dir=$1
check() { "$source_dir/scripts/check_banned.sh" "$@"; }
# shellcheck source-path=SCRIPTDIR source=bent.sh
. "$(dirname "$0")/bent.sh"

check "$source_dir"

fresh
passes "a clean tree"

for word in strcpy strcat sprintf gets strtok atoi atof rand localtime alloca system popen; do
    fresh
    file tests/unit/test_walk.c "int x = $word(y);"
    is_seen "$word" "tests/unit/test_walk.c:1: $word() is banned everywhere"
done
for word in malloc calloc realloc free; do
    fresh
    file sim/walk.c "    x = $word (y);"
    is_seen "$word" "sim/walk.c:1: $word() is banned outside core/memory.c"
    fresh
    file core/memory.c "    x = $word(y);"
    passes "$word in core/memory.c"
done
for word in printf puts exit abort getenv; do
    fresh
    file report/text/text.c "    $word(y);"
    is_seen "$word" "report/text/text.c:1: $word() is banned below cli/"
    fresh
    file cli/main.c "    $word(y);"
    passes "$word in cli/"
done

fresh
file sim/walk.c 'static float share;'
is_seen "float" 'sim/walk.c:1: float is banned'

fresh
file sim/walk.c '/* the system (strcpy(x) of' '   rand() */ const char *s = "atoi(1) \"exit(1)";' \
    "char c = '\"'; // free(x)" 'qc_arena_free(&a); xprintf(1); model.free(x); model->free(x);' \
    '#include <float.h>' "free(json); /* the library's memory */"
passes "what only looks banned"

fresh
file sim/walk.c '/* closed */ char c = '"'\"'"'; int x = atoi(y); /* strcpy(1) */'
is_seen "what stands between comments" 'sim/walk.c:1: atoi() is banned everywhere'

rm -rf "$tree" && mkdir "$tree"
is_seen "a tree without C" 'no C files'
finish
