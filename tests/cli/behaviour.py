#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the command line promises whatever the model: streams, colour, exit codes, the same bytes,
interruption, completions, JSON that matches its schema, and no dependence on locale or time zone.

usage: behaviour.py ENTENTE SOURCE_DIR"""
import csv
import fcntl
import filecmp
import io
import json
import os
import pathlib
import re
import shutil
import signal
import struct
import subprocess
import sys
import termios
import unittest

import jsonschema

from program_case import ProgramCase

ENTENTE = None
SOURCE = None
ESC = b"\x1b"


def strict(schema):
    """The schema, which allows additions, made to refuse fields that it does not name: a field that
    the program writes must be in it."""
    if isinstance(schema, list):
        return [strict(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: strict(inner) for name, inner in schema.items()}
    if "properties" in made and "additionalProperties" not in made:
        made["additionalProperties"] = False
    return made


def check_schema(value, name):
    schema = json.loads((SOURCE / "docs" / "schema" / f"{name}.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(value, schema, cls=jsonschema.Draft202012Validator)
    jsonschema.validate(value, strict(schema), cls=jsonschema.Draft202012Validator)


class Behaviour(ProgramCase):
    def run_into(self, name, *words, **env):
        self.run_it("run", "tiny.ent", "-s", "many_visits", "-n", "300", "-o", name, *words, **env)
        return self.folder / name

    def assert_same_bytes(self, a, b, but=("manifest.json",)):
        names = sorted(p.name for p in a.iterdir())
        self.assertEqual(names, sorted(p.name for p in b.iterdir()))
        for name in names:
            if name not in but:
                self.assertTrue(filecmp.cmp(a / name, b / name, shallow=False), name)

    def test_piped_output_and_no_color_have_no_escape(self):
        for words in (["claim", "tiny.ent", "-n", "300"], ["check", "tiny.ent"], ["--help"]):
            for env in ({}, {"NO_COLOR": "1"}):
                done = self.run_it(*words, **env)
                self.assertNotIn(ESC, done.stdout + done.stderr)
        done = self.run_it("check", "broken.ent", code=1)
        self.assertNotIn(ESC, done.stdout + done.stderr)

    def test_colour_can_be_forced_and_forbidden(self):
        self.assertIn(ESC, self.run_it("check", "broken.ent", code=1, FORCE_COLOR="1").stderr)
        self.assertIn(ESC, self.run_it("check", "broken.ent", "--color", "always", code=1).stderr)
        done = self.run_it("check", "broken.ent", "--color", "never", code=1, FORCE_COLOR="1")
        self.assertNotIn(ESC, done.stderr)

    def test_a_piped_run_prints_at_most_twelve_progress_lines(self):
        done = self.run_it("run", "tiny.ent", "-n", "2000", "-o", "a", "--progress", "always")
        lines = done.stderr.decode().splitlines()
        self.assertGreaterEqual(len(lines), 2)
        self.assertLessEqual(len(lines), 12)

    def test_progress_as_json_is_an_object_a_line(self):
        done = self.run_it("run", "tiny.ent", "-n", "2000", "-o", "a", "--progress", "json", "-q")
        lines = [json.loads(line) for line in done.stderr.decode().splitlines() if line[0] == "{"]
        self.assertEqual(lines[-1]["done"], lines[-1]["total"])

    def test_progress_as_json_says_what_the_members_so_far_say(self):
        done = self.run_it("run", "tiny.ent", "-s", "no_visits", "-n", "2000", "-o", "a", "--progress", "json", "-q")
        live = [json.loads(line)["live"] for line in done.stderr.decode().splitlines() if line[0] == "{"]
        self.assertEqual({one["output"] for one in live}, {"trust"})
        self.assertEqual([one["scenario"] for one in live][0], "baseline")
        self.assertEqual([one["scenario"] for one in live][-1], "no_visits")
        for one in live:
            self.assertLessEqual(one["q05"], one["median"])
            self.assertLessEqual(one["median"], one["q95"])
            self.assertGreaterEqual(one["median_error"], 0)
            self.assertEqual("difference" in one, one["scenario"] != "baseline")
        # The last object has every member: it says what the files say.
        self.assertEqual(live[-1]["members"], 2000)
        end = [r for r in self.rows(self.folder / "a" / "quantiles.csv")
               if r["scenario"] == "no_visits" and r["variable"] == "trust"][-1]
        for name, column in (("q05", "q05"), ("median", "q50"), ("q95", "q95")):
            self.assertAlmostEqual(live[-1][name], float(end[column]), places=5)

    def test_a_terminal_shows_live_statistics_and_the_files_do_not_know(self):
        words = ["run", "tiny.ent", "-s", "no_visits", "-n", "20000", "-j", "1"]
        self.run_it(*words, "-o", "quiet", "--progress", "never")
        master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 160, 0, 0))
        started = subprocess.Popen([ENTENTE, *words, "-o", "shown", "--progress", "always"], cwd=self.folder,
                                   env=self.env, stdout=subprocess.DEVNULL, stderr=slave)
        os.close(slave)
        shown = b""
        while True:
            try:
                read = os.read(master, 65536)
            except OSError:
                break
            if not read:
                break
            shown += read
        os.close(master)
        self.assertEqual(started.wait(), 0)
        text = shown.decode()
        self.assertRegex(text, r"trust \S+ · baseline \S+ \[\S+ to \S+\] ±")
        self.assertRegex(text, r"no_visits .* · from baseline \S+ ±")
        # Both lines are wiped before anything else is said.
        self.assertRegex(text, r"\r\x1b\[K\x1b\[1A\r\x1b\[K[^\x1b]*$")
        for name in ("members.nc", "quantiles.csv", "summary.json", "events.csv"):
            self.assertTrue(filecmp.cmp(self.folder / "quiet" / name, self.folder / "shown" / name, shallow=False))

    def test_claims_share_history_where_scenarios_begin_at_the_forecast(self):
        done = self.run_it("claim", str(SOURCE / "models" / "example"), "-n", "20", "-v")
        shared = re.search(rb"(\d+) of (\d+) ensembles share the history of another", done.stderr)
        self.assertGreater(int(shared[1]), 0)
        self.assertGreater(int(shared[2]), int(shared[1]))

    def test_data_goes_to_standard_output_and_the_rest_does_not(self):
        done = self.run_it("claim", "tiny.ent", "--json", "-n", "300")
        json.loads(done.stdout)

    def test_every_shipped_model_runs_and_repeats_from_its_manifest(self):
        games = sorted(f"games/{p.name}" for p in (SOURCE / "models" / "games").glob("*.ent"))
        names = sorted(p.name for p in (SOURCE / "models").iterdir() if p.is_dir() and p.name != "games")
        self.assertGreater(len(names), 4)
        self.assertTrue(games)
        for name in names + games:
            shutil.copytree(SOURCE / "models", self.folder / "models")
            model = f"models/{name}"
            name = name.replace("/", "-")
            self.run_it("fmt", "--check", model)
            scenarios = [s["name"] for s in self.scenarios_of(model)][:1]
            words = [w for s in scenarios for w in ("-s", s)]
            self.run_it("run", model, *words, "-n", "40", "-o", f"{name}-a")
            shutil.rmtree(self.folder / "models")
            done = self.run_it("run", "--from-manifest", f"{name}-a", "-o", f"{name}-b", "-j", "2", "--block", "16")
            self.assertIn(b"the same bytes", done.stderr)
            self.assert_same_bytes(self.folder / f"{name}-a", self.folder / f"{name}-b")
            for scenario in scenarios:
                self.run_it("compare", f"{name}-a", "baseline", scenario)

    def test_players_who_look_ahead_are_repeated_from_the_manifest(self):
        how = ["--policy", "rollout", "--levels", "2", "--replicates", "2"]
        shutil.copytree(SOURCE / "models", self.folder / "models")
        done = self.run_it("run", "models/example", "-n", "20", *how, "-o", "a")
        self.assertIn("policy rollout", done.stdout.decode() + done.stderr.decode())
        shutil.rmtree(self.folder / "models")
        again = self.run_it("run", "--from-manifest", "a", "-o", "b", "-j", "2", "--block", "16")
        self.assertIn(b"the same bytes", again.stderr)
        self.assert_same_bytes(self.folder / "a", self.folder / "b")
        inputs = json.loads((self.folder / "a" / "manifest.json").read_text())["inputs"]
        self.assertEqual(inputs["policy"], "rollout")
        self.assertEqual(inputs["flags"], {"levels": "2", "replicates": "2"})
        self.run_it("run", "--from-manifest", "a", "-o", "c", "--levels", "1", code=2)

    def scenarios_of(self, model):
        text = self.run_it("show", "model", model).stdout.decode()
        return [{"name": n} for n in re.findall(r"^scenario (\w+)", text, re.M) if n != "baseline"]

    def test_exit_codes(self):
        self.run_it("check", "tiny.ent", code=0)
        self.run_it("check", "broken.ent", code=1)
        self.run_it("run", "broken.ent", code=1)
        self.run_it("check", "absent.ent", code=2)
        self.run_it("chekc", "tiny.ent", code=2)
        self.run_it("run", "tiny.ent", "--nonsense", code=2)
        self.run_it("run", "nan.ent", "-n", "200", "-o", "b", code=3)
        self.assertTrue((self.folder / "b" / "manifest.json").exists())
        self.run_it("claim", "tiny.ent", "P1_3", "--fail-on", "contradicted", code=1)
        self.run_it("claim", "tiny.ent", "P1_3", code=0)

    def test_a_folder_that_cannot_be_written_is_one_line(self):
        (self.folder / "file").write_text("x")
        done = self.run_it("run", "tiny.ent", "-n", "20", "-o", "file/inside", code=2)
        self.assertEqual(len(done.stderr.decode().splitlines()), 1)

    def test_a_full_disk_is_noticed(self):
        with open("/dev/full", "w") as full:
            done = subprocess.run([ENTENTE, "--help"], stdout=full, stderr=subprocess.PIPE,
                                  env=self.env)
            again = subprocess.run([ENTENTE, "check", "tiny.ent"], stdout=full, cwd=self.folder,
                                   stderr=subprocess.PIPE, env=self.env)
        self.assertEqual((done.returncode, again.returncode), (2, 2))

    def test_the_same_seed_gives_the_same_bytes_on_any_threads_blocks_and_instruction_sets(self):
        first = self.run_into("first", "-j", "1")
        for name, words in {"two": ["-j", "2"], "seven": ["-j", "7"], "b16": ["--block", "16"],
                            "b64": ["--block", "64"], "b128": ["--block", "128"]}.items():
            self.assert_same_bytes(first, self.run_into(name, *words))
        sets = re.search(r"instruction sets +(.*) here", self.run_it("--version").stdout.decode())[1]
        for name in sets.split(", "):
            self.assert_same_bytes(first, self.run_into(name, "--isa", name))
        other = self.run_into("other", "--seed", "2")
        self.assertFalse(filecmp.cmp(first / "quantiles.csv", other / "quantiles.csv", False))

    def test_locale_and_time_zone_change_no_byte(self):
        first = self.run_into("first", TZ="UTC", LC_ALL="C")
        there = self.run_into("there", TZ="Asia/Pyongyang", LC_ALL="de_DE.UTF-8", LC_NUMERIC="de_DE.UTF-8")
        self.assert_same_bytes(first, there)

    def test_a_manifest_alone_reproduces_its_run(self):
        first = self.run_into("first", "--seed", "5")
        alone = self.folder / "alone"
        alone.mkdir()
        shutil.copy(first / "manifest.json", alone / "m.json")
        for name in ("tiny.ent", "data"):
            path = self.folder / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        done = subprocess.run([ENTENTE, "run", "--from-manifest", "m.json", "-o", "again"], cwd=alone,
                              env=self.env, capture_output=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assert_same_bytes(first, alone / "again")

    def test_one_member_replays_as_it_ran(self):
        self.run_it("run", "tiny.ent", "-n", "8", "-o", "all")
        self.run_it("run", "tiny.ent", "--member", "3", "-o", "one")
        import netCDF4
        whole = netCDF4.Dataset(self.folder / "all" / "members.nc")
        one = netCDF4.Dataset(self.folder / "one" / "members.nc")
        ours, theirs = one["trust"][:], whole["trust"][:]
        self.assertTrue((ours[0, 0] == theirs[0, 3]).all())

    def rows(self, path):
        return list(csv.DictReader(io.StringIO(path.read_text())))

    def interrupted(self, *words):
        """Runs, and sends Ctrl-C once a tenth is done."""
        started = subprocess.Popen([ENTENTE, *words, "--progress", "json"], cwd=self.folder, env=self.env,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        started.stderr.readline()
        while not started.stderr.readline().startswith(b"{"):
            pass
        started.send_signal(signal.SIGINT)
        out, err = started.communicate(timeout=300)
        return started.returncode, out, err

    def test_an_interrupt_keeps_whole_members_and_exits_130(self):
        code, _, err = self.interrupted("run", "tiny.ent", "-s", "no_visits", "-n", "400000", "-o", "cut",
                                        "--block", "16", "-j", "1")
        self.assertEqual(code, 130)
        self.assertIn(b"marked partial", err)
        manifest = json.loads((self.folder / "cut" / "manifest.json").read_text())
        self.assertTrue(manifest["circumstances"]["partial"])
        check_schema(manifest, "manifest")
        summary = json.loads((self.folder / "cut" / "summary.json").read_text())
        check_schema(summary, "summary")
        members = summary["scenarios"][0]["members"]
        self.assertGreater(members, 0)
        self.assertTrue(summary["scenarios"][-1]["partial"])
        rows = self.rows(self.folder / "cut" / "quantiles.csv")
        self.assertEqual({int(r["n"]) for r in rows if r["scenario"] == "baseline"}, {members})
        import netCDF4
        with netCDF4.Dataset(self.folder / "cut" / "members.nc") as file:
            self.assertFalse(file["trust"][0, :members].mask.any())
        self.assertEqual([p for p in (self.folder / "cut").iterdir() if "unfinished" in p.name], [])

    def test_an_interrupted_claim_judges_nothing(self):
        code, out, err = self.interrupted("claim", "tiny.ent", "-n", "400000", "-o", "c")
        self.assertEqual(code, 130)
        self.assertEqual(out, b"")
        self.assertFalse((self.folder / "c").exists())

    def test_completions_name_every_verb_and_flag_of_the_help(self):
        front = self.run_it().stdout.decode()
        verbs = re.search(r"Verbs: (.*?)\nHelp", front, re.S)[1].split()
        self.assertIn("claim", verbs)
        for shell in ("bash", "zsh", "fish"):
            script = self.run_it("completions", shell).stdout.decode()
            for verb in verbs:
                self.assertIn(verb, script)
                for flag in re.findall(r"--([a-z-]+)", self.run_it(verb, "--help").stdout.decode()):
                    self.assertIn(flag, script, (shell, verb))
        script = self.run_it("completions", "bash").stdout
        self.assertEqual(subprocess.run(["bash", "-n"], input=script).returncode, 0)
        asked = script.decode() + """
COMP_WORDS=(entente run --dr); COMP_CWORD=2; _entente; echo "${COMPREPLY[@]}"
COMP_WORDS=(entente ch); COMP_CWORD=1; _entente; echo "${COMPREPLY[@]}"
COMP_WORDS=(entente run --draws m); COMP_CWORD=3; _entente; echo "${COMPREPLY[@]}"
"""
        done = subprocess.run(["bash"], input=asked.encode(), capture_output=True)
        self.assertEqual(done.stdout.decode().split(), ["--draws", "check", "mean"])

    def test_manual_pages_name_what_the_help_names(self):
        self.assertIn("entente\\-run", self.run_it("man").stdout.decode())
        for verb in ("run", "claim"):
            page = self.run_it("man", verb).stdout.decode().replace("\\-", "-")
            for flag in re.findall(r"--([a-z-]+)", self.run_it(verb, "--help").stdout.decode()):
                self.assertIn("--" + flag, page)
            if shutil.which("man"):
                warned = subprocess.run(["man", "--warnings", "-l", "-"], input=page.encode(),
                                        capture_output=True, env=self.env | {"MANWIDTH": "80"})
                self.assertEqual(warned.stderr, b"")

    def test_json_matches_the_shipped_schemas(self):
        self.run_it("run", "tiny.ent", "-n", "50", "-o", "r")
        named = set()
        for name, words, code in (("claims", ["claim", "tiny.ent", "-n", "300", "--json"], 0),
                                  ("check", ["check", "broken.ent", "--json"], 1),
                                  ("check", ["check", "tiny.ent", "--json"], 0),
                                  ("data", ["data", "list", "tiny.ent", "--json"], 0),
                                  ("data", ["data", "show", "tiny.ent", "trade", "--json"], 0),
                                  ("data", ["data", "check", "tiny.ent", "--json"], 0),
                                  ("bargain", ["bargain", "actors.csv", "--json"], 0),
                                  ("config", ["config", "--json"], 0),
                                  ("explain", ["explain", "E3004", "--json"], 0),
                                  ("explain", ["explain", "trust", "tiny.ent", "--json"], 0),
                                  ("summary", ["run", "tiny.ent", "-n", "50", "-o", "s", "--json"], 0),
                                  ("summary", ["run", "nan.ent", "-n", "50", "-o", "n", "--json"], 3),
                                  ("compare", ["compare", "tiny.ent", "baseline", "no_visits", "-n",
                                               "50", "--json"], 0),
                                  ("influence", ["influence", "channels.ent", "-n", "50", "--json"], 0),
                                  ("sense", ["sense", "channels.ent", "trade", "-n", "50", "--json"], 0),
                                  ("graph", ["graph", "channels.ent", "--json"], 0),
                                  ("weights", ["claim", "tiny.ent", "-n", "50", "--weights", "50",
                                               "--json"], 0),
                                  ("data", ["data", "timeline", "tiny.ent", "--json"], 0),
                                  ("score", ["score", "scored.ent", "-n", "50", "--json"], 0),
                                  ("report", ["report", "tiny.ent", "-n", "50", "--json"], 0),
                                  ("decisions", ["show", "decisions", str(SOURCE / "models" / "example"), "-n", "20",
                                                 "--policy", "myopic", "--json"], 0),
                                  ("summary", ["run", str(SOURCE / "models" / "example"), "-n", "20", "-o", "p",
                                               "--policy", "myopic", "--json"], 0),
                                  ("compare", ["compare", "r", "baseline", "baseline", "--all", "--json"], 0)):
            check_schema(json.loads(self.run_it(*words, code=code).stdout), name)
            named.add(name)
        check_schema(json.loads((self.folder / "r" / "manifest.json").read_text()), "manifest")
        check_schema(json.loads((self.folder / "r" / "summary.json").read_text()), "summary")
        self.run_it("claim", "tiny.ent", "-n", "50", "-o", "c")
        check_schema(json.loads((self.folder / "c" / "claims.json").read_text()), "claims")
        check_schema(json.loads((self.folder / "c" / "manifest.json").read_text()), "manifest")
        shipped = {p.name.split(".")[0] for p in (SOURCE / "docs" / "schema").iterdir()}
        # Those of fits are checked where there is one.
        self.assertEqual(shipped, named | {"manifest", "fit_filter", "ablations", "serve"})

    def test_a_schema_notices_a_wrong_value_and_an_unknown_field(self):
        good = {"schema_version": 1, "settings": []}
        check_schema(good, "config")
        for bad in ({"schema_version": 2, "settings": []}, good | {"surprise": 1}, {"settings": []}):
            with self.assertRaises(jsonschema.ValidationError):
                check_schema(bad, "config")

    def test_members_open_in_xarray_with_realizations_and_dates(self):
        import numpy
        import xarray
        folder = self.run_into("x")
        with xarray.open_dataset(folder / "members.nc") as members:
            self.assertEqual(dict(members.sizes) | {"bounds": 2},
                             {"scenario": 2, "realization": 300, "time": 61, "bounds": 2})
            self.assertEqual(list(members["scenario"].values), ["baseline", "many_visits"])
            self.assertEqual(members["time"].values[0], numpy.datetime64("2020-01-01"))
            self.assertEqual(members["time"].values[-1], numpy.datetime64("2025-01-01"))
            self.assertEqual(members["realization"].attrs["standard_name"], "realization")
            self.assertEqual(members["trust"].dims, ("scenario", "realization", "time"))
            self.assertEqual(members["visits"].attrs["cell_methods"], "time: sum")
            self.assertEqual(members["trust"].attrs["units"], "1")
            self.assertEqual(members.attrs["Conventions"], "CF-1.11")
            inputs = json.loads(members.attrs["entente_manifest"])
            self.assertEqual(inputs["seed"], 1)
            late = members["trust"].sel(scenario="many_visits", time="2024-01-01")
            row = next(r for r in self.rows(folder / "quantiles.csv")
                       if (r["scenario"], r["variable"], r["time"]) == ("many_visits", "trust", "2024-01-01"))
            self.assertAlmostEqual(float(late.quantile(0.95)), float(row["q95"]), places=5)

    def test_a_fit_is_kept_used_repeated_and_refused_when_the_record_changes(self):
        import xarray
        text = """model fitted "Fitted" { time month from 2020-01 to 2022-12; forecast from 2022-01; outputs trade; omits "all else" }
unit USD "US dollar"
source judged "judged"
param level : USD/month ~ lognormal(100, 0.5) { grade D; source judged }
let trade : USD/month = level
data customs : USD/month from { 2020-01: 90, 2020-02: 110, 2020-03: 95 } {
  observes trade with lognormal(sd = 0.1); source judged
}
"""
        (self.folder / "fitted.ent").write_text(text)
        short = ("--burn-in", "200", "--generations", "3000")
        done = self.run_it("fit", "fitted.ent", *short)
        self.assertIn(b"1 of 1 quantities are informed", done.stdout)
        posterior = self.folder / "posterior.nc"
        for group in ("posterior", "prior", "posterior_predictive", "observed_data", "sample_stats"):
            with xarray.open_dataset(posterior, group="default/" + group) as opened:
                self.assertGreater(len(opened.variables), 0)
        with xarray.open_dataset(posterior, group="default/posterior") as draws:
            level = draws["value"].sel(quantity="level")
            self.assertEqual(level.dims, ("chain", "draw"))
            self.assertAlmostEqual(float(level.mean()), 98, delta=1.5)
            self.assertEqual(str(draws["unit"].sel(quantity="level").values), "USD/month")
        again = self.run_it("fit", "fitted.ent", *short, "-o", "again.nc", "-j", "1")
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertEqual(posterior.read_bytes(), (self.folder / "again.nc").read_bytes())
        filtered = self.run_it("fit", "fitted.ent", "--filter", "--json")
        check = json.loads(filtered.stdout)["filters"][0]
        check_schema(json.loads(filtered.stdout), "fit_filter")
        # Nothing happens by chance, so the mean path is the model.
        self.assertTrue(check["stands"])
        self.assertAlmostEqual(check["shift"], 0, places=3)
        self.assertEqual(check["now"][0]["name"], "trade")
        run = self.run_it("run", "fitted.ent", "-n", "100", "-o", "from_fit")
        self.assertIn(b"posterior default (record to 2021-12)", run.stderr)
        repeated = self.run_it("run", "--from-manifest", "from_fit/manifest.json", "-o", "repeated")
        self.assertEqual(repeated.returncode, 0, repeated.stderr)
        self.assert_same_bytes(self.folder / "from_fit", self.folder / "repeated")
        manifest = json.loads((self.folder / "from_fit" / "manifest.json").read_text())
        check_schema(manifest, "manifest")
        manifest["inputs"]["posterior"]["r_hat"] = 1.23
        check_schema(manifest, "manifest")
        (self.folder / "doubtful.json").write_text(json.dumps(manifest))
        doubtful = self.run_it("run", "--from-manifest", "doubtful.json", "-o", "doubtful")
        self.assertIn(b"its chains have not agreed yet, R-hat up to 1.23", doubtful.stderr)
        (self.folder / "fitted.ent").write_text(text.replace("110", "120"))
        refused = self.run_it("run", "fitted.ent", "-n", "100", "-o", "no", code=2)
        self.assertIn(b"was fitted to another model or record", refused.stderr)
        self.assertIn(b"entente fit fitted.ent", refused.stderr)
        free = self.run_it("run", "fitted.ent", "-n", "100", "-o", "free", "--posterior", "none")
        self.assertEqual(free.returncode, 0, free.stderr)

    def test_a_fit_as_of_a_date_reads_what_was_published_by_then(self):
        (self.folder / "growth.csv").write_text(
            "date,value,as_of\n2012,5,2013-07-10\n2013,5,2014-07-10\n2013,9,2015-07-10\n2014,9,2015-07-10\n2015,8,2016-07-10\n")
        (self.folder / "dated.ent").write_text("""model dated "Dated" { time month from 2010-01 to 2020-12; forecast from 2018-01; omits "all else" }
source judged "judged"
param level : 1 ~ normal(7, 3) { grade D; source judged }
let height : 1 = level
data figures : 1 each year from "growth.csv" column value {
  observes average height with normal(sd = 0.5); source judged
}
""")
        short = ("--until", "2014-12", "--burn-in", "200", "--generations", "3000", "--json")
        fits = {}
        for date in (None, "2015-06", "2015-07", "2014"):
            as_of = () if date is None else ("--as-of", date)
            fits[date] = json.loads(self.run_it("fit", "dated.ent", *short, *as_of).stdout)["fits"][0]
        # 5 and 5; 5, 9 and 9 once the figures of July 2015 are out.
        self.assertEqual([fits[d]["observed"] for d in (None, "2015-06", "2015-07", "2014")], [3, 2, 3, 2])
        self.assertEqual(fits["2014"]["name"], "default_to_2014_12_as_of_2014_12")
        middle = {date: fit["quantities"][0]["posterior"]["q50"] for date, fit in fits.items()}
        self.assertAlmostEqual(middle["2015-06"], 5.0, delta=0.1)
        self.assertEqual(middle["2014"], middle["2015-06"])
        self.assertAlmostEqual(middle[None], 7.7, delta=0.1)
        self.assertEqual(middle["2015-07"], middle[None])
        # A hindcast takes the fit that knew no more than its first origin does.
        score = ("score", "dated.ent", "-n", "50", "--from", "2015-01", "--until", "2017-12", "--json")
        self.assertIn("as_of_2014_12", json.loads(self.run_it(*score).stdout)["draws"])
        refused = self.run_it("fit", "dated.ent", "--as-of", "spring", code=2)
        self.assertIn(b"--as-of needs a date", refused.stderr)
        nothing = self.run_it("fit", "dated.ent", "--as-of", "2012-12", code=2)
        self.assertIn(b"by 2012-12", nothing.stderr)

    def test_a_score_is_repeated_and_uses_the_fit_to_the_years_before(self):
        words = ("score", "scored.ent", "-n", "100", "--json")
        first = self.run_it(*words, "-j", "1")
        self.assertEqual(first.stdout, self.run_it(*words, "-j", "3").stdout)
        report = json.loads(first.stdout)
        self.assertFalse(report["fitted"])
        self.assertEqual(report["until"], "2021-12")
        short = ("--burn-in", "200", "--generations", "3000", "--until", "2015-12")
        self.run_it("fit", "scored.ent", *short)
        fitted = json.loads(self.run_it(*words).stdout)
        self.assertTrue(fitted["fitted"])
        self.assertIn("to_2015_12", fitted["draws"])
        free = self.run_it(*words, "--posterior", "none")
        self.assertEqual(first.stdout, free.stdout)
        table = list(csv.reader(io.StringIO(self.run_it(*words[:-1], "--csv").stdout.decode())))
        self.assertEqual({len(row) for row in table}, {16})
        self.assertIn("the model", {row[8] for row in table})

    def test_a_score_has_what_was_forecast_beside_what_came(self):
        made = json.loads(self.run_it("score", "scored.ent", "-n", "100", "--json").stdout)
        records = [record for level in made["levels"] for record in level["records"]]
        for record in records:
            for number in record["numbers"]:
                quantiles = [number[q] for q in ("q05", "q25", "q50", "q75", "q95")]
                self.assertEqual(quantiles, sorted(quantiles))
                self.assertEqual(number["naive"] is None, not record["naive"])
            within = sum(number["within_90"] for number in record["numbers"])
            self.assertAlmostEqual(within, record["model"]["coverage_90"] * record["forecasts"])
        # Persistence says the last figure known: each January that of the year before.
        customs = next(record for record in records if (record["series"], record["horizon"]) == ("customs", 24))
        self.assertEqual(customs["naive"][0]["name"], "persistence")
        for number, figure in zip(customs["numbers"], (108, 105, 111, 109, 104), strict=True):
            self.assertAlmostEqual(number["naive"], figure, places=6)

    def test_held_out_months_are_scored_once(self):
        words = ("score", "scored.ent", "-n", "100", "--holdout", "--json")
        report = json.loads(self.run_it(*words).stdout)
        self.assertEqual((report["from"], report["until"]), ("2022-01", "2022-03"))
        log = (self.folder / "holdout.log").read_text()
        self.assertEqual(json.loads(log)["model"], "scored")
        refused = self.run_it(*words, code=2)
        self.assertIn(log.strip().encode(), refused.stderr)
        self.assertEqual(refused.stdout, b"")
        self.assertEqual((self.folder / "holdout.log").read_text(), log)

    def test_links_that_the_record_shows_earn_their_place(self):
        months = ", ".join(f"{2010 + m // 12}-{m % 12 + 1:02}: {100 + 3 * (m % 2) + 25 * (m >= 60)}" for m in range(120))
        (self.folder / "linked.ent").write_text(f"""model linked "Linked" {{ time month from 2010-01 to 2020-12; forecast from 2020-01; omits "all else" }}
unit USD "US dollar"
source judged "judged"
param level : USD/month ~ normal(100, 10) {{ grade D; source judged }}
param gain : USD/month ~ normal(20, 10) {{ grade D; source judged }}
param idle : USD/month ~ normal(0, 0.001) {{ grade D; source judged }}
let trade : USD/month = level
    + gain * (if time < 2015-01-01 then 0 else 1) as shift
    + idle as nothing
data customs : USD/month from {{ {months} }} {{ observes trade with normal(sd = 5); source judged }}
claim C1 "The shift is worth something" {{
  expect effect of shift on average trade over 2018 .. 2019 rises by 5 [USD/month]
  rests on shift
}}
""")
        short = ("--until", "2016-12")
        self.run_it("fit", "linked.ent", *short, "--burn-in", "200", "--generations", "3000")
        done = self.run_it("fit", "linked.ent", *short, "--ablations", "--json")
        result = json.loads(done.stdout)
        check_schema(result, "ablations")
        self.assertEqual(json.loads((self.folder / "ablations.json").read_text()), result)
        self.assertEqual(result["numbers"], 36)
        links = {link["name"]: link for link in result["links"]}
        self.assertTrue(links["shift"]["earns"])
        self.assertGreater(links["shift"]["worse_by"], 5)
        self.assertFalse(links["nothing"]["earns"])
        # A command that was stopped left the first link done; the number is one that no fit gives.
        left = self.folder / "ablations.json.unfinished"
        self.assertFalse(left.exists())
        done = result["links"][0] | {"worse_by": 123.5}
        for seed, worse in ((1, 123.5), (2, result["links"][0]["worse_by"])):
            left.write_text(json.dumps(result | {"seed": seed, "links": [done]}))
            again = json.loads(self.run_it("fit", "linked.ent", *short, "--ablations", "--json").stdout)
            self.assertEqual([link["worse_by"] for link in again["links"]],
                             [worse, result["links"][1]["worse_by"]])
            self.assertFalse(left.exists())
        claimed = self.run_it("fit", "linked.ent", *short, "--ablations", "--links", "claimed", "--json")
        self.assertEqual(json.loads(claimed.stdout)["links"], [links["shift"]])
        one = self.run_it("fit", "linked.ent", *short, "--ablations", "--links", "nothing", "--json")
        self.assertEqual(json.loads(one.stdout)["links"], [links["nothing"]])
        wrong = self.run_it("fit", "linked.ent", *short, "--ablations", "--links", "shfit", code=2)
        self.assertIn(b"has no link `shfit`. Did you mean `shift`?", wrong.stderr)
        wrong = self.run_it("fit", "linked.ent", *short, "--ablations", "--links", "claimd", code=2)
        self.assertIn(b"has no link `claimd`. Did you mean `claimed`?", wrong.stderr)
        self.run_it("fit", "linked.ent", *short, "--ablations")
        whole = self.run_it("fit", "linked.ent", "--ablations", code=2)
        self.assertIn(b"--until", whole.stderr)
        # Claims read the same file, as long as it belongs to the fit beside the model.
        self.run_it("fit", "linked.ent", "--burn-in", "200", "--generations", "3000")
        judged = json.loads(self.run_it("claim", "linked.ent", "--json").stdout)
        self.assertEqual(judged["claims"][0]["parts"][0]["evidence"], "E3")
        (self.folder / "ablations.json").write_text(json.dumps(result | {"fingerprint": "0" * 64}))
        other = self.run_it("claim", "linked.ent", "--json")
        self.assertEqual(json.loads(other.stdout)["claims"][0]["parts"][0]["evidence"], "E2")
        self.assertIn(b"is left out", other.stderr)

    def test_tables_are_plain_csv(self):
        folder = self.run_into("t", "--wide", "--quantiles", "all", "--keep", "all")
        for name in ("quantiles.csv", "quantiles_all.csv", "quantiles_wide.csv", "events.csv"):
            data = (folder / name).read_bytes()
            self.assertNotIn(b"\r", data)
            self.assertNotIn(b"#", data)
            rows = list(csv.reader(io.StringIO(data.decode("utf-8"))))
            self.assertEqual({len(r) for r in rows}, {len(rows[0])}, name)
        exact = {tuple(r.values())[:5]: r for r in self.rows(folder / "quantiles.csv")}
        for row in self.rows(folder / "quantiles_all.csv"):
            same = exact[tuple(row.values())[:5]]
            self.assertEqual(row["n"], same["n"])
            for q in ("q05", "q50", "q95"):
                off = abs(float(row[q]) - float(same[q]))
                self.assertLessEqual(off, float(row["error"]) * abs(float(same[q])) + 1e-12, row)

    def test_no_input_makes_a_stack_trace(self):
        (self.folder / "deep.ent").write_text("let x : 1 = " + "(" * 100000)
        (self.folder / "nul.ent").write_bytes(b"model m\0 \"x\" {\xff\xfe")
        (self.folder / "bom.ent").write_bytes(b"\xef\xbb\xbf" + (self.folder / "tiny.ent").read_bytes())
        (self.folder / "crlf.ent").write_bytes((self.folder / "tiny.ent").read_bytes().replace(b"\n", b"\r\n"))
        (self.folder / "odd name\t$(x).ent").write_text("model")
        for name, code in (("deep.ent", 1), ("nul.ent", 1), ("bom.ent", 0), ("crlf.ent", 0),
                           ("odd name\t$(x).ent", 1)):
            done = self.run_it("check", name, code=code)
            self.assertNotIn(b"terminate", done.stderr)
            self.assertNotIn(b"internal error", done.stderr)

    def test_a_manifest_that_was_changed_is_refused_in_one_line(self):
        folder = self.run_into("m")
        text = (folder / "manifest.json").read_text()
        for name, bad in (("cut", text[:500]), ("list", "[1, 2]"), ("empty", ""),
                          ("text", text.replace("stock trust", "stock trusd")),
                          ("kind", text.replace('"members": 300', '"members": -3'))):
            (self.folder / f"{name}.json").write_text(bad)
            done = self.run_it("run", "--from-manifest", f"{name}.json", "-o", "never", code=2)
            self.assertEqual(len(done.stderr.decode().splitlines()), 1, done.stderr)
            self.assertFalse((self.folder / "never").exists())

    def test_a_reader_that_leaves_early_is_no_fault(self):
        for words in (["run", "tiny.ent", "-n", "50"], ["show", "tokens", "tiny.ent"], ["claim", "tiny.ent"]):
            done = subprocess.run(["bash", "-c", '"$0" "$@" | head -n 1', ENTENTE, *words], cwd=self.folder,
                                  env=self.env, capture_output=True, timeout=300)
            self.assertEqual(done.returncode, 0)
            self.assertNotIn(b"error", done.stderr)
            self.assertEqual(done.stdout.count(b"\n"), 1)

    def test_an_unreadable_file_is_one_line(self):
        (self.folder / "loop.ent").symlink_to("loop.ent")
        for words in (["check", "loop.ent"], ["fmt", "loop.ent"], ["run", "tiny.ent", "--config", "."]):
            done = self.run_it(*words, code=2)
            self.assertEqual(len(done.stderr.decode().splitlines()), 1, done.stderr)

    @unittest.skipIf(os.geteuid() == 0, "root writes anywhere")
    def test_a_folder_without_permission_is_one_line(self):
        (self.folder / "shut").mkdir(mode=0o555)
        self.run_it("run", "tiny.ent", "-n", "5", "-o", "shut", code=2)
        self.run_it("run", "tiny.ent", "-n", "5", "-o", "shut/in", code=2)
        self.run_it("new", "shut/in", code=2)

    def test_a_failed_run_leaves_no_folder(self):
        self.run_it("run", "tiny.ent", "-s", "nothing", "-o", "left", code=2)
        self.run_it("run", "broken.ent", "-o", "left", code=1)
        self.assertFalse((self.folder / "left").exists())

    def test_force_replaces_all_that_an_earlier_run_left(self):
        folder = self.run_into("f", "--wide")
        (folder / "notes.txt").write_text("mine")
        self.run_into("f", "--force")
        self.assertFalse((folder / "quantiles_wide.csv").exists())
        self.assertTrue((folder / "notes.txt").exists())

    def test_format_keeps_permissions_and_links(self):
        real = self.folder / "real.ent"
        real.write_text("let x:1=1\n")
        real.chmod(0o640)
        (self.folder / "link.ent").symlink_to("real.ent")
        self.run_it("fmt", "link.ent")
        self.assertEqual(real.read_text(), "let x : 1 = 1\n")
        self.assertEqual(real.stat().st_mode & 0o777, 0o640)
        self.assertTrue((self.folder / "link.ent").is_symlink())

    def test_generated_claim_text_is_guarded(self):
        done = self.run_it("claim", "tiny.ent", "-n", "300")
        text = done.stdout.decode()
        for word in ("will", "predicts", "proves", "confirms", "optimal", "accurate", "real-time"):
            self.assertIsNone(re.search(rf"\b{word}\b", text, re.I), word)
        self.assertIsNone(re.search(r"(^|[^0-9.,])(0|100) ?%", text))
        self.assertIn("not in this model", text)
        for line in text.splitlines():
            if "confidence" in line:
                self.assertIsNone(re.search(r"likely|chance|certain", line))

    def report(self, *words, **env):
        return json.loads(self.run_it("report", "tiny.ent", "-n", "300", "--json", *words, **env).stdout)

    def test_claims_and_series_of_a_report_fit_their_own_schemas(self):
        payload = self.report("-s", "many_visits")
        check_schema({"schema_version": 1, "claims": payload["claims"]}, "claims")
        check_schema({"schema_version": 1, "model": "tiny", "series": payload["series"]}, "data")
        self.assertEqual([c["name"] for c in payload["claims"]], ["P1_1", "P1_2", "P1_3", "P2_1", "P2_2"])
        self.assertEqual([s["name"] for s in payload["scenarios"]], ["baseline", "many_visits"])

    def test_a_report_says_what_run_and_claim_say(self):
        payload = self.report("-s", "many_visits")
        rows = self.rows(self.run_into("a", ) / "quantiles.csv")
        trust = next(c for c in payload["charts"] if c["name"] == "trust")
        for fan in trust["fans"]:
            of_run = {r["time"][:7]: r for r in rows if r["scenario"] == fan["scenario"] and r["variable"] == "trust"}
            first = list(of_run).index(fan["from"])
            for (_, row), median in zip(list(of_run.items())[first:], fan["q50"]):
                self.assertAlmostEqual(float(row["q50"]), median, delta=5e-4 * abs(median) + 1e-12)
        claims = json.loads(self.run_it("claim", "tiny.ent", "-n", "300", "--json").stdout)["claims"]
        self.assertEqual(claims, payload["claims"])

    def test_a_report_has_the_same_bytes_on_any_number_of_threads_and_needs_no_network(self):
        files = []
        for threads in ("1", "2", "7"):
            self.run_it("report", "tiny.ent", "-n", "300", "-o", "r.html", "--fresh", "--threads", threads)
            files.append((self.folder / "r.html").read_bytes())
        self.assertEqual(files[0], files[1])
        self.assertEqual(files[0], files[2])
        self.assertIn(b"default-src 'none'", files[0])
        self.assertNotRegex(files[0].split(b"<script>")[0], rb"https?:")
        out = self.run_it("report", "tiny.ent", "-n", "300", "-o", "-").stdout
        self.assertTrue(out.startswith(b"<!doctype html>"))

    def test_the_scores_beside_the_model_become_its_track_record(self):
        self.assertIn("No track record", self.report()["track_record"]["sentence"])
        (self.folder / "score.json").write_text("{}")
        self.assertIn("is not one of", self.report()["track_record"]["sentence"])

    def test_a_track_record_of_another_model_is_left_out(self):
        scored = self.folder / "scored.ent"
        text = scored.read_text()
        made = self.run_it("score", "scored.ent", "-n", "50", "--seed", "7", "--json").stdout
        (self.folder / "score.json").write_bytes(made)
        report = ("report", "scored.ent", "--json", "-n", "50")
        led = json.loads(self.run_it(*report).stdout)["track_record"]
        self.assertIn("Hindcast 2016-01 to 2021-12 only", led["sentence"])
        self.assertTrue(led["rows"])
        self.assertEqual([(one["level"], one["chart"]["name"]) for one in led["hindcasts"]],
                         [(level, name) for level in ("C0", "C1") for name in ("customs", "talks")])
        check_schema(json.loads(self.run_it(*report).stdout), "report")
        # A comment moves no number; a figure or a law does.
        scored.write_text("# a remark\n" + text)
        self.assertEqual(json.loads(self.run_it(*report).stdout)["track_record"], led)
        for changed in (text.replace("2021-01: 118", "2021-01: 119"), text.replace("2021-07: 2", "2021-07: 3"),
                        text.replace("(90, 0.1)", "(91, 0.1)"), text.replace("sd = 0.05", "sd = 0.06")):
            self.assertNotEqual(changed, text)
            scored.write_text(changed)
            stale = self.run_it(*report)
            self.assertIn("No track record", json.loads(stale.stdout)["track_record"]["sentence"], changed)
            self.assertIn(b"is left out", stale.stderr)

    def test_every_error_code_has_a_page(self):
        pages = sorted(p.stem for p in (SOURCE / "docs" / "errors").glob("*.md") if p.stem[0] in "EW")
        for code in pages:
            self.assertTrue(self.run_it("explain", code).stdout.decode().strip())

    def test_shuffled_words_and_joined_values_mean_the_same(self):
        a = self.run_it("compare", "tiny.ent", "baseline", "no_visits", "-n", "50", "--seed", "3").stdout
        b = self.run_it("compare", "--seed=3", "-n50", "tiny.ent", "baseline", "no_visits").stdout
        self.assertEqual(a, b)

    def test_claims_are_answered_from_the_cache_until_something_changes(self):
        words = ["claim", "tiny.ent", "-n", "300", "--json"]
        first = self.run_it(*words, "-v")
        self.assertIn(b"0 of 5 claims from the cache", first.stderr)
        again = self.run_it(*words, "-v")
        self.assertIn(b"5 of 5 claims from the cache", again.stderr)
        part = self.run_it(*words[:2], "P1_1", *words[2:], "-v", "--threads", "1")
        self.assertIn(b"1 of 1 claims from the cache", part.stderr)
        for other in (["--fresh"], ["--seed", "2"], ["--argue"]):
            self.assertIn(b"0 of 5 claims from the cache", self.run_it(*words, *other, "-v").stderr)
        without_log = lambda text: re.sub(rb'"versions_tried": \d+', b"", text)
        self.assertEqual(without_log(first.stdout), without_log(again.stdout))
        model = self.folder / "tiny.ent"
        model.write_text(model.read_text() + "\n")
        self.assertIn(b"0 of 5 claims from the cache", self.run_it(*words, "-v").stderr)

    def test_a_broken_cache_is_left_out_of_account_with_a_note(self):
        words = ["claim", "tiny.ent", "-n", "300", "--json"]
        first = self.run_it(*words)
        for file in (self.folder / "runs" / "cache").iterdir():
            file.write_bytes(file.read_bytes()[:200])
        again = self.run_it(*words)
        self.assertIn(b"is not whole", again.stderr)
        self.assertEqual(json.loads(first.stdout)["claims"][1], json.loads(again.stdout)["claims"][1])

    def test_claims_are_logged_with_their_versions(self):
        self.run_it("claim", "tiny.ent", "P1_2")
        path = self.folder / "tiny.ent"
        path.write_text(path.read_text().replace("is at least 40 [MUSD", "is at least 41 [MUSD"))
        text = self.run_it("claim", "tiny.ent", "P1_2").stdout.decode()
        self.assertIn("2 versions of this claim", text)
        log = (self.folder / "runs" / "claims.log").read_text().splitlines()
        self.assertEqual(len(log), 2)


if __name__ == "__main__":
    ENTENTE = str(pathlib.Path(sys.argv[1]).resolve())
    SOURCE = pathlib.Path(sys.argv[2])
    ProgramCase.program = ENTENTE
    unittest.main(argv=[sys.argv[0]])
