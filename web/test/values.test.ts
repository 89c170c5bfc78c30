// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import test from "node:test";

import { chartCsv, csvText } from "../src/csv";
import type { Chart } from "../src/api";
import { dateOf, monthAt, monthOf, monthText } from "../src/months";
import { numberText, signedText, unitText } from "../src/numbers";

test("months are counted from 1970 and printed as they were read", () => {
  assert.equal(monthOf("1970-01"), 0);
  assert.equal(monthOf("2026-10"), 56 * 12 + 9);
  assert.equal(monthOf("2026-10-31"), monthOf("2026-10"));
  assert.equal(monthOf("1949"), -252);
  assert.ok(Number.isNaN(monthOf("October")));
  for (const text of ["1949-12", "1969-12", "1970-01", "2026-10"]) {
    assert.equal(monthText(monthOf(text)), text);
    assert.equal(monthAt(dateOf(monthOf(text))), monthOf(text));
  }
  // The dot of a monthly mean stands in the middle of its month.
  assert.equal(dateOf(monthOf("2026-09") + 0.5).toISOString(), "2026-09-16T00:00:00.000Z");
  assert.equal(dateOf(monthOf("1969-12") + 0.5).toISOString(), "1969-12-16T12:00:00.000Z");
});

test("numbers have three digits, groups and a true minus sign", () => {
  assert.equal(numberText(0), "0");
  assert.equal(numberText(-0.2), "−0.2");
  assert.equal(numberText(1239.6), "1,240");
  assert.equal(numberText(0.00001234), "1.23e-5");
  assert.equal(signedText(3), "+3");
  assert.equal(signedText(-0), "0");
  assert.equal(unitText("1"), "");
  assert.equal(unitText("percent"), "%");
  assert.equal(unitText("MUSD/month"), "MUSD/month");
});

test("a spreadsheet gets no formula, and cells with commas keep their edges", () => {
  assert.equal(csvText("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
  assert.equal(csvText("+1"), "'+1");
  assert.equal(csvText('a "b", c'), '"a ""b"", c"');
  const chart: Chart = {
    name: "trade",
    label: "Trade",
    unit: "=x",
    measure: "point",
    from_zero: true,
    fans: [],
    differences: [],
    observed: [
      { name: "@s", label: "", offset: 6, grade: "B", source: "", caveat: "", to: "2020", points: [{ month: "2020-01", value: 75, grade: null }] },
    ],
  };
  const fan = { scenario: "shut", from: "2022-12", summary: "", q05: [1, null], q25: [2, null], q50: [3, null], q75: [4, null], q95: [5, null] };
  assert.equal(
    chartCsv(chart, [fan], true, "2022-12"),
    "what,time,q05,q25,q50,q75,q95,unit\nshut,2022-12,1,2,3,4,5,'=x\nshut,2023-01,,,,,,'=x\n'@s,2020-01,,,75,,,'=x\n",
  );
  assert.equal(chartCsv(chart, [fan], false, "2022-12").split("\n").length, 4);
  const sampled = { ...fan, samples: [[7, null]] };
  assert.match(chartCsv(chart, [sampled], false, "2023-01"), /\n"shut, future 1",2023-01,,,7,,,'=x\n"shut, future 1",2023-02,,,,,,'=x\n/);
});
