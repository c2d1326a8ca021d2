#!/bin/bash
# Lays out every C file by .clang-format (version 14); with --check only says which differ.
set -euo pipefail
cd "$(dirname "$0")/.."

format=$(command -v clang-format-14 || command -v clang-format || true)
if [ -z "$format" ]; then
    echo "format: clang-format 14 is missing (apt-get install clang-format-14)" >&2
    exit 1
fi
mode=(-i)
if [ "${1:-}" = --check ]; then mode=(--dry-run --Werror); fi
find . \( -path ./build -o -path ./.git \) -prune -o -name '*.[ch]' -print0 |
    xargs -0 "$format" "${mode[@]}"
