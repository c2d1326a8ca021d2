# What --implied says a rate has to be gives the chance it is said for, when the rate is set to it.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cp "$small"/* .
"$QUOTACAST" compare plan.yaml --implied year --trials 600 --threads 1 --format json >implied.json
sets=()
while read -r change; do sets+=(--set "$change"); done < <(jq -r '.implied[] | . as $row | [.for_50, .for_80][] |
    select(. != null) | $row.path + "=" + (((. / $row.now - 1) * 1000000 | round) / 10000 | if . < 0 then "" else "+" end + tostring) + "%"' implied.json)
"$QUOTACAST" compare plan.yaml --trials 4800 --threads 1 "${sets[@]}" --format json >compared.json
echo "-- a goal that is sure: any rate will do"
sed 's/at_least: 300k/at_least: 179k/' plan.yaml >sure.yaml
"$QUOTACAST" compare sure.yaml --implied year --trials 60 --threads 1 --format json | jq -c '.implied[] | select(.path == "pipeline.days") | [.for_50, .any_50, .quarters_as_good_50]'
"$QUOTACAST" compare sure.yaml --implied year --trials 60 --threads 1 | grep -c ' any '
echo "-- chances by hand: those of a coin flip, and those of 80%, each within 4 points"
jq -r --slurpfile implied implied.json '.scenarios as $tried | $implied[0].implied[] | . as $row |
    ([.for_50, 0.5], [.for_80, 0.8]) | select(.[0] != null) | . as [$needed, $wanted] |
    ($tried[] | select(.name | startswith($row.path + "=")) |
     select(((.name | capture("=(?<x>[-+0-9.e]+)%").x | tonumber) - ($needed / $row.now - 1) * 100) | fabs < 0.001) | .chance) as $chance |
    [$row.path, ($wanted * 100), (if ($chance - $wanted | fabs) < 0.04 then "yes" else "NO, \($chance)" end)] | @tsv' compared.json
