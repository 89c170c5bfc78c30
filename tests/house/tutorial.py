#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs what a page shows: tutorial.py ENTENTE ROOT PAGE...

Each page gets a fresh folder with a link to the models of ROOT. A fence with a path, such as
```ent trade.ent or ```csv data/trade.csv, writes that file. In a ```console block a line that begins
with `$ ` is run, and the lines behind it are what it prints, standard error included; `...` alone on a
line stands for any lines. UPDATE_GOLDEN=1 writes what is printed into the page where it differs.
"""
import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

FENCE = re.compile(r"^```(\w+) ?(\S*)$")


def environment(home, entente):
    keep = {key: value for key, value in os.environ.items() if key.startswith(("ASAN", "UBSAN", "LSAN", "TSAN"))}
    return keep | {
        "PATH": f"{entente.parent}:/usr/bin:/bin",
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "TERM": "dumb",
        "ENTENTE_PROGRESS": "never",
    }


def run(command, folder, env):
    """The lines that a command prints."""
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=env, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=600)
    return [line.rstrip() for line in done.stdout.decode("utf-8", errors="replace").splitlines()]


def fits(shown, printed):
    """Whether the lines shown are those printed, `...` standing for any."""
    pattern = "".join(r"(?:.*\n)*" if line == "..." else re.escape(line) + r"\n" for line in shown)
    return re.fullmatch(pattern, "".join(line + "\n" for line in printed)) is not None


def commands_of(block):
    """A console block as (command, lines shown behind it); a command goes on behind a backslash."""
    steps = []
    for line in block:
        if line.startswith("$ "):
            steps.append((line, []))
        elif steps and steps[-1][0].endswith("\\") and not steps[-1][1]:
            steps[-1] = (steps[-1][0] + "\n" + line, [])
        elif steps:
            steps[-1][1].append(line)
    return steps


def replay(text, folder, env):
    """The page with its console blocks as they come out, where they differ from what it shows."""
    out = []
    lines = iter(text.splitlines())
    for line in lines:
        out.append(line)
        fence = FENCE.match(line)
        if not fence:
            continue
        block = []
        for inside in lines:
            if inside == "```":
                break
            block.append(inside)
        kind, path = fence.groups()
        if kind == "console":
            for command, shown in commands_of(block):
                printed = run(command[2:], folder, env)
                out.append(command)
                out += shown if fits(shown, printed) else printed
        else:
            out += block
            if path and "." in path:
                file = folder / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text("\n".join(block) + "\n", encoding="utf-8")
        out.append("```")
    return "\n".join(out) + "\n"


def main():
    if len(sys.argv) < 4:
        print(__doc__.splitlines()[0], file=sys.stderr)
        return 2
    entente = pathlib.Path(sys.argv[1]).resolve()
    root = pathlib.Path(sys.argv[2]).resolve()
    failed = 0
    for name in sys.argv[3:]:
        page = pathlib.Path(name)
        text = page.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as home:
            folder = pathlib.Path(home) / "work"
            folder.mkdir()
            (folder / "models").symlink_to(root / "models")
            found = replay(text, folder, environment(home, entente))
        if found == text:
            continue
        if os.environ.get("UPDATE_GOLDEN") == "1":
            page.write_text(found, encoding="utf-8")
            print(f"rewrote {page}")
            continue
        failed += 1
        print("".join(difflib.unified_diff(text.splitlines(True), found.splitlines(True),
                                           f"{page} (shown)", f"{page} (printed)")))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
