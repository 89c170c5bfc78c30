#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Rules of the house, checked by reading the tree: house.py CHECK [ROOT].

Each check is a function from the root of a tree to a list of findings, "path:line: what is wrong".
No finding is success. tests/house/house_test.py shows that each check can fail.
"""
import glob
import os
import re
import subprocess
import sys

LINES_WANTED = 400  # look twice above
LINES_MOST = 600  # split before
SKIPPED_FOLDERS = {".git", "build", "runs", "node_modules", "__pycache__"}


def files(root, *suffixes):
    """Paths below root, sorted: those git tracks or would, else every file outside the build."""
    if os.path.exists(os.path.join(root, ".git")):
        command = ["git", "-c", "safe.directory=*", "-C", root, "ls-files", "-z", "-c", "-o", "--exclude-standard"]
        listed = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split("\0")
    else:
        listed = []
        for folder, folders, names in os.walk(root):
            folders[:] = [name for name in folders if name not in SKIPPED_FOLDERS]
            listed += [os.path.relpath(os.path.join(folder, name), root) for name in names]
    found = [path for path in listed if path and os.path.isfile(os.path.join(root, path))]
    return sorted(path for path in found if not suffixes or path.endswith(suffixes))


def text(root, path):
    """The file's text, or nothing if it is not text."""
    with open(os.path.join(root, path), "rb") as file:
        content = file.read()
    return "" if b"\0" in content else content.decode("utf-8", errors="replace")


def lines(root, path):
    return list(enumerate(text(root, path).splitlines(), start=1))


def ranks(root):
    """The stages in the order of their ranks, from the one list that also builds them."""
    listed = re.search(r"foreach\(stage ([a-z ]+)\)", text(root, "CMakeLists.txt"))
    return {stage: rank for rank, stage in enumerate(listed.group(1).split())}


def layers(root):
    """A stage includes and links its own and lower ranks only."""
    rank = ranks(root)
    findings = []

    def judge(path, number, stage, other, verb):
        if other not in rank:
            findings.append(f"{path}:{number}: {verb} {other}, which is no stage")
        elif rank[other] > rank[stage]:
            findings.append(f"{path}:{number}: {stage} {verb} {other}, which has a higher rank")

    for path in files(root):
        parts = path.split("/")
        if parts[0] != "src" or len(parts) < 3:
            continue
        stage = parts[1]
        if stage not in rank:
            findings.append(f"{path}:1: src/{stage} is not among the stages of CMakeLists.txt")
        elif path.endswith((".hpp", ".cpp", ".in")):
            for number, line in lines(root, path):
                include = re.match(r'\s*#\s*include\s*"([^"]+)"', line)
                if include and "/" not in include.group(1):
                    findings.append(f'{path}:{number}: write "{stage}/{include.group(1)}"')
                elif include:
                    judge(path, number, stage, include.group(1).split("/")[0], "includes")
        elif parts[-1] == "CMakeLists.txt":
            for number, line in lines(root, path):
                if line.lstrip().startswith("#"):
                    continue
                for other in re.findall(r"\bentente_([a-z]+)\b(?!\()", line):
                    if other in rank:
                        judge(path, number, stage, other, "uses")
    return findings


def sizes(root):
    """No file of src is longer than LINES_MOST lines; those above LINES_WANTED are named."""
    findings = []
    for path in files(root, ".hpp", ".cpp"):
        count = len(lines(root, path))
        if path.startswith("src/") and count > LINES_MOST:
            findings.append(f"{path}:{count}: longer than {LINES_MOST} lines; split it by reason to exist")
        elif path.startswith("src/") and count > LINES_WANTED:
            print(f"note: {path} has {count} lines; look twice above {LINES_WANTED}")
    return findings


def licences(root):
    """Every source and model names its licence in its first line (a second one after #!)."""
    findings = []
    for path in files(root, ".hpp", ".cpp", ".ent", ".py"):
        if path.endswith(".ent") and not path.startswith("models/"):
            continue  # a case of the tests or a template, where every line counts
        first = "\n".join(text(root, path).splitlines()[:2])
        if "SPDX-License-Identifier: Apache-2.0" not in first:
            findings.append(f"{path}:1: the first line is not the SPDX line")
    return findings


# Written so that they do not match themselves.
MACHINE = [
    (r"(?<![\w.$}~-])/(?:work|root|home|Users|tmp|mnt)/[\w.]", "a path of one machine"),
    (r"[A-Z]:\\\\?Users\b", "a path of one machine"),
    (r"\bfile:[/]{2}", "a path of one machine"),
    (r"\b(?:registry\.npmjs\.org|registry\.yarnpkg\.com|pypi[.]org|files\.pythonhosted\.org)", "a registry host"),
    (r"\b(?:crates[.]io|proxy\.golang\.org|docker[.]io|ghcr[.]io|quay[.]io|deb\.debian\.org)", "a registry host"),
    (r"https?:[/]{2}(?:10|127|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d[\d.]*\d:?\d*/\S*simple", "a registry host"),
    (r"\b[\w-]+[.](?:internal|lan)\b(?=[:/])", "a host of one network"),
]


def machines(root):
    """No path of one machine, no registry and no private host is written down anywhere."""
    findings = []
    for path in files(root):
        if path in ("tests/house/house.py", "tests/house/house_test.py"):
            continue
        for number, line in lines(root, path):
            for pattern, what in MACHINE:
                found = re.search(pattern, line)
                if found:
                    findings.append(f"{path}:{number}: {what}: {found.group(0)}")
    return findings


def without_blocks(numbered):
    """Lines outside ``` blocks."""
    inside = False
    for number, line in numbered:
        if line.lstrip().startswith("```"):
            inside = not inside
        elif not inside:
            yield number, line


NAMED_FILES = (".md", ".hpp", ".cpp", ".cff", ".sh", ".py", ".cmake", ".txt")


def paths(root):
    """Every path that README and ARCHITECTURE name in backquotes exists.

    A path has a slash, or the ending of a file of this tree. Names made by building or running
    (build/, runs/) and patterns with words in capitals (docs/errors/CODE.md) are not looked for.
    """
    findings = []
    for path in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"):
        for number, line in without_blocks(lines(root, path)):
            for name in re.findall(r"`([^`]+)`", line):
                name = name.strip('"')
                if not re.fullmatch(r"\.?[\w*][\w.*/+-]*", name):
                    continue
                if "/" not in name and not name.endswith(NAMED_FILES):
                    continue
                if name.startswith(("build/", "runs/")) or re.search(r"(^|/)[A-Z]+(\.\w+)?(/|$)", name):
                    if not os.path.splitext(name)[0].isupper() or "/" in name:
                        continue
                if not glob.glob(os.path.join(root, name)):
                    findings.append(f"{path}:{number}: there is no {name}")
    return findings


def links(root):
    """Every relative link of a Markdown page leads to a file."""
    findings = []
    for path in files(root, ".md"):
        for number, line in without_blocks(lines(root, path)):
            for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", line)):
                target = target.split("#")[0]
                if not target or re.match(r"[a-z]+:", target):
                    continue
                if not os.path.exists(os.path.join(root, os.path.dirname(path), target)):
                    findings.append(f"{path}:{number}: the link leads nowhere: {target}")
    return findings


CHECKS = {check.__name__: check for check in (layers, licences, links, machines, paths, sizes)}


def main():
    if len(sys.argv) < 2 or sys.argv[1] not in CHECKS:
        print(f"usage: house.py {'|'.join(CHECKS)} [ROOT]", file=sys.stderr)
        return 2
    root = sys.argv[2] if len(sys.argv) > 2 else "."
    findings = CHECKS[sys.argv[1]](root)
    for finding in findings:
        print(finding)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
