// SPDX-License-Identifier: Apache-2.0
// The payload as it stands in a report: JSON, deflated, in base64 (report::packed in
// src/report/page.hpp).
import type { Payload } from "./api";

/** Rejects where the text was cut short or is no payload of this page. */
export async function unpack(text: string): Promise<Payload> {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const payload = JSON.parse(await new Response(stream).text()) as Payload;
  if (payload.schema_version !== 1) {
    throw new Error("another schema");
  }
  return payload;
}
