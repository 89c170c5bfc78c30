#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# build.sh PRESET [TARGET...]: configures and builds a preset. Says one line when all is well and
# shows the whole log when it is not. JOBS is the number of compilers at once.
set -euo pipefail
cd "$(dirname "$0")/.."
preset=$1
shift
log=build/$preset.log
mkdir -p build
started=$SECONDS
{
    cmake --preset "$preset" &&
        cmake --build "build/$preset" -j "${JOBS:-$(nproc)}" --target "${@:-all}"
} >"$log" 2>&1 </dev/null || {
    cat "$log" >&2
    echo "the $preset build failed; its log is $log" >&2
    exit 1
}
echo "built $preset in $((SECONDS - started)) s"
