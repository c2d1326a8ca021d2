# shellcheck shell=bash
# Sourced by the tests of the checks: builds small trees that break a rule and shows that the check
# sees it. A check is called as `check ROOT`.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0
tree=$folder/tree

fail() {
    echo "FAILED: $*"
    failures=$((failures + 1))
}

fresh() { # an empty tree with two floors that break no rule
    rm -rf "$tree"
    mkdir -p "$tree/core" "$tree/sim"
    file core/status.h '#ifndef A' '#define A' '#endif'
    file sim/walk.c '#include "core/status.h"' 'int walk(void)' '{' '    return 1;' '}'
}

file() { # file NAME LINE...
    mkdir -p "$tree/$(dirname "$1")"
    printf '%s\n' "${@:2}" >"$tree/$1"
}

passes() { # passes WHAT
    check "$tree" >"$folder/out" 2>&1 || fail "$1 is refused: $(cat "$folder/out")"
}

is_seen() { # is_seen WHAT MESSAGE: the check fails and says so
    if check "$tree" >"$folder/out" 2>&1; then
        fail "$1 is not seen"
    elif ! grep -qF -- "$2" "$folder/out"; then
        fail "$1 is seen, but the message is: $(cat "$folder/out")"
    fi
}

finish() {
    if [ "$failures" != 0 ]; then exit 1; fi
    echo "every bent tree is seen"
}
