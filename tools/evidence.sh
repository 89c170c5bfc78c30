#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# evidence.sh [score|ablations|claims]...: what the fits of the Korea model are worth, all three where none is named.
# `score` writes models/korea/score.json, the hindcasts that a report shows. `ablations` writes
# models/korea/ablations.json, the months after 2016 without each link that claims rest on; it goes on where it was
# stopped. `claims` writes the verdicts into docs/claims.md, which rest on ablations.json too. ENTENTE names the program
# where it is not the release build's. Posteriors come first: tools/posteriors.sh.
set -euo pipefail
cd "$(dirname "$0")/.."
entente=${ENTENTE:-build/release/entente}
[ $# -gt 0 ] || set -- score ablations claims
for what in "$@"; do
    case $what in
        score)
            made=models/korea/score.json
            "$entente" score models/korea --json >"$made.unfinished"
            mv "$made.unfinished" "$made"
            ;;
        ablations) "$entente" fit models/korea --until 2016-12 --prior-set literature --ablations --links claimed ;;
        claims) "$entente" claim models/korea --json | tools/claims_table.py docs/claims.md ;;
        *)
            echo "evidence.sh knows score, ablations and claims, not $what" >&2
            exit 1
            ;;
    esac
done
