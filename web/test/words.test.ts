// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import test from "node:test";

import { strings } from "../src/strings";

/** All texts of the table, those of functions with example numbers. */
function textsOf(value: unknown): string[] {
  if (typeof value === "string") {
    return [value];
  }
  if (typeof value === "function") {
    return textsOf((value as (...numbers: number[]) => unknown)(3, 7));
  }
  return Object.values(value as object).flatMap(textsOf);
}

// The list of claims/wording.cpp, of which generated text uses none.
const banned = ["will", "predicts", "proves", "confirms", "optimal", "accurate", "real-time"];

test("the page says none of the banned words, and neither nothing nor everything in percent", () => {
  const texts = textsOf(strings);
  assert.ok(texts.length > 60);
  for (const text of texts) {
    for (const word of banned) {
      assert.doesNotMatch(text, new RegExp(`\\b${word}\\b`, "i"));
    }
    assert.doesNotMatch(text, /(^|[^0-9.])(0|100) ?%/);
    assert.ok(!(/likely/.test(text) && /confidence/i.test(text)), text);
  }
});
