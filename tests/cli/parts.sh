# A run split into shards and joined again prints what one run prints; what does not belong is refused.
cp "$SOURCE_DIR"/tests/fixtures/cli/small/* .
run() { "$QUOTACAST" "$@" --quiet; }
refused() { # refused WORDS COMMAND...
    local words=$1 said status=0
    shift
    said=$("$QUOTACAST" "$@" --quiet 2>&1 >/dev/null) || status=$?
    if [ "$status" != 1 ] || [[ $said != *"$words"* ]]; then echo "exit $status, said: $said"; fi
}
set -e

run forecast plan.yaml --trials 650 --seed 7 --format json -o one.json
for i in 1 2 3; do run forecast plan.yaml --trials 650 --seed 7 --shard $i/3 -o part$i.json; done
run merge part3.json part1.json part2.json --format json -o merged.json
cmp one.json merged.json && echo "the same forecast"
run forecast plan.yaml --trials 650 --seed 7 -o one.txt
run merge part1.json part2.json part3.json -o merged.txt
cmp one.txt merged.txt && echo "in words, too"

mkdir elsewhere
mv plan.yaml deals.csv elsewhere
refused "plan.yaml: cannot be opened" merge part1.json part2.json part3.json
run merge part1.json part2.json part3.json --plan elsewhere/plan.yaml --format json -o moved.json
grep result_hash one.json >wanted && grep -qf wanted moved.json && echo "the plan may move"
cp elsewhere/* .

refused "shard 2 of 3 is missing" merge part1.json part3.json
refused "shard 1 of 3 is in 'part1.json' as well" merge part1.json part1.json part2.json
refused "is no part of a run" merge part1.json one.json
run forecast plan.yaml --trials 650 --seed 8 --shard 2/3 -o other.json
refused "the seed is 8 here and 7 there" merge part1.json other.json part3.json
run forecast plan.yaml --trials 700 --seed 7 --shard 2/3 -o other.json
refused "the number of trials is 700 here and 650 there" merge part1.json other.json part3.json
run forecast plan.yaml --trials 650 --seed 7 --shard 2/4 -o other.json
refused "the number of shards is 4 here and 3 there" merge part1.json other.json part3.json
run forecast plan.yaml --trials 650 --seed 7 --set new_deals=+20% --shard 2/3 -o other.json
refused "the --set changes differ" merge part1.json other.json part3.json
sed 's/"hits":\([0-9]\)/"hits":1\1/' part2.json >other.json
refused "other.json: " merge part1.json other.json part3.json
head -c 1000 part2.json >other.json
refused "other.json:1:1000: is no part of a run" merge part1.json other.json part3.json

echo "# a remark" >>plan.yaml
refused "is not the plan that 'part1.json' was simulated with" merge part1.json part2.json part3.json
cp elsewhere/plan.yaml .
sed -i '$d' deals.csv
refused "deals.csv: has changed since 'part1.json' was simulated" merge part1.json part2.json part3.json
echo "all refused"

run forecast plan.yaml --trials 650 --set new_deals=+20% --set pipeline.days=-10% --format json -o one.json
for i in 1 2; do
    run forecast plan.yaml --trials 650 --set new_deals=+20% --set pipeline.days=-10% --shard $i/2 -o part$i.json
done
run merge part1.json part2.json --format json -o merged.json
cmp one.json merged.json && echo "the changes are kept"
