// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import test from "node:test";

import { readLink, writeLink, type State } from "../src/state";

const defaults: State = { verdicts: [], scenario: "shut", view: "levels", tables: false };
const scenarios = ["shut", "open"];

test("a link brings back what was chosen", () => {
  const states: State[] = [
    defaults,
    { verdicts: ["possible", "supported"], scenario: "open", view: "difference", tables: true },
    { verdicts: ["contradicted"], scenario: "", view: "levels", tables: false },
  ];
  for (const state of states) {
    const link = readLink(writeLink(state, defaults, "abcdef0123"), defaults, scenarios);
    assert.deepEqual({ ...link.state, verdicts: [...link.state.verdicts].sort() }, { ...state, verdicts: [...state.verdicts].sort() });
    assert.equal(link.model, "abcdef0");
  }
});

test("defaults are left out and keys sorted", () => {
  assert.equal(writeLink(defaults, defaults, "abcdef0123"), "#m=abcdef0");
  assert.equal(
    writeLink({ ...defaults, view: "difference", scenario: "open", verdicts: ["supported"] }, defaults, "abcdef0123"),
    "#m=abcdef0&s=open&v=supported&w=difference",
  );
});

test("what a link says that this report does not know is left at its default", () => {
  const link = readLink("#m=other&s=no_such&v=sure+supported&w=pie&t=2&x=<script>", defaults, scenarios);
  assert.deepEqual(link.state, { ...defaults, verdicts: ["supported"] });
  assert.equal(link.model, "other");
  assert.equal(readLink("#claims", defaults, scenarios).model, "");
});
