#!/usr/bin/env bash
# Installs the Debian 12 packages that building and testing need. Quick when all are there; asks for
# nothing, and runs apt-get only for what is missing.
set -euo pipefail

packages=(
    g++ cmake ninja-build git pkg-config ccache
    libfmt-dev nlohmann-json3-dev libcli11-dev libtbb-dev librandom123-dev libnetcdf-dev
    libboost-dev libboost-math-dev libssl-dev libtomlplusplus-dev doctest-dev
    clang-format clang-tidy clang libclang-rt-14-dev
    python3 python3-xarray python3-netcdf4 python3-jsonschema
)

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
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
