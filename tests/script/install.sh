#!/bin/bash
# Installs the build into an empty folder and uses it as a stranger would: a program of their own
# against the library, once by pkg-config and once by CMake, from a moved tree.
set -eu
source_dir=$1
build_dir=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cmake --install "$build_dir" --prefix "$folder/first" >"$folder/log"
mv "$folder/first" "$folder/moved"
prefix=$folder/moved
for path in bin/quotacast include/quotacast/core/status.h include/quotacast/report/sink.h; do
    test -e "$prefix/$path" || { echo "$path is not installed"; exit 1; }
done
"$prefix/bin/quotacast" --version

mkdir "$folder/stranger"
cd "$folder/stranger"
cat >main.c <<'C'
#include "history/read_deals.h"
#include "plan/plan.h"

#include <stdio.h>

int main(void)
{
    qc_plan plan = {0};
    qc_history history = {0};
    qc_findings findings = {0};
    qc_status status = {0};
    const qc_read_options options = QC_READ_OPTIONS_DEFAULT;
    char text[700];

    const bool read = qc_plan_read(&plan, "none.yaml", NULL, 0, &findings, &status) &&
                      qc_read_deals(&history, "none.csv", &options, &findings, &status);
    qc_status_text(&status, text, sizeof text);
    puts(text);
    qc_history_free(&history);
    qc_plan_free(&plan);
    qc_findings_free(&findings);
    return !read && status.code == QC_IO ? 0 : 1;
}
C
PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name quotacast.pc)")
export PKG_CONFIG_PATH
read -ra flags < <(pkg-config --cflags --libs quotacast)
cc -std=c11 main.c -o by_pkg_config "${flags[@]}"
./by_pkg_config

cat >CMakeLists.txt <<'CMAKE'
cmake_minimum_required(VERSION 3.25)
project(stranger LANGUAGES C)
find_package(quotacast 0.1 REQUIRED)
add_executable(by_cmake main.c)
target_link_libraries(by_cmake PRIVATE quotacast::quotacast)
CMAKE
cmake -S . -B build -DCMAKE_PREFIX_PATH="$prefix" >"$folder/log" || { cat "$folder/log"; exit 1; }
cmake --build build >"$folder/log" || { cat "$folder/log"; exit 1; }
build/by_cmake
echo "installed, moved and used from $source_dir"
