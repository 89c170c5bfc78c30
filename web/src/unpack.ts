// SPDX-License-Identifier: Apache-2.0
// Text that was deflated and written in base64: the payload as it stands in a report (report::packed in
// src/report/page.hpp), and long links.
import type { Payload } from "./api";

/** Rejects where the letters were cut short. */
export async function inflated(letters: string): Promise<string> {
  const bytes = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).text();
}

/** Rejects where the text was cut short or is no payload of this page. */
export async function unpack(text: string): Promise<Payload> {
  const payload = JSON.parse(await inflated(text)) as Payload;
  if (payload.schema_version !== 1) {
    throw new Error("another schema");
  }
  return payload;
}
