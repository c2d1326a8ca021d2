# --require: 0 when met, 3 when not, 2 when it makes no sense (told before the run).
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cp "$small"/* .
words forecast plan.yaml "${short[@]}" --require year=99.9% | sed -n '1,2p;/^!/p;/^\[/p'
code_of forecast plan.yaml "${short[@]}" --require year=50%
code_of forecast plan.yaml "${short[@]}" --require year=0.5 --require 'QUARTER 2026 q4=10%'
code_of forecast plan.yaml "${short[@]}" --require year=50% --require mid=1 --set targets.mid.at_least=2M
code_of forecast plan.yaml "${short[@]}" --require 'quarter 2026 Q1=100%' # closed, and hit
echo "-- a ratio of too few deals is neither met nor missed"
sed 's/^targets:/&\n  - {name: rate, metric: win_rate, period: 2026-07-01..2026-07-05, at_least: 1%}/' plan.yaml >few.yaml
"$QUOTACAST" forecast few.yaml "${short[@]}" --require rate=10% 2>&1 >/dev/null | sed -E 's/\([0-9.]+,/(N,/'
echo "-- the result is written even when the requirement is not met"
code_of forecast plan.yaml "${short[@]}" --require year=100% --format json -o out.json
has out.json
rm out.json
for requirement in year year= year=high year=180% year=-1% =50% next=50%; do
    run forecast plan.yaml "${short[@]}" --require "$requirement" -o out.json
done
ls
