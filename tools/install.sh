#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# install.sh [build|test|fuzz]...: installs the Debian 12 packages for building the program, for its
# tests and checks, for fuzzing; `build test` unless told. Quick when all are there; asks for nothing, and
# runs apt-get only for what is missing. docs/dependencies.md says what each one does for us. node and npm
# may also come from elsewhere than Debian: where both commands are there, neither package is asked for.
set -euo pipefail

build=(
    g++ cmake ninja-build git pkg-config ccache python3
    libfmt-dev nlohmann-json3-dev libcli11-dev libtbb-dev libnetcdf-dev libboost-dev libssl-dev libasmjit-dev
    libnlopt-dev libeigen3-dev zlib1g-dev
    doctest-dev librandom123-dev
)
test=(clang-format clang-tidy python3-xarray python3-netcdf4 python3-jsonschema chromium graphviz)
fuzz=(clang-14 libclang-rt-14-dev)

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    build+=(nodejs npm)
fi

packages=()
for group in "${@:-build test}"; do
    for name in $group; do
        case "$name" in
            build) packages+=("${build[@]}") ;;
            test) packages+=("${test[@]}") ;;
            fuzz) packages+=("${fuzz[@]}") ;;
            *)
                echo "usage: tools/install.sh [build|test|fuzz]..." >&2
                exit 2
                ;;
        esac
    done
done

if ! command -v dpkg-query >/dev/null; then
    echo "tools/install.sh knows Debian packages only; install these by hand: ${packages[*]}" >&2
    exit 2
fi

missing=()
for package in "${packages[@]}"; do
    status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
    exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "missing: ${missing[*]}; install them as root, or install sudo" >&2
        exit 2
    fi
    as_root=(sudo)
fi

echo "installing ${missing[*]}"
started=$SECONDS
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
echo "installed in $((SECONDS - started)) s"
