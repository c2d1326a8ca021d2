#!/bin/bash
# The documentation says what the program does: every command of README.md is run in an empty folder,
# as a stranger would after installing, and must print what stands there; links lead somewhere; every
# key of the JSON, every reason of a finding and every section that the code cites is documented.
#   QC_UPDATE=1 tests/script/docs.sh SOURCE_DIR BUILD_DIR    rewrites the outputs in README.md
set -eu
source_dir=$1
build_dir=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export LC_ALL=C.UTF-8 TZ=UTC
unset COLUMNS QUOTACAST_DATA QUOTACAST_GNUPLOT QUOTACAST_FONT

cmake --install "$build_dir" --prefix "$folder/installed" >"$folder/log"
PKG_CONFIG_PATH=$(dirname "$(find "$folder/installed" -name quotacast.pc)")
export PKG_CONFIG_PATH PATH="$folder/installed/bin:$PATH"
mkdir "$folder/tour"
cd "$folder/tour"
ln -s "$source_dir/data" data # the tour runs beside it

failed=0
fail() {
    echo "FAILED: $*"
    failed=1
}

# ---- README.md: files are written, commands run, everything else copied ----

can_run() { # a tool that is not installed is no fault of the documentation
    if [[ $1 == *jq* ]] && ! command -v jq >/dev/null; then return 1; fi
    if [[ $1 == *--plots* || $1 == *pictures* ]] && ! command -v gnuplot >/dev/null; then return 1; fi
    return 0
}

commands=0
inside=no # a fenced block: console, file, other
keep=yes  # old output is copied
while IFS= read -r line; do
    case $inside:$line in
    no:'```console') inside=console keep=yes ;;
    no:'```'*' '*)
        inside=file
        name=${line##* }
        : >"$name"
        ;;
    no:'```'*) inside=other ;;
    *:'```') inside=no keep=yes ;;
    console:'$ '*)
        printf '%s\n' "$line"
        command=${line#\$ }
        commands=$((commands + 1))
        if can_run "$command"; then
            bash -c "$command" 2>&1 </dev/null || true
            keep=no
        else
            echo "not run, a tool is missing: $command" >&2
            keep=yes
        fi
        continue
        ;;
    console:*) if [ $keep = no ]; then continue; fi ;;
    file:*) printf '%s\n' "$line" >>"$name" ;;
    esac
    printf '%s\n' "$line"
done <"$source_dir/README.md" >"$folder/README.md"
if [ "$commands" -lt 10 ]; then fail "README.md has only $commands commands: were its blocks renamed?"; fi
if [ "${QC_UPDATE:-0}" = 1 ]; then
    cp "$folder/README.md" "$source_dir/README.md"
elif ! diff -u "$source_dir/README.md" "$folder/README.md"; then
    fail "README.md does not print what the program prints (QC_UPDATE=1 rewrites it)"
fi

# ---- links ----

for page in README.md docs/model.md docs/formats.md docs/import.md docs/decisions.md docs/plan-keys.md data/README.md; do
    while IFS= read -r link; do
        path=${link%%#*}
        case $path in '' | http*) continue ;; esac
        test -e "$source_dir/$(dirname "$page")/$path" || fail "$page links to $path, which is not there"
    done < <(grep -o '](\([^)]*\))' "$source_dir/$page" | sed 's/^](//; s/)$//')
done

# ---- sections that comments cite ----

while IFS= read -r cited; do
    file=${cited%%|*}
    section=${cited#*|}
    grep -qx "##* $section" "$source_dir/$file" || fail "the code cites $file, \"$section\", which is no section"
done < <(grep -rhoE 'docs/[a-z]+\.md, "[^"]+"( and "[^"]+")?' --include='*.[ch]' \
    "$source_dir"/{core,history,plan,models,sim,study,report,cli} |
    sed -E 's/^([^,]+), "([^"]+)" and "([^"]+)"$/\1|\2\n\1|\3/; s/^([^,|]+), "([^"]+)"$/\1|\2/' | sort -u)

# ---- reasons and keys ----

documented() { grep -qF "\`$1\`" "$source_dir/docs/formats.md" || fail "docs/formats.md does not tell of '$1'"; }

while IFS= read -r reason; do
    documented "$reason"
done < <({
    grep -oE '^ +X\([A-Z_]+, +"[^"]+"\)' "$source_dir/history/aside.h"
    grep -rhoE --include='*.c' 'QC_FINDING_(ERROR|DOUBT), *"[^"]+"|doubt\(build, [^,]+, *"[^"]+"' \
        "$source_dir"/{history,plan,study}
} | sed -E 's/.*"([^"]+)"\)?$/\1/' | sort -u)

if command -v jq >/dev/null; then
    quotacast forecast demo/plan.yaml --trials 200 --format json -o forecast.json
    quotacast stages demo/plan.yaml --format json -o stages.json
    quotacast check demo/plan.yaml --format json -o check.json
    quotacast bench --trials 200 >bench.json
    for file in forecast stages check bench truth/truth; do
        while IFS= read -r key; do
            documented "$key"
        done < <(jq -r 'del(.targets[]?.scope) | [paths | map(select(type == "string")) | last] |
                        map(select(. != null)) | unique[]' "$file.json")
    done
fi
exit "$failed"
