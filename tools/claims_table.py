#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the verdicts of `entente claim MODEL --json` into the second column of a table of claims.

    entente claim models/korea --json | tools/claims_table.py docs/claims.md
    tools/claims_table.py --check docs/claims.md claims.json

A row of the table begins with the claim's name in backquotes: | `P1_4` short title | verdict | ... |. The other columns are kept.
With --check nothing is written, and the exit code is 1 where a verdict differs. A claim without a row, or a row without a claim,
is an error (exit code 2), so that the table holds every claim of the model.
"""
import argparse
import json
import re
import sys

ROW = re.compile(r"^\| `(?P<name>P\d+_\d+)`(?P<title>[^|]*)\|(?P<verdict>[^|]*)\|(?P<rest>.*)$")


class TableError(Exception):
    pass


def verdict_of(result):
    """A claim's verdict in words or a part's: `Undetermined (no data)`."""
    word = result["verdict"].capitalize()
    return f"{word} ({result['reason']})" if result["reason"] else word


def part_in_words(part):
    """`trust prior-driven`, `treaty Supported`: the reason says enough where a part is undetermined."""
    what = part["reason"] if part["verdict"] == "undetermined" else verdict_of(part)
    return f"{part['name']} {what}"


def cell(claim):
    """The text of the verdict column. Parts are told apart where they differ."""
    text = verdict_of(claim)
    answers = {(part["verdict"], part["reason"]) for part in claim["parts"]}
    if len(answers) > 1:
        text += ": " + ", ".join(part_in_words(part) for part in claim["parts"])
    return text


def filled(table, claims):
    """The table with every verdict written in; `claims` is the list in the JSON of `entente claim`."""
    by_name = {claim["name"]: claim for claim in claims}
    lines, seen = [], []
    for number, line in enumerate(table.split("\n"), start=1):
        row = ROW.match(line)
        if row:
            name = row["name"]
            if name not in by_name:
                raise TableError(f"line {number}: the model has no claim `{name}`")
            if name in seen:
                raise TableError(f"line {number}: `{name}` has two rows")
            seen.append(name)
            line = f"| `{name}`{row['title']}| {cell(by_name[name])} |{row['rest']}"
        lines.append(line)
    missing = [name for name in by_name if name not in seen]
    if missing:
        raise TableError("no row for " + ", ".join(f"`{name}`" for name in missing))
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("table", help="a Markdown file")
    parser.add_argument("claims", nargs="?", help="JSON of `entente claim`; standard input without it")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a verdict differs")
    options = parser.parse_args()
    try:
        with open(options.table, encoding="utf-8") as file:
            old = file.read()
        if options.claims:
            with open(options.claims, encoding="utf-8") as file:
                claims = json.load(file)["claims"]
        else:
            claims = json.load(sys.stdin)["claims"]
        new = filled(old, claims)
    except (OSError, ValueError, KeyError, TableError) as error:
        print(f"claims_table.py: {error}", file=sys.stderr)
        return 2
    if options.check:
        return int(new != old)
    with open(options.table, "w", encoding="utf-8") as file:
        file.write(new)
    return 0


if __name__ == "__main__":
    sys.exit(main())
