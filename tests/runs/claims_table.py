#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""docs/claims.md holds every claim of the Korea model once, and tools/claims_table.py fills its verdicts and nothing else."""
import glob
import importlib.util
import os
import re
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def load_tool():
    path = os.path.join(ROOT, "tools", "claims_table.py")
    spec = importlib.util.spec_from_file_location("claims_table", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TOOL = load_tool()


def part(name, verdict, reason=""):
    return {"name": name, "verdict": verdict, "reason": reason}


def claim(name, verdict, reason, *parts):
    return {"name": name, "verdict": verdict, "reason": reason, "parts": list(parts)}


TABLE = "before\n| `P1_1` a | old | reading | why |\n| `P1_2` b | | reading | why |\nafter\n"


class Table(unittest.TestCase):
    def test_verdicts_are_written_and_the_rest_is_kept(self):
        claims = [
            claim("P1_1", "supported", "", part("", "supported")),
            claim(
                "P1_2",
                "undetermined",
                "parts differ",
                part("text", "supported"),
                part("belief", "undetermined", "no data"),
                part("later", "contradicted", "not as claimed"),
            ),
        ]
        self.assertEqual(
            TOOL.filled(TABLE, claims),
            "before\n| `P1_1` a | Supported | reading | why |\n"
            "| `P1_2` b | Undetermined (parts differ): text Supported, belief no data, later Contradicted (not as claimed)"
            " | reading | why |\nafter\n",
        )

    def test_a_claim_without_a_row_and_a_row_without_a_claim_are_errors(self):
        one = claim("P1_1", "supported", "", part("", "supported"))
        two = claim("P1_2", "supported", "", part("", "supported"))
        three = claim("P1_3", "supported", "", part("", "supported"))
        with self.assertRaisesRegex(TOOL.TableError, "no row for `P1_3`"):
            TOOL.filled(TABLE, [one, two, three])
        with self.assertRaisesRegex(TOOL.TableError, "line 3: the model has no claim `P1_2`"):
            TOOL.filled(TABLE, [one])
        with self.assertRaisesRegex(TOOL.TableError, "two rows"):
            TOOL.filled(TABLE + TABLE, [one, two])

    def test_the_document_has_a_row_and_a_verdict_for_each_of_the_76_claims(self):
        named = []
        for path in glob.glob(os.path.join(ROOT, "models", "korea", "claims_p*.ent")):
            with open(path, encoding="utf-8") as file:
                named += re.findall(r"^claim (P\d+_\d+) ", file.read(), re.M)
        with open(os.path.join(ROOT, "docs", "claims.md"), encoding="utf-8") as file:
            rows = [TOOL.ROW.match(line) for line in file.read().split("\n")]
        rows = [row for row in rows if row]
        self.assertEqual(len(named), 76)
        self.assertEqual(sorted(row["name"] for row in rows), sorted(named))
        words = re.compile(r"(Supported|Contradicted|Possible|Undetermined)\b")
        self.assertEqual([row["name"] for row in rows if not words.match(row["verdict"].strip())], [])


if __name__ == "__main__":
    unittest.main()
