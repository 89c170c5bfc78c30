// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import test from "node:test";

import type { DatedEvent } from "../src/api";
import { rowsOf, styleOf } from "../src/fan";
import { kindsOf, placeEvents } from "../src/timeline";

const event = (date: string, kind: string): DatedEvent => ({ date, kind, what: "", source: "", grade: null });

test("events near each other stand on each other, up to the lane's height", () => {
  const events = ["2020-01", "2020-02", "2020-03", "2020-04", "2021-06"].map((date) => event(date, "visits"));
  assert.deepEqual(placeEvents(events, 6, 3).map((one) => one.level), [0, 1, 2, 2, 0]);
  // Another lane does not mind.
  assert.deepEqual(
    placeEvents([event("2020-01", "visits"), event("2020-01-05", "tests")], 6, 3).map((one) => one.level),
    [0, 0],
  );
  // A date that is none is left out rather than drawn somewhere.
  assert.equal(placeEvents([event("soon", "visits")], 6, 3).length, 0);
  assert.deepEqual(kindsOf([event("2020", "b"), event("2021", "a"), event("2022", "b")]), ["b", "a"]);
});

test("a month without a value is a gap in the fan", () => {
  const rows = rowsOf({ scenario: "s", from: "2020-01", summary: "", q05: [1, null], q25: [1, null], q50: [1, null], q75: [1, null], q95: [1, null] });
  assert.equal(rows[0]?.q50, 1);
  assert.ok(Number.isNaN(rows[1]?.q50));
});

test("a scenario keeps its look whichever others are drawn", () => {
  assert.equal(styleOf(["baseline", "a", "b"], "b"), "scenario-2");
  assert.equal(styleOf(["baseline", "a", "b"], "baseline"), "scenario-0");
});
