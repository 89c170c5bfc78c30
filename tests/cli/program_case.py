# SPDX-License-Identifier: Apache-2.0
"""A test of the program as a user starts it: a folder of its own with the models of tests/cli/models,
a home of its own, and nothing of the caller's environment but what sanitizers read."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent


class ProgramCase(unittest.TestCase):
    program = None  # path of the program; whoever starts the tests says it

    def setUp(self):
        self.home = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.home.name) / "work"
        shutil.copytree(HERE / "models", self.folder)
        keep = {k: v for k, v in os.environ.items() if k.startswith(("ASAN", "UBSAN", "LSAN"))}
        self.env = keep | {"PATH": "/usr/bin:/bin", "HOME": self.home.name, "TERM": "xterm"}

    def tearDown(self):
        self.home.cleanup()

    def run_it(self, *words, code=0, **env):
        done = subprocess.run([self.program, *map(str, words)], cwd=self.folder, env=self.env | env,
                              capture_output=True, stdin=subprocess.DEVNULL, timeout=300)
        self.assertEqual(done.returncode, code, (words, done.stdout, done.stderr))
        return done
