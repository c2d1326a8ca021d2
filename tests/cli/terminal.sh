# On a terminal: colour and progress; without one, neither.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cp "$small"/* .
export TERM=xterm
unset NO_COLOR
shown() { # shown COMMAND: what a terminal of 200 columns gets
    script -qec "stty cols 200; $1" /dev/null </dev/null | tr -d '\r'
}
colored() {
    if shown "$1" | sed 's/\x1b\[K//g' | grep -q $'\x1b\\['; then echo "colour: $1"; else echo "no colour: $1"; fi
}
mkdir bin && ln -s "$QUOTACAST" bin/quotacast && PATH=$PWD/bin:$PATH
run="quotacast forecast plan.yaml --trials 400 --seed 1 --threads 1"
colored "$run"
colored "$run --no-color"
colored "NO_COLOR=1 $run"
colored "TERM=dumb $run"
colored "$run | cat"
colored "quotacast stages plan.yaml --no-color"
shown "$run 2>&1 >out.txt" | grep -q simulating && echo "progress on a terminal"
shown "$run --quiet 2>&1 >out.txt" | grep -q simulating || echo "none when quiet"
shown "$run --no-color" >one
quotacast forecast plan.yaml "${short[@]}" >two
sed 's/^.*\x1b\[K//' one | diff - two && echo "else the same bytes"
