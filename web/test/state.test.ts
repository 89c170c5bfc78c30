// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import test from "node:test";

import { readLink, writeLink, type State } from "../src/state";

const defaults: State = { verdicts: [], scenario: "shut", view: "levels", tables: false, known: "" };
const names = { scenarios: ["shut", "open"], levels: ["C0", "C1"] };

test("a link brings back what was chosen", () => {
  const states: State[] = [
    defaults,
    { verdicts: ["possible", "supported"], scenario: "open", view: "difference", tables: true, known: "C1" },
    { verdicts: ["contradicted"], scenario: "", view: "levels", tables: false, known: "" },
  ];
  for (const state of states) {
    const link = readLink(writeLink(state, defaults, "abcdef0123"), defaults, names);
    assert.deepEqual({ ...link.state, verdicts: [...link.state.verdicts].sort() }, { ...state, verdicts: [...state.verdicts].sort() });
    assert.equal(link.model, "abcdef0");
  }
});

test("defaults are left out and keys sorted", () => {
  assert.equal(writeLink(defaults, defaults, "abcdef0123"), "#m=abcdef0");
  assert.equal(
    writeLink({ ...defaults, view: "difference", scenario: "open", verdicts: ["supported"], known: "C1" }, defaults, "abcdef0123"),
    "#k=C1&m=abcdef0&s=open&v=supported&w=difference",
  );
});

test("what a link says that this report does not know is left at its default", () => {
  const link = readLink("#m=other&s=no_such&v=sure+supported&w=pie&t=2&k=C9&x=<script>", defaults, names);
  assert.deepEqual(link.state, { ...defaults, verdicts: ["supported"] });
  assert.equal(link.model, "other");
  assert.equal(readLink("#claims", defaults, names).model, "");
});
