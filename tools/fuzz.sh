#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs each fuzz target for so many seconds (60 unless told) on seeds taken from the models.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
tools/install.sh fuzz
cmake --preset fuzz >/dev/null
cmake --build build/fuzz --target csv_fuzz front_end_fuzz
for target in build/fuzz/tests/fuzz/*_fuzz; do
    corpus=build/fuzz/corpus/$(basename "$target")
    mkdir -p "$corpus"
    case "$target" in
        *csv*) cp -n models/*/data/*.csv "$corpus"/ ;;
        *) cp -n models/*/*.ent tests/language/errors/*.ent "$corpus"/ 2>/dev/null || true ;;
    esac
    echo "$(basename "$target"): $seconds s"
    "$target" -max_total_time="$seconds" -print_final_stats=1 -artifact_prefix=build/fuzz/ "$corpus" 2>&1 | tail -n 8
done
