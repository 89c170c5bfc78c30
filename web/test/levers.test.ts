// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import test from "node:test";

import type { Chart, Lever } from "../src/api";
import { extentOf, nextDomain, widened } from "../src/live/grid";
import { byHolder, isOutside, settle, stepOf } from "../src/live/levers";

test("a lever's steps are 1, 2 or 5 times a power of ten, and it stands on one of them within its range", () => {
  assert.equal(stepOf(0, 1), 0.01);
  assert.equal(stepOf(0, 3), 0.05);
  assert.equal(stepOf(-1.5, 1.5), 0.05);
  assert.equal(stepOf(0, 12_000), 200);
  assert.equal(settle(0.1 + 0.2, { low: 0, high: 1 }), 0.3);
  assert.equal(settle(7, { low: 0, high: 1.2 }), 1.2);
  assert.equal(settle(-7, { low: 0.05, high: 1 }), 0.05);
});

test("what the record never saw is outside experience, and nothing is where there is no record", () => {
  const record = { seen_low: 0.2, seen_high: 0.9 };
  assert.deepEqual([0.1, 0.2, 0.9, 0.95].map((value) => isOutside(value, record)), [true, false, false, true]);
  assert.equal(isOutside(5, { seen_low: null, seen_high: null }), false);
});

test("levers stand with who holds them, in the order of the model", () => {
  const lever = (name: string, holder: string) => ({ name, holder, holder_label: "" }) as Lever;
  const groups = byHolder([lever("a", "CHN"), lever("b", "PRK"), lever("c", "CHN")]);
  assert.deepEqual(groups.map(({ label, levers }) => [label, levers.map(({ name }) => name).join()]), [
    ["CHN", "a,c"],
    ["PRK", "b"],
  ]);
});

const fan = (low: number, high: number) => ({
  scenario: "baseline",
  from: "2020-01",
  summary: "",
  q05: [low, null],
  q25: [low, null],
  q50: [low, null],
  q75: [high, null],
  q95: [high, null],
});
const chart = { from_zero: false, observed: [], fans: [], differences: [] } as unknown as Chart;

test("an axis stays while numbers come in, gives way where they leave it, and settles once they are few", () => {
  assert.deepEqual(extentOf(chart, [fan(2, 5)], "levels"), [2, 5]);
  assert.deepEqual(extentOf(chart, [fan(2, 5)], "difference"), [0, 5]);
  assert.deepEqual(widened([0, 10], [2, 5]), [0, 10]);
  assert.deepEqual(widened([0, 9], [-1, 5]), [-2, 9], "with room for the next");

  const before = { chart, domain: null, drawn: [0, 10] as const };
  const next = { ...chart };
  assert.equal(nextDomain(undefined, chart, () => [2, 5], false, true), null);
  assert.equal(nextDomain(before, chart, () => [2, 50], false, false), null, "nothing new: nothing is drawn again");
  assert.deepEqual(nextDomain(before, next, () => [2, 20], false, false), [0, 22]);
  assert.equal(nextDomain(before, next, () => [2, 5], false, true), null);
  assert.deepEqual(nextDomain(before, next, () => [2, 5], false, false), [0, 10]);
  assert.deepEqual(nextDomain(before, next, () => [2, 50], true, true), [0, 10], "frozen");
});
