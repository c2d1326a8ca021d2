# Ctrl-C: the futures finished so far are a forecast, marked as such.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
set -m # what runs behind the shell hears SIGINT
cp "$small"/* .
stopped() { # stopped OPTION...: a run without end, stopped after a while
    show forecast plan.yaml --seed 1 --threads 2 --trials 100000000 "$@"
    "$QUOTACAST" forecast plan.yaml --seed 1 --threads 2 --trials 100000000 "$@" >../out 2>../errors &
    sleep 4
    kill -INT $!
    wait $!
    echo "[exit $?]"
    figures <../errors
}
stopped
figures <../out | sed -n '1p;2s/^[A-Z][a-z ,]*: N/...: N/p'
grep -q 'as of 2026-06-30; [0-9,]* simulated futures' ../out && echo "the footer counts them"
stopped --format json
grep '"interrupted"' ../out
stopped --shard 1/2 -o part
ls
echo "-- a backtest stopped in its first moment of the past"
show backtest plan.yaml --trials 100000 --threads 2
"$QUOTACAST" backtest plan.yaml --trials 100000 --threads 2 >../out 2>../errors &
sleep 2
kill -INT $!
wait $!
echo "[exit $?]"
cat ../errors
