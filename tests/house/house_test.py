#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Each check of house.py accepts a good small tree and names the fault of a bad one."""
import os
import tempfile
import unittest

import house

SPDX = "// SPDX-License-Identifier: Apache-2.0\n"
GOOD = {
    "CMakeLists.txt": "foreach(stage base text run)\nendforeach()\n",
    "README.md": "`src/text` has `src/text/source.hpp`; see [the order](ARCHITECTURE.md#order).\n",
    "ARCHITECTURE.md": "`docs/errors/CODE.md`, `build/entente` and `--flag a/b`\n",
    "CONTRIBUTING.md": "```\n`no/such/file` in a block\n```\n",
    "src/text/CMakeLists.txt": "entente_stage(text\n  USES entente_base fmt::fmt)\n",
    "src/text/source.hpp": SPDX + '#include "base/ids.hpp"\n#include <fmt/format.h>\n',
    "src/base/ids.hpp": SPDX,
}


class House(unittest.TestCase):
    def findings(self, check, path=None, content=""):
        """What the check says of the good tree with one file replaced."""
        with tempfile.TemporaryDirectory() as root:
            tree = dict(GOOD)
            if path:
                tree[path] = content
            for name, text in tree.items():
                os.makedirs(os.path.dirname(os.path.join(root, name)), exist_ok=True)
                with open(os.path.join(root, name), "w", encoding="utf-8") as file:
                    file.write(text)
            return check(root)

    def assert_finds(self, check, path, content, line, words):
        self.assertEqual(self.findings(check), [], "the good tree is good")
        found = self.findings(check, path, content)
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith(f"{path}:{line}: "), found[0])
        self.assertIn(words, found[0])

    def test_an_include_of_a_higher_rank_is_found(self):
        bad = SPDX + '\n#include "text/source.hpp"\n'
        self.assert_finds(house.layers, "src/base/ids.hpp", bad, 3, "base includes text")

    def test_an_include_with_spaces_is_found(self):
        bad = SPDX + '  #  include "run/simulate.hpp"\n'
        self.assert_finds(house.layers, "src/text/source.hpp", bad, 2, "text includes run")

    def test_an_include_of_no_stage_is_found(self):
        self.assert_finds(house.layers, "src/text/a.cpp", '#include "other/a.hpp"\n', 1, "no stage")

    def test_an_include_without_its_folder_is_found(self):
        self.assert_finds(house.layers, "src/text/a.cpp", '#include "source.hpp"\n', 1, 'write "text/source.hpp"')

    def test_linking_a_higher_rank_is_found(self):
        bad = "entente_stage(text\n  USES entente_base entente_run)\n"
        self.assert_finds(house.layers, "src/text/CMakeLists.txt", bad, 2, "text uses run")

    def test_a_folder_that_is_no_stage_is_found(self):
        self.assert_finds(house.layers, "src/other/a.hpp", SPDX, 1, "not among the stages")

    def test_a_file_that_is_too_long_is_found(self):
        self.assertEqual(self.findings(house.sizes, "src/text/a.cpp", "\n" * house.LINES_MOST), [])
        bad = "\n" * (house.LINES_MOST + 1)
        self.assert_finds(house.sizes, "src/text/a.cpp", bad, house.LINES_MOST + 1, "longer")

    def test_a_source_without_its_licence_is_found(self):
        self.assert_finds(house.licences, "src/base/ids.hpp", "#pragma once\n", 1, "SPDX")

    def test_a_path_of_one_machine_is_found(self):
        for path in ("/home/someone/a", "/root/a", "see /work/a", "file:///a", "(/tmp/a)"):
            self.assert_finds(house.machines, "docs.md", f"\n{path}\n", 2, "one machine")

    def test_a_registry_host_is_found(self):
        for host in ("https://registry.npmjs.org/a", "pypi.org/simple", "ghcr.io/a"):
            self.assert_finds(house.machines, "a.lock", host, 1, "a registry host")

    def test_a_path_below_a_variable_or_the_tree_is_no_machine(self):
        for path in ("$HOME/work/a", "~/work/a", "docs/home/a", "build/tmp/a"):
            self.assertEqual(self.findings(house.machines, "docs.md", path), [])

    def test_a_named_path_that_does_not_exist_is_found(self):
        for name in ("src/nothing", "src/text/nothing.hpp", "NOTHING.md", "src/text/*.cpp"):
            self.assert_finds(house.paths, "ARCHITECTURE.md", f"\n`{name}`\n", 2, name)

    def test_a_link_that_leads_nowhere_is_found(self):
        self.assert_finds(house.links, "docs/a.md", "[a](../README.md) [b](b.md)", 1, "b.md")


if __name__ == "__main__":
    unittest.main()
