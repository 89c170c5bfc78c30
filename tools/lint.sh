#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Layout of every C++ file (clang-format) and clang-tidy: `lint.sh layout` tidies nothing, `lint.sh changed` the
# sources that differ from origin/main, or from the commit before if they do not, `lint.sh all` every source.
set -euo pipefail
cd "$(dirname "$0")/.."
scope=${1:-changed}
# Budget of the gate: at some 10 s a source and core, this many take two minutes on two cores. After a
# change of more files than that, an even sample of them is read here and `make lint` reads all.
most_changed=24

# A checkout may belong to another user than the one who runs this.
git() { command git -c safe.directory='*' "$@"; }

for tool in clang-format clang-tidy; do
    command -v $tool >/dev/null || { echo "lint: $tool is not installed; tools/install.sh installs it" >&2; exit 2; }
done
if ! git rev-parse --git-dir >/dev/null 2>&1; then
    echo "lint: not a git checkout, so nothing says which files are ours" >&2
    exit 2
fi
mapfile -t files < <(git ls-files '*.cpp' '*.hpp' | while read -r file; do [ -f "$file" ] && echo "$file"; done)
differ=$(printf '%s\0' "${files[@]}" | xargs -0 -P "$(nproc)" -n 32 clang-format --dry-run 2>&1 | sed -n 's/:[0-9].*//p' | sort -u)
if [ -n "$differ" ]; then
    printf '%s\n' "$differ" "layout: make format lays these files out" >&2
    exit 1
fi
echo "layout: ${#files[@]} files are as clang-format writes them"
[ "$scope" = layout ] && exit 0

# Sources that differ from a commit; those a changed header belongs to by name count as changed.
changed_since() {
    git diff --name-only --diff-filter=d "$1" -- 'src/*.cpp' 'src/*.hpp' | sed 's/\.hpp$/.cpp/' | sort -u |
        while read -r file; do [ -f "$file" ] && git ls-files -- "$file"; done
    return 0
}

sources=()
if [ "$scope" = all ]; then
    mapfile -t sources < <(git ls-files 'src/*.cpp')
elif base=$(git merge-base HEAD origin/main 2>/dev/null) && [ "$base" != "$(git rev-parse HEAD)" ]; then
    mapfile -t sources < <(changed_since "$base")
elif git rev-parse -q --verify HEAD~1 >/dev/null; then
    mapfile -t sources < <(changed_since HEAD~1)
fi

count=${#sources[@]}
if [ "$scope" != all ] && [ "$count" -gt "$most_changed" ]; then
    echo "clang-tidy: $count sources changed, an even sample of $most_changed is read; make lint reads all"
    sample=()
    for ((i = 0; i < most_changed; ++i)); do
        sample+=("${sources[i * count / most_changed]}")
    done
    sources=("${sample[@]}")
fi
if [ ${#sources[@]} -gt 0 ]; then
    [ -f build/dev/compile_commands.json ] || cmake --preset dev >/dev/null
    # What clang-tidy says goes to standard output; standard error only counts what it left out.
    printf '%s\0' "${sources[@]}" | xargs -0 -P "$(nproc)" -n 1 clang-tidy --quiet -p build/dev 2>/dev/null || {
        echo "clang-tidy: see above; NOLINT names the check and the reason" >&2
        exit 1
    }
fi
echo "clang-tidy: ${#sources[@]} sources are clean"
