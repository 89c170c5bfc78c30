// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import test from "node:test";

import { packed, unpacked } from "../src/live/address";

const long = `#e=${Array.from({ length: 120 }, (_, i) => `summits@20${27 + (i % 9)}-0${1 + (i % 9)}`).join(",")}&name=${encodeURIComponent("두 번 방문, & = # %")}`;

test("a packed link is shorter, holds only letters of an address, and comes back as it was", async () => {
  const short = await packed(long);
  assert.ok(short.length < long.length / 2, `${short.length} of ${long.length}`);
  assert.match(short, /^#z=[\w-]+$/);
  assert.equal(await unpacked(short), long);
});

test("a readable link is itself, and a packed one that was cut short is none", async () => {
  assert.equal(await unpacked("#m=abcdef0&tab=whatif"), "#m=abcdef0&tab=whatif");
  assert.equal(await unpacked(""), "");
  const short = await packed(long);
  for (const cut of [short.slice(0, -9), short.slice(0, 40), "#z=", "#z=%", "#z=?"]) {
    assert.equal(await unpacked(cut), null, cut);
  }
});
