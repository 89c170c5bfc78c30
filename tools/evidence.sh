#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# evidence.sh [score|ablations|claims]...: what the fits of the Korea model are worth, all three where none is named.
# `score` writes models/korea/score.json, the hindcasts that a report shows. `ablations` writes
# models/korea/ablations.json, the months after 2016 without each link that a class of evidence hangs on; it goes on
# where it was stopped. `claims` writes the verdicts into docs/claims.md, which rest on ablations.json too. ENTENTE
# names the program where it is not the release build's. Posteriors come first: tools/posteriors.sh.
set -euo pipefail
cd "$(dirname "$0")/.."
entente=${ENTENTE:-build/release/entente}

# Of the claims on standard input: a --links for each link under a part that the record informs. No class of evidence
# hangs on the others.
links_at_stake() {
    python3 -c '
import json, sys
parts = [part for claim in json.load(sys.stdin)["claims"] for part in claim["parts"]]
links = {link for part in parts if part["evidence"] in ("E2", "E3") for link in part["rests_on"]}
print(*(f"--links {link}" for link in sorted(links)))'
}

[ $# -gt 0 ] || set -- score ablations claims
for what in "$@"; do
    case $what in
        score)
            made=models/korea/score.json
            "$entente" score models/korea --json >"$made.unfinished"
            mv "$made.unfinished" "$made"
            ;;
        ablations)
            "$entente" claim models/korea --json | links_at_stake |
                xargs --no-run-if-empty "$entente" fit models/korea --until 2016-12 --prior-set literature --ablations
            ;;
        claims) "$entente" claim models/korea --json | tools/claims_table.py docs/claims.md ;;
        *)
            echo "evidence.sh knows score, ablations and claims, not $what" >&2
            exit 1
            ;;
    esac
done
