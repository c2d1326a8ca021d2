# shellcheck shell=bash disable=SC2034
# Sourced by the transcripts. `run` shows a command as a user would type it, then what it prints on
# the standard output, then what it prints on the standard error (marked with "! "), then its exit
# code. Simulations are short, with one seed and one thread; where only the words matter, `words`
# masks the figures, which hang on the model.
fixtures=$SOURCE_DIR/tests/fixtures/cli
small=$fixtures/small
short=(--trials 400 --seed 1 --threads 1)

show() { # show WORD...: the command line, quoted where it has to be
    local line='$ quotacast' word
    for word in "$@"; do
        if [[ $word =~ ^[A-Za-z0-9_./,:=%@+-]+$ ]]; then line+=" $word"; else line+=" '$word'"; fi
    done
    echo "$line"
}

run() {
    local code
    show "$@"
    "$QUOTACAST" "$@" 2>../errors
    code=$?
    sed 's/^/! /' ../errors
    echo "[exit $code]"
}

code_of() { # the exit code alone
    "$QUOTACAST" "$@" >../out 2>../errors
    echo "$? <- quotacast $*"
}

# Every figure becomes N, the histogram and its axis go, blanks are squeezed.
figures() {
    grep -v '[▁▂▃▄▅▆▇█─]' | sed -E '/^\$ |^\[exit/!{s/[+-]?[0-9][0-9.,]*[kMBT]?%?/N/g;s/ +/ /g}'
}

words() {
    run "$@" | figures
}

plan() { # plan FILE: a plan for the small history, followed by what stands on the standard input
    { echo "as_of: 2026-06-30"; echo "history: {deals: deals.csv}"
      echo "pipeline: [qualified, proposal, negotiation]"; cat; } >"$1"
}

has() { # has FILE...: each is there and not empty
    local file
    for file in "$@"; do
        if [ -s "$file" ]; then echo "$file is there"; else echo "$file IS MISSING OR EMPTY"; fi
    done
}
