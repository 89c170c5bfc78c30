#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What ships beside the Korea model (tools/evidence.sh) is of the model, record and fits that ship, and README.md says what it says."""
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM, SOURCE = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
KOREA = SOURCE / "models" / "korea"
SCORE, ABLATIONS = KOREA / "score.json", KOREA / "ablations.json"
# A claim whose answer is quick; a report judges it with the fits and shows the track record.
QUICK = "P1_3"


class Shipped(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            cls.done = subprocess.run(
                [PROGRAM, "report", KOREA, QUICK, "-n", "20", "--json", "--fresh", "--progress", "never"],
                cwd=folder, capture_output=True, check=True)

    def test_nothing_beside_the_model_is_left_out(self):
        self.assertNotIn(b"is left out", self.done.stderr)

    def test_ablations_are_of_links_that_claims_rest_on(self):
        ablations = json.loads(ABLATIONS.read_text())
        self.assertEqual((ablations["prior_set"], ablations["fitted_until"]), ("literature", "2016-12"))
        claims = "".join(path.read_text() for path in KOREA.glob("claims*.ent"))
        self.assertTrue(ablations["links"])
        for link in ablations["links"]:
            self.assertIn(link["name"], claims)

    def test_scores_are_shown_and_the_readme_says_them(self):
        self.assertTrue(json.loads(self.done.stdout)["track_record"]["rows"])
        rows = {(level["level"], record["series"], record["horizon"]): record
                for level in json.loads(SCORE.read_text())["levels"] for record in level["records"]}
        text = " ".join((SOURCE / "README.md").read_text().replace("90 %: ", "").split())
        for row in (("C1", "customs_year", 12), ("C0", "customs_year", 12), ("C0", "growth_bok", 12)):
            skill = rows[row]["skill"]
            self.assertIn(f"{skill['value']:.2f} [{skill['low']:.2f} to {skill['high']:.2f}]", text, row)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
