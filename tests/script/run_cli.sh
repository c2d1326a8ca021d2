#!/bin/bash
# The runner of transcripts sees a wrong exit code, wrong output and wrong messages.
set -eu
source_dir=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
run() { "$source_dir/tests/support/run_cli.sh" /bin/echo "$source_dir" "$folder/t" >"$folder/log" 2>&1; }
must() { run || { cat "$folder/log"; echo "FAILED: $1"; exit 1; }; }
must_not() { if run; then echo "FAILED: $1"; exit 1; fi; }

# shellcheck disable=SC2016 # the transcript sees these names, not we
echo '"$QUOTACAST" hello; ls; test -d "$SOURCE_DIR/core"; echo oops >&2' >"$folder/t.sh"
must "a transcript that compares nothing but its exit code"
echo hello >"$folder/t.stdout"
echo oops >"$folder/t.stderr"
must "the right output"
echo hullo >"$folder/t.stdout"
must_not "wrong output passes"
grep -q '^-hullo' "$folder/log"
echo hello >"$folder/t.stdout"
echo ouch >"$folder/t.stderr"
must_not "wrong messages pass"
echo oops >"$folder/t.stderr"
echo 'exit 3' >>"$folder/t.sh"
must_not "an unexpected exit code passes"
echo 3 >"$folder/t.exit"
must "the expected exit code"
echo 2 >"$folder/t.exit"
must_not "another exit code passes"
QC_UPDATE=1 run
must "what was just stored"
