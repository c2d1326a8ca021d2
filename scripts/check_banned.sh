#!/bin/bash
# Functions that overflow, hide state or leave the house by a side door.
#   scripts/check_banned.sh [ROOT]
# Everywhere, tests included: what overflows buffers, keeps hidden state or starts a shell.
# On the floors: the heap outside core/memory.c (what a library allocated and wants freed by free()
# is marked on its line: /* the library's memory */), and float.
# Below cli/: printing, leaving and asking the environment. Comments and texts are not code.
set -euo pipefail
root=${1:-$(dirname "$0")/..}
cd "$root"

mapfile -t files < <(find . \( -path ./build -o -path ./.git \) -prune -o -name '*.[ch]' -print |
    sed 's|^\./||' | LC_ALL=C sort)
if [ "${#files[@]}" = 0 ]; then
    echo "check_banned: no C files under $root" >&2
    exit 1
fi

awk '
BEGIN {
    everywhere = "strcpy strcat sprintf vsprintf gets strtok atoi atol atof rand srand localtime " \
                 "gmtime alloca system popen"
    heap = "malloc calloc realloc free strdup strndup"
    below_cli = "printf vprintf puts putchar perror exit _exit abort getenv"
    count = split(everywhere, words, " ")
    for (i = 1; i <= count; i++) scope[words[i]] = "everywhere"
    count = split(heap, words, " ")
    for (i = 1; i <= count; i++) scope[words[i]] = "outside core/memory.c"
    count = split(below_cli, words, " ")
    for (i = 1; i <= count; i++) scope[words[i]] = "below cli/"
}
# The line without comments, texts and character constants.
function code_of(line,    out, i, c, two) {
    out = ""
    for (i = 1; i <= length(line); i++) {
        c = substr(line, i, 1); two = substr(line, i, 2)
        if (in_comment) {
            if (two == "*/") { in_comment = 0; i++ }
        } else if (quote != "") {
            if (c == "\\") i++
            else if (c == quote) quote = ""
        } else if (two == "/*") { in_comment = 1; i++; out = out " "
        } else if (two == "//") { return out
        } else if (c == "\"" || c == "\047") { quote = c; out = out c
        } else out = out c
    }
    quote = "" # texts end with their line
    return out
}
function applies(where) {
    if (where == "everywhere") return 1
    if (!on_floor) return 0
    if (where == "below cli/") return FILENAME !~ "^cli/"
    return FILENAME != "core/memory.c" && !library_memory
}
FNR == 1 {
    in_comment = 0; quote = ""
    on_floor = FILENAME ~ "^(core|history|plan|models|sim|study|report|cli)/"
}
{
    library_memory = index($0, "/* the library\047s memory */") > 0
    code = code_of($0)
    if (on_floor && code !~ "^[ \t]*#" && code ~ "(^|[^A-Za-z0-9_])float([^A-Za-z0-9_]|$)") {
        printf "%s:%d: float is banned (double everywhere)\n", FILENAME, FNR
        bad = 1
    }
    while (match(code, "[A-Za-z_][A-Za-z0-9_]*[ \t]*[(]")) {
        before = RSTART > 1 ? substr(code, RSTART - 1, 1) : ""
        word = substr(code, RSTART, RLENGTH)
        sub("[ \t]*[(]$", "", word)
        code = substr(code, RSTART + RLENGTH)
        if (before ~ "[.>0-9]" || !(word in scope)) continue # a field, or not banned
        if (!applies(scope[word])) continue
        printf "%s:%d: %s() is banned %s\n", FILENAME, FNR, word, scope[word]
        bad = 1
    }
}
END { exit bad }' "${files[@]}" || exit 1
echo "check_banned: ${#files[@]} files, nothing banned"
