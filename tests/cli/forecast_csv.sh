# One table: targets, then months; every row has as many fields as the header.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cp "$small"/* .
run forecast plan.yaml "${short[@]}" --format csv -o out.csv
head -1 out.csv | tr , '\n'
cut -d, -f1-10 out.csv
awk -F, 'NR == 1 { fields = NF } NF != fields { print "row " NR " has " NF " fields" }' out.csv
