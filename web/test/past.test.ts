// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import test from "node:test";

import type { Chart } from "../src/api";
import { isPast, stepRows } from "../src/fan";
import { reliabilityBars } from "../src/hindcasts";
import { monthOf } from "../src/months";
import { cameText, pastCsv, periodsOf } from "../src/past";

/** Two periods of two months with a month between them. */
const values = (a: number, b: number) => [a, a, null, b, b];
const chart: Chart = {
  name: "trade", label: "Trade", unit: "USD", measure: "period", from_zero: false, differences: [],
  fans: [{
    scenario: "C0", from: "2020-01", summary: "",
    q05: values(1, 11), q25: values(2, 12), q50: values(3, 13), q75: values(4, 14), q95: values(5, 15),
    naive: [7, 7, null, null, null],
  }],
  observed: [{
    name: "trade", label: "", offset: 1, grade: "B", source: "", caveat: "", to: "2020-05",
    points: [
      { month: "2020-01", value: 4, grade: null, outside: false },
      { month: "2020-04", value: 16, grade: null, outside: true },
    ],
  }],
};

test("a step lasts to the end of its last month, and none joins over a gap", () => {
  const [fan] = chart.fans;
  assert.ok(fan && isPast(chart) && !isPast({ ...chart, measure: "point" }));
  const rows = stepRows(fan);
  const at = (month: string) => rows.filter((row) => row.date.toISOString().startsWith(month)).map((row) => row.q95);
  assert.deepEqual(at("2020-01"), [5]);
  assert.deepEqual(at("2020-02"), [5, 5]);
  // The end of February, and March without a forecast.
  assert.deepEqual(at("2020-03"), [5, Number.NaN]);
  assert.deepEqual(at("2020-04"), [Number.NaN, 15]);
  assert.deepEqual(at("2020-06"), [15]);
  assert.deepEqual(rows.filter((row) => row.naive === 7).length, 4);
});

test("what came stands beside the forecast of its period, missed or not", () => {
  assert.deepEqual(periodsOf(chart), [
    { month: "2020-01", forecast: [1, 2, 3, 4, 5], naive: 7, observed: 4, outside: false },
    { month: "2020-04", forecast: [11, 12, 13, 14, 15], naive: null, observed: 16, outside: true },
  ]);
  assert.equal(pastCsv(chart), [
    "period,q05,q25,q50,q75,q95,naive,observed,outside_90,unit",
    "2020-01,1,2,3,4,5,7,4,0,USD",
    "2020-04,11,12,13,14,15,,16,1,USD",
    "",
  ].join("\n"));
  assert.equal(cameText(chart, monthOf("2020-02")), "What came: 4. Best naive forecast: 7.");
  assert.equal(cameText(chart, monthOf("2020-03")), "");
  assert.equal(cameText(chart, monthOf("2020-05")), "What came: 16, outside the band of 90.");
  assert.equal(cameText(chart, monthOf("2019-12")), "");
});

test("reliability goes from what a band was meant to hold to what it held", () => {
  const [bar] = reliabilityBars({ sentence: "", bands: [{ level: "C0", band: 90, held: 3, of: 4 }] });
  assert.deepEqual([bar?.from, bar?.to, bar?.middle], [90, 75, 75]);
  assert.deepEqual([bar?.fromText, bar?.toText, bar?.more], ["meant 90", "held 75", "3 of 4 figures"]);
});
