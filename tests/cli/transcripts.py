#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the transcripts: `$ command` lines in a fresh folder that holds tests/cli/models, compared
with the lines that follow them. Lines of standard error begin with `! `, an exit code other than 0
is a line `[N]`. UPDATE_GOLDEN=1 rewrites the files; review that diff like code.

usage: transcripts.py ENTENTE FILE..."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


def environment(home, entente):
    keep = {k: v for k, v in os.environ.items() if k.startswith(("ASAN", "UBSAN", "LSAN", "TSAN"))}
    return keep | {
        "PATH": f"{entente.parent}:/usr/bin:/bin",
        "HOME": str(home),
        "LC_ALL": os.environ.get("TRANSCRIPT_LOCALE", "C.UTF-8"),
        # A slow machine would draw progress where a fast one draws none.
        "ENTENTE_PROGRESS": "never",
        "TZ": os.environ.get("TRANSCRIPT_TZ", "UTC"),
        "TERM": "xterm",
    }


def run(command, folder, env):
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=env, capture_output=True,
                          stdin=subprocess.DEVNULL, timeout=300)
    lines = done.stdout.decode().splitlines()
    lines += [f"! {line}".rstrip() for line in done.stderr.decode().splitlines()]
    if done.returncode != 0:
        lines.append(f"[{done.returncode}]")
    return lines


def replay(path, entente):
    """The transcript as it is and as it comes out now."""
    text = path.read_text()
    out = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary) / "work"
        shutil.copytree(HERE / "models", folder)
        env = environment(temporary, entente)
        for line in text.splitlines():
            if line.startswith("$ "):
                if out and out[-1] != "":
                    out.append("")
                out.append(line)
                out += run(line[2:], folder, env)
            elif line.startswith("#"):
                out.append(line)
    return text, "\n".join(out) + "\n"


def main():
    entente = pathlib.Path(sys.argv[1]).resolve()
    failed = 0
    for name in sys.argv[2:]:
        path = pathlib.Path(name)
        expected, found = replay(path, entente)
        if expected == found:
            continue
        if os.environ.get("UPDATE_GOLDEN") == "1":
            path.write_text(found)
            print(f"rewrote {path.name}")
            continue
        failed += 1
        import difflib
        print("".join(difflib.unified_diff(expected.splitlines(True), found.splitlines(True),
                                           f"{path.name} (expected)", f"{path.name} (found)")))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
