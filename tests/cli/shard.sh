# A run split into parts, joined again, is the run.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cp "$small"/* .
"$QUOTACAST" forecast plan.yaml "${short[@]}" --format json -o whole.json
for i in 1 2 3; do run forecast plan.yaml "${short[@]}" --shard $i/3 -o part$i; done
run merge part3 part1 part2 --format json -o joined.json
cmp whole.json joined.json && echo "byte for byte"
"$QUOTACAST" forecast plan.yaml "${short[@]}" >whole.txt
"$QUOTACAST" merge part1 part2 part3 | cmp - whole.txt && echo "as text, too"
"$QUOTACAST" merge part1 part2 part3 --format csv | head -2 | cut -d, -f1-8
code_of merge part1 part2 part3 --require year=100%
echo "-- what does not fit together"
run merge part1 part2
run merge part1 part2 part3 part2
run merge plan.yaml
run merge nothing
head -c 300 part1 >torn
run merge torn part2 part3
: >empty
run merge empty
"$QUOTACAST" forecast plan.yaml --trials 400 --seed 2 --threads 1 --shard 1/3 -o other
run merge other part2 part3
"$QUOTACAST" forecast plan.yaml --trials 800 --seed 1 --threads 1 --shard 1/3 -o other
run merge other part2 part3
"$QUOTACAST" forecast plan.yaml "${short[@]}" --shard 1/2 -o other
run merge other part2 part3
"$QUOTACAST" forecast plan.yaml "${short[@]}" --shard 1/3 -o other --set new_deals=+50%
run merge other part2 part3
mkdir elsewhere
cp plan.yaml deals.csv elsewhere
(cd elsewhere && "$QUOTACAST" merge ../part1 ../part2 ../part3 --plan plan.yaml) | cmp - whole.txt && echo "found by --plan"
sed -i 's/300k/310k/' elsewhere/plan.yaml
run merge part1 part2 part3 --plan elsewhere/plan.yaml
echo 'X1,2026-06-30,qualified,1,Ann,SMB,event,C001' >>deals.csv
run merge part1 part2 part3
echo "-- with people"
cat >team.yaml <<'END'
as_of: 2026-06-30
shocks: none
history: {people: people.csv}
pipeline: [{stage: qualified, conversion: 50%, days: 10, hours_per_week: 4}]
deal_size: 4k to 40k
team: {hours_per_week: 20, hires: [{start: 2026-09-01}]}
activities: {calls: {per_rep_per_week: 60, minutes: 5, contact_rate: 8% to 15%, opportunity_rate: 20% to 35%}}
targets: [{metric: bookings, period: 2026, at_least: 500k}]
END
printf 'owner,start\nann,2024-01-01\nbob,2025-03-01\n' >people.csv
"$QUOTACAST" forecast team.yaml "${short[@]}" --format json -o whole.json
for i in 1 2 3; do run forecast team.yaml "${short[@]}" --shard $i/3 -o part$i; done
run merge part3 part1 part2 --format json -o joined.json
cmp whole.json joined.json && echo "byte for byte"
sed 's/"stale":0/"stale":1/' part1 >other
run merge other part2 part3
sed 's/"staffed":\[/&1,/' part1 >other
run merge other part2 part3
run forecast team.yaml "${short[@]}" -o people.csv
echo 'eve,2026-01-01' >>people.csv
run merge part1 part2 part3
