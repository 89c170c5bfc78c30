#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# posteriors.sh [FLAG...]: fits the Korea model under each of its prior sets, to the last whole year and to
# 2016, and writes models/korea/posterior.nc. FLAGs go to every `entente fit`. A fit that was stopped goes
# on when the script is started again. ENTENTE names the program where it is not the release build's.
set -euo pipefail
cd "$(dirname "$0")/.."
entente=${ENTENTE:-build/release/entente}
made=models/korea/posterior.nc
unfinished=$made.unfinished
most=$((5 * 1024 * 1024))

"$entente" fit models/korea --output "$unfinished" "$@"
"$entente" fit models/korea --until 2016-12 --output "$unfinished" "$@"
size=$(stat -c %s "$unfinished")
if [ "$size" -gt "$most" ]; then
    echo "$unfinished has $size bytes; a posterior that ships may have $most" >&2
    exit 1
fi
mv "$unfinished" "$made"
echo "wrote $made, $size bytes"
