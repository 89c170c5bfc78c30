// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import test from "node:test";

import { signal } from "@preact/signals";

import type { LiveState } from "../src/live/drafts";
import { makeSteps, type Entry } from "../src/live/steps";

const state = (current: string): LiveState => ({
  tab: "whatif",
  drafts: [],
  current,
  compared: [],
  policy: "",
  view: "levels",
  viewChosen: false,
  tables: false, single: false,
  outputs: [],
  verdicts: [],
  known: "",
});

/** Steps with a browser's history that can be gone back in. */
function makePage() {
  const now = signal(state("a"));
  const places: Entry[] = [];
  const steps = makeSteps(now, {
    push: (entry) => void places.push(entry),
    replace: (entry) => void places.splice(-1, 1, entry),
  });
  places.push(steps.entry());
  return { now, places, steps };
}

test("undo and redo go by edits, and a new edit discards what was undone", () => {
  const { now, steps } = makePage();
  ["b", "c"].forEach((name) => steps.edit(state(name)));
  steps.undo();
  assert.equal(now.value.current, "b");
  assert.equal(steps.canRedo.value, true);
  steps.redo();
  assert.equal(now.value.current, "c");
  steps.undo();
  steps.undo();
  assert.deepEqual([now.value.current, steps.canUndo.value], ["a", false]);
  steps.undo();
  assert.equal(now.value.current, "a");
  steps.edit(state("d"));
  assert.equal(steps.canRedo.value, false);
  steps.undo();
  assert.equal(now.value.current, "a");
});

test("what is looked at is no step: undo leaves tab and view as they are", () => {
  const { now, steps, places } = makePage();
  steps.edit(state("b"));
  steps.show({ ...now.value, tables: true });
  steps.visit({ ...now.value, tab: "why" });
  assert.equal(places.length, 3, "a view has no place of its own, a tab has");
  steps.undo();
  assert.deepEqual([now.value.current, now.value.tab, now.value.tables], ["a", "why", true]);
});

test("the browser's way back and undo agree on where they are", () => {
  const { now, steps, places } = makePage();
  steps.edit(state("b"));
  steps.edit(state("c"));
  steps.arrive(places[1] as Entry);
  assert.equal(now.value.current, "b");
  steps.undo();
  assert.equal(now.value.current, "a");
  steps.redo();
  steps.redo();
  assert.equal(now.value.current, "c");
});

test("another model forgets the steps of the one before", () => {
  const { now, steps } = makePage();
  steps.edit(state("b"));
  steps.restart(state("z"));
  assert.deepEqual([steps.canUndo.value, steps.canRedo.value], [false, false]);
  steps.undo();
  assert.equal(now.value.current, "z");
});
