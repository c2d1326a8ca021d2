#!/bin/bash
# Installs the Debian packages that are missing, or says how.
#   scripts/install_packages.sh [build] [pictures] [tests]
set -euo pipefail

packages=()
for what in "$@"; do
    case $what in
    build)
        packages+=(build-essential cmake ninja-build pkg-config libgsl-dev libcsv-dev libyaml-dev
            libjansson-dev libutf8proc-dev nettle-dev)
        ;;
    pictures) packages+=(gnuplot-nox fonts-inter) ;;
    tests) packages+=(check libxml2-utils jq valgrind) ;;
    *)
        echo "install_packages: '$what' is none of build, pictures, tests" >&2
        exit 2
        ;;
    esac
done

if ! command -v dpkg-query >/dev/null; then
    echo "install_packages: not a Debian system; needed are: ${packages[*]}" >&2
    exit 0 # what is really missing shows when the build is configured
fi
missing=()
for package in "${packages[@]}"; do
    state=$(dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null || true)
    if ! grep -qx installed <<<"$state"; then missing+=("$package"); fi
done
if [ "${#missing[@]}" = 0 ]; then exit 0; fi

if [ "$(id -u)" != 0 ]; then
    echo "install_packages: some packages are missing; run this and try again:" >&2
    echo "    sudo apt-get update && sudo apt-get install -y ${missing[*]}" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y --no-install-recommends "${missing[@]}"
