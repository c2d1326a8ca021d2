# A company with known truth, clean and as a careless export of the same deals.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cp "$fixtures/spec.yaml" .
run synth spec.yaml -o clean --trials 200 --threads 1
has clean/deals.csv clean/future.csv clean/truth.json clean/plan.yaml
cat clean/plan.yaml
grep -o '"[a-z_0-9]*":' clean/truth.json | awk '!seen[$0]++' | tr -d '\n'
echo
run check clean/plan.yaml | head -3
"$QUOTACAST" synth spec.yaml -o again --trials 200 --threads 2 --quiet
diff -r clean again && echo "the same bytes again, on two threads"
"$QUOTACAST" synth spec.yaml -o other --trials 200 --seed 8 --quiet
cmp -s clean/deals.csv other/deals.csv || echo "another seed, another company"
code_of forecast clean/plan.yaml "${short[@]}"
echo "-- a careless export"
run synth spec.yaml -o dirty --trials 200 --threads 1 --dirty --quiet
cmp clean/truth.json dirty/truth.json && echo "of the same company"
head -c 3 dirty/deals.csv | od -An -tx1
run check dirty/plan.yaml
words forecast dirty/plan.yaml "${short[@]}" | grep -E '^(Data|\[|!)'
echo "-- a specification that makes no sense"
sed 's/advance: 60%/advance: 160%/;s/history_months: 12/history_months: -1/;s/^seed/sede/' spec.yaml >bad.yaml
run synth bad.yaml -o bad
run synth nothing.yaml -o bad
run synth spec.yaml -o spec.yaml --trials 20
run synth spec.yaml -o deep/folder --trials 20
ls
