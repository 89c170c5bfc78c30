#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the command line promises whatever the model: streams, colour, exit codes, the same bytes,
interruption, completions, JSON that matches its schema, and no dependence on locale or time zone.

usage: behaviour.py ENTENTE SOURCE_DIR"""
import filecmp
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ENTENTE = None
SOURCE = None
ESC = b"\x1b"


def check_schema(value, schema, where="$"):
    """The part of JSON Schema that the shipped schemas use."""
    kinds = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
    wanted = schema.get("type")
    if wanted is not None:
        wanted = [wanted] if isinstance(wanted, str) else wanted
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        whole = isinstance(value, int) and not isinstance(value, bool)
        fits = any((w == "number" and number) or (w == "integer" and whole) or
                   (w in kinds and isinstance(value, kinds[w])) for w in wanted)
        assert fits, f"{where}: {value!r} is not {wanted}"
    if "enum" in schema:
        assert value in schema["enum"], f"{where}: {value!r} is none of {schema['enum']}"
    if "const" in schema:
        assert value == schema["const"], f"{where}: {value!r} is not {schema['const']!r}"
    if isinstance(value, dict):
        for name in schema.get("required", []):
            assert name in value, f"{where}: no {name}"
        for name, inner in value.items():
            properties = schema.get("properties", {})
            if name in properties:
                check_schema(inner, properties[name], f"{where}.{name}")
            else:
                assert schema.get("additionalProperties", True), f"{where}: {name} is not in the schema"
    if isinstance(value, list) and "items" in schema:
        for i, inner in enumerate(value):
            check_schema(inner, schema["items"], f"{where}[{i}]")


class Behaviour(unittest.TestCase):
    def setUp(self):
        self.home = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.home.name) / "work"
        shutil.copytree(HERE / "models", self.folder)
        keep = {k: v for k, v in os.environ.items() if k.startswith(("ASAN", "UBSAN", "LSAN"))}
        self.env = keep | {"PATH": "/usr/bin:/bin", "HOME": self.home.name, "TERM": "xterm"}

    def tearDown(self):
        self.home.cleanup()

    def run_it(self, *words, code=0, **env):
        done = subprocess.run([ENTENTE, *words], cwd=self.folder, env=self.env | env,
                              capture_output=True, stdin=subprocess.DEVNULL, timeout=300)
        self.assertEqual(done.returncode, code, (words, done.stdout, done.stderr))
        return done

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

    def test_data_goes_to_standard_output_and_the_rest_does_not(self):
        done = self.run_it("claim", "tiny.ent", "--json", "-n", "300")
        json.loads(done.stdout)

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
                            "b128": ["--block", "128"], "scalar": ["--isa", "scalar"]}.items():
            self.assert_same_bytes(first, self.run_into(name, *words))
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

    def test_an_interrupt_keeps_whole_members_and_exits_130(self):
        started = subprocess.Popen([ENTENTE, "run", "tiny.ent", "-n", "2000000", "-o", "cut", "--progress",
                                    "json"], cwd=self.folder, env=self.env, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        started.stderr.readline()  # the first tenth is done
        started.send_signal(signal.SIGINT)
        started.communicate(timeout=300)
        self.assertEqual(started.returncode, 130)
        manifest = json.loads((self.folder / "cut" / "manifest.json").read_text())
        self.assertIn("true", json.dumps(manifest).lower())
        self.assertGreater((self.folder / "cut" / "quantiles.csv").stat().st_size, 100)

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
        for name, words, code in (("claims", ["claim", "tiny.ent", "-n", "300", "--json"], 0),
                                  ("check", ["check", "broken.ent", "--json"], 1),
                                  ("check", ["check", "tiny.ent", "--json"], 0),
                                  ("data", ["data", "list", "tiny.ent", "--json"], 0),
                                  ("compare", ["compare", "tiny.ent", "baseline", "no_visits", "-n",
                                               "50", "--json"], 0)):
            schema = json.loads((SOURCE / "docs" / "schema" / f"{name}.schema.json").read_text())
            check_schema(json.loads(self.run_it(*words, code=code).stdout), schema)

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

    def test_every_error_code_has_a_page(self):
        pages = sorted(p.stem for p in (SOURCE / "docs" / "errors").glob("*.md") if p.stem[0] in "EW")
        for code in pages:
            self.assertTrue(self.run_it("explain", code).stdout.decode().strip())

    def test_shuffled_words_and_joined_values_mean_the_same(self):
        a = self.run_it("compare", "tiny.ent", "baseline", "no_visits", "-n", "50", "--seed", "3").stdout
        b = self.run_it("compare", "--seed=3", "-n50", "tiny.ent", "baseline", "no_visits").stdout
        self.assertEqual(a, b)

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
    unittest.main(argv=[sys.argv[0]])
