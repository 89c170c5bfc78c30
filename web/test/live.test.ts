// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import test from "node:test";

import type { Lever, LiveModel } from "../src/api";
import { changeDraft, firstState, removeDraft, setEvent, setLever, shownDrafts, toggleCompared } from "../src/live/drafts";
import { readLive, writeLive } from "../src/live/link";

const lever = (name: string): Lever => ({
  name,
  label: "",
  unit: "1",
  holder: "CHN",
  holder_label: "China",
  low: 0,
  high: 1,
  usual: null,
  now: 0.6,
  seen_low: null,
  seen_high: null,
  doc: "",
  source: "",
  grade: null,
});

const model = {
  model: { hash: "abcdef0123456789" },
  scenarios: ["baseline", "visit", "shut"].map((name) => ({ name, label: `the ${name}`, doc: "", changes: [] })),
  levers: [lever("enforcement[CHN]"), lever("border.open")],
  event_kinds: [{ name: "summits", label: "Summits", unit: "1", doc: "" }],
  outputs: ["tests", "trade", "warmth"].map((name) => ({ name, label: name, unit: "1", measure: "mean", sector: "" })),
  policies: [{ name: "rule", label: "by the rule" }, { name: "look_ahead", label: "looking ahead" }],
  track_record: { hindcasts: ["C0", "C0", "C1"].map((level) => ({ level })) },
} as unknown as LiveModel;

const tabs = ["claims", "whatif"];
const fresh = firstState(model, "whatif");
const start = { ...fresh, current: "visit" };
const round = (state: typeof start) => readLive(writeLive(state, model), model, tabs).state;

test("what is at its default is left out of a link, and keys are sorted", () => {
  assert.equal(writeLive(fresh, model), "#m=abcdef0&tab=whatif");
  const moved = changeDraft(start, "baseline", (draft) =>
    setEvent(setLever(setLever(draft, "enforcement[CHN]", 0.2), "border.open", 0.5), 0, {
      kind: "summits",
      date: "2027-03",
    }),
  );
  assert.equal(
    writeLive({ ...moved, outputs: ["trade"], view: "difference" }, model),
    "#e=summits@2027-03&l=border.open:0.5,enforcement[CHN]:0.2&m=abcdef0&s=visit&tab=whatif&v=trade&view=diff",
  );
});

test("a link brings back levers, events, names, and what stands beside", () => {
  let state = changeDraft(start, "baseline", (draft) => setLever(draft, "enforcement[CHN]", 0.25));
  state = { ...state, current: "baseline" };
  state = changeDraft(state, "baseline", (draft) => ({
    ...setEvent(draft, 0, { kind: "summits", date: "2027-03-15" }),
    label: "two visits, & = # %",
    from: "2027-01",
  }));
  state = toggleCompared(state, "visit");
  const again = round({ ...state, tables: true, single: true, policy: "look_ahead", verdicts: ["possible"], known: "C1" });
  assert.deepEqual(again.drafts, state.drafts);
  assert.equal(again.current, "new-1");
  assert.deepEqual(again.compared, ["visit"]);
  assert.equal(again.tables, true);
  assert.equal(again.single, true);
  assert.equal(again.policy, "look_ahead");
  assert.deepEqual(again.verdicts, ["possible"]);
  assert.equal(again.known, "C1");
});

test("what a link says that this model does not know stays at its default", () => {
  const { state, model: made } = readLive(
    "#m=other&tab=no&p=none&s=visit&l=gone:1,border.open:7,enforcement[CHN]:x&e=war@2027-03,summits@soon&v=none&%=%&table=2&known=C9",
    model,
    tabs,
  );
  assert.equal(made, "other");
  assert.equal(state.tab, "claims");
  // Beyond its range a lever stands at the end of it.
  assert.deepEqual(state.drafts[1]?.levers, { "border.open": 1 });
  assert.deepEqual(state.drafts[1]?.events, []);
  assert.deepEqual(state.outputs, start.outputs);
  assert.equal(state.tables, false);
  assert.equal(state.policy, "");
  assert.equal(state.known, "");
  // The first level is the one that nothing says.
  assert.equal(readLive("#known=C0", model, tabs).state.known, "");
});

test("the baseline never changes: moving a lever on it makes a scenario of it", () => {
  const onBaseline = { ...start, current: "baseline" };
  const moved = changeDraft(onBaseline, "baseline", (draft) => setLever(draft, "border.open", 0));
  assert.deepEqual(moved.drafts[0], onBaseline.drafts[0]);
  assert.equal(moved.current, "new-1");
  assert.equal(moved.drafts.at(-1)?.base, "baseline");
  const gone = removeDraft(moved, "new-1", "baseline");
  assert.equal(gone.current, "baseline");
  assert.deepEqual(gone.drafts, start.drafts);
});

test("three scenarios at most are drawn beside the baseline, the current one first", () => {
  let state = { ...start, current: "shut" };
  for (const id of ["visit", "baseline", "new-9"]) {
    state = toggleCompared(state, id);
  }
  assert.equal(state.compared.length, 2);
  assert.equal(shownDrafts(state, "baseline")[0]?.id, "shut");
  assert.ok(shownDrafts(state, "baseline").every((draft) => draft.id !== "baseline"));
});
