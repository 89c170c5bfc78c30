// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import test from "node:test";

import type { DatedEvent } from "../src/api";
import { styleOf } from "../src/fan";
import { bandPath, linePath } from "../src/shapes";
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

test("a month without a value is a gap in lines and bands", () => {
  const places = { x: (month: number) => `${10 * month}`, y: (value: number) => `${100 - value}` };
  assert.equal(linePath(3, [1, 2, null, 4], places), "M30,99L40,98M60,96");
  assert.equal(linePath(3, [null], places), "");
  assert.equal(
    bandPath(0, [null, 1, 2, null, 3], [null, 5, 6, null, 7], places),
    "M10,95L20,94L20,98L10,99ZM40,93L40,97Z",
  );
});

test("a scenario keeps its look whichever others are drawn", () => {
  assert.equal(styleOf(["baseline", "a", "b"], "b"), "scenario-2");
  assert.equal(styleOf(["baseline", "a", "b"], "baseline"), "scenario-0");
});
