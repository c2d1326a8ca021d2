#!/bin/bash
# Every stored picture script runs under gnuplot in all formats without a word, and its SVG is XML.
set -eu
source_dir=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

is_xml() {
    if command -v xmllint >"$work/which"; then
        xmllint --noout "$1"
    else
        python3 -c 'import sys, xml.dom.minidom as m; m.parse(sys.argv[1])' "$1"
    fi
}

count=0
for script in "$source_dir"/tests/golden/report/*.gp; do
    for format in png svg pdf; do
        picture=$work/$(basename "$script" .gp).$format
        gnuplot -d -e "format='$format'; picture='$picture'" "$script" 2>"$work/said" || {
            echo "$script fails as $format: $(cat "$work/said")" >&2
            exit 1
        }
        if [ -s "$work/said" ]; then
            echo "$script as $format says: $(cat "$work/said")" >&2
            exit 1
        fi
        if [ "$(wc -c <"$picture")" -lt 4000 ]; then
            echo "$picture has hardly anything in it" >&2
            exit 1
        fi
        count=$((count + 1))
    done
    is_xml "${picture%.pdf}.svg"
done
if [ "$count" -lt 21 ]; then
    echo "only $count pictures were drawn" >&2
    exit 1
fi

# As a user would: next to the script, without any setting, twice.
cp "$source_dir/tests/golden/report/acme_fan.gp" "$work/fan.gp"
(cd "$work" && gnuplot -d fan.gp && gnuplot -d -e "format='svg'" fan.gp)
[ -s "$work/fan.png" ] && [ -s "$work/fan.svg" ]
