#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a user may hold the program to on the first day, beside what behaviour.py tests; the whole
list is docs/acceptance.md.

usage: acceptance.py ENTENTE SOURCE_DIR"""
import json
import pathlib
import re
import shutil
import sys
import unittest
import xml.etree.ElementTree

import pandas

from program_case import ProgramCase

ENTENTE = None
SOURCE = None

# A scenario that adds `gain` to a level: 1 as written, by judgement alone.
WEIGHED = """model weighed "Weighed" {
  language 1
  time month from 2020-01 to 2021-12
  forecast from 2021-01
  omits "all else"
}
source judged "made up for this test"
param gain : 1 = 1 { grade E; source judged }
lever push : 1 = 0
let level : 1 = gain * push
scenario pushed { set push = 1 from forecast }
claim pushes "A push lifts the level by 0.8" {
  compare pushed with baseline
  expect value level at 2021-06 rises by 0.8
}
"""


class Acceptance(ProgramCase):
    def test_a_misspelt_verb_flag_scenario_variable_or_claim_is_told_the_right_one(self):
        for words, right in ((["clam", "tiny.ent"], "claim"),
                             (["run", "tiny.ent", "--membrs", "9"], "--members"),
                             (["run", "tiny.ent", "-s", "many_visit", "-n", "9"], "many_visits"),
                             (["claim", "tiny.ent", "P1_l"], "P1_1"),
                             (["claim", "tiny.ent", "--row", "Pl"], "P1"),
                             (["graph", "channels.ent", "--var", "trad"], "trade"),
                             (["explain", "trst", "tiny.ent"], "trust"),
                             (["run", "tiny.en"], "tiny.ent")):
            said = self.run_it(*words, code=2).stderr.decode()
            self.assertIn(right, said, words)

    def test_a_misspelt_actor_is_told_the_right_one(self):
        text = (self.folder / "channels.ent").read_text()
        (self.folder / "actor.ent").write_text(text + '\nactors CHN "China", PRK "North Korea"\n'
                                               "lever extra : 1 = 0 held by CHM\n")
        said = self.run_it("check", "actor.ent", code=1).stderr.decode()
        self.assertIn("`CHN`", said)

    def test_csv_opens_in_pandas_without_options(self):
        self.run_it("run", "tiny.ent", "-s", "no_visits", "-n", "50", "-o", "r")
        tables = sorted((self.folder / "r").glob("*.csv"))
        self.assertTrue(tables)
        for file in tables:
            self.assertFalse(file.read_text().startswith("#"), file)
            table = pandas.read_csv(file)
            self.assertGreater(len(table), 0, file)
            self.assertFalse(any(str(c).startswith("Unnamed") for c in table.columns), file)
        quantiles = pandas.read_csv(self.folder / "r" / "quantiles.csv")
        numbers = [c for c in quantiles.columns if re.fullmatch(r"q\d\d|mean", c)]
        self.assertGreaterEqual(len(numbers), 3)
        for column in numbers:
            self.assertTrue(pandas.api.types.is_numeric_dtype(quantiles[column]), column)

    def test_the_shipped_claims_show_each_verdict(self):
        seen = {}
        for name in ("example/korea_example.ent", "predator_prey", "richardson", "sir"):
            done = self.run_it("claim", SOURCE / "models" / name, "-n", "200", "--json")
            for claim in json.loads(done.stdout)["claims"]:
                seen.setdefault(claim["verdict"], []).append(f"{name}: {claim['name']}")
        self.assertEqual(set(seen), {"supported", "possible", "undetermined", "contradicted"}, seen)

    def test_a_verdict_that_never_occurs_names_the_nearest_claim(self):
        text = self.run_it("claim", "tiny.ent", "-n", "300").stdout.decode()
        self.assertIn("The verdict possible never occurs: no claim is said as a possibility.", text)
        self.assertNotIn("The verdict supported never occurs", text)
        done = self.run_it("claim", SOURCE / "models" / "sir", "-n", "200").stdout.decode()
        self.assertRegex(done, r"The verdict contradicted never occurs; \w+ comes nearest \(structure-driven\)")

    def test_a_weight_of_judgement_that_carries_an_answer_is_named(self):
        (self.folder / "weighed.ent").write_text(WEIGHED)
        words = ["claim", "weighed.ent", "--weights", "50", "-n", "400"]
        told = json.loads(self.run_it(*words, "--json").stdout)
        self.assertEqual((told["weights"], told["parts"]), (1, 1))
        self.assertEqual(told["changes"],
                         [{"weight": "gain", "factor": 0.5, "claim": "pushes", "part": "",
                           "before": "Undetermined (structure-driven)",
                           "after": "Undetermined (prior-driven)"}])
        text = self.run_it(*words).stdout.decode()
        self.assertIn("0 changes give another verdict and 1 gives another reason", text)
        # A change that stays above what is asked changes nothing.
        self.assertEqual(json.loads(self.run_it("claim", "weighed.ent", "--weights", "10", "-n", "400",
                                                "--json").stdout)["changes"], [])

    def test_the_causal_picture_is_whole_svg_where_dot_is_installed(self):
        model = SOURCE / "models" / "korea"
        if not shutil.which("dot", path=self.env["PATH"]):
            said = self.run_it("graph", model, "--format", "svg", code=2).stderr.decode()
            self.assertIn("graphviz", said)
            return
        dot = self.run_it("graph", model).stdout.decode()
        svg = xml.etree.ElementTree.fromstring(self.run_it("graph", model, "--format", "svg").stdout)
        groups = [g.get("class") for g in svg.iter("{http://www.w3.org/2000/svg}g")]
        self.assertEqual(groups.count("edge"), dot.count(" -> "))
        self.assertGreater(groups.count("edge"), 300)
        self.assertGreater(groups.count("cluster"), 8)


if __name__ == "__main__":
    ENTENTE, SOURCE = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
    ProgramCase.program = ENTENTE
    unittest.main(argv=sys.argv[:1])
