# The pictures: one of each kind in three formats, with the script that draws it again.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$SOURCE_DIR/tests/cli/lib.sh"
cp "$small"/* .
run forecast plan.yaml "${short[@]}" --plots deep/pictures -o out.txt
run stages plan.yaml --plots deep/pictures -o out.txt
run stages plan.yaml --plots deep/pictures -o out.txt --quiet
cd deep/pictures || exit 1
has ./*
head -c 4 histogram.png | tail -c 3
echo
head -c 4 histogram.pdf
echo
grep -o -m1 '<svg' histogram.svg
cd ../.. || exit 1
echo "-- a picture cannot be drawn: the forecast is printed all the same"
touch file
words stages plan.yaml --plots file | sed -n '1p;/^!/p;/^\[/p'
QUOTACAST_GNUPLOT=/nonexistent words forecast plan.yaml "${short[@]}" --plots none | sed -n '1,2p;/^!/p;/^\[/p'
has none/histogram.gp
mkdir tools
for tool in bash cat sed; do ln -s "$(command -v $tool)" tools/; done
PATH=$PWD/tools "$QUOTACAST" stages plan.yaml --plots none -o out.txt
echo "[exit $?]"
QUOTACAST_GNUPLOT=/bin/false run stages plan.yaml --plots none -o out.txt
