// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import test from "node:test";
import { deflateSync } from "node:zlib";

import { unpack } from "../src/unpack";

const pack = (text: string): string => deflateSync(text).toString("base64");

test("a payload comes back as it was written", async () => {
  const payload = await unpack(pack('{"schema_version":1,"limits":["</script> · −0.2"]}'));
  assert.deepEqual(payload.limits, ["</script> · −0.2"]);
});

test("a payload that was cut short, or is of another schema, is refused", async () => {
  const whole = pack(JSON.stringify({ schema_version: 1, limits: Array.from({ length: 99 }, (_, i) => `${i}`) }));
  for (const text of ["", "?", whole.slice(0, 40), whole.slice(0, -8), pack('{"schema_version":2}'), pack("{")]) {
    await assert.rejects(unpack(text));
  }
});
