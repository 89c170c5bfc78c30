// SPDX-License-Identifier: Apache-2.0
// The address of the live page: what is chosen, readable behind its `#` while that is short, packed once
// it is long, and the browser's history of it.
import { signal, type ReadonlySignal } from "@preact/signals";

import { inflated } from "../unpack";
import type { LiveState } from "./drafts";
import type { Entry, Places } from "./steps";

/** Characters of a hash that stays readable: longer links are cut by programs that pass them on. */
export const mostReadable = 1500;

const mark = "#z=";

/** Deflated, in the letters of base64 that an address holds as they are. */
export async function packed(hash: string): Promise<string> {
  const stream = new Blob([hash]).stream().pipeThrough(new CompressionStream("deflate"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const letters = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return mark + letters.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** The hash as it was before it was packed, if it was; null where some of it is missing. */
export async function unpacked(hash: string): Promise<string | null> {
  if (!hash.startsWith(mark)) {
    return hash;
  }
  try {
    return await inflated(hash.slice(mark.length).replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    return null;
  }
}

export interface Address extends Places {
  /** What stands behind the page's address, with its `#`. */
  hash: ReadonlySignal<string>;
}

export function makeAddress(hashOf: (state: LiveState) => string): Address {
  const hash = signal(location.hash);
  addEventListener("popstate", () => {
    hash.value = location.hash;
  });
  const write = (entry: Entry, how: "pushState" | "replaceState", text: string) => {
    history[how](entry, "", location.pathname + location.search + text);
    hash.value = text;
  };
  const place = (entry: Entry, how: "pushState" | "replaceState") => {
    const text = hashOf(entry.live);
    write(entry, how, text);
    if (text.length > mostReadable) {
      void packed(text).then((short) => {
        // The reader may have gone on meanwhile.
        if (location.hash === text) {
          write(history.state as Entry, "replaceState", short);
        }
      });
    }
  };
  return {
    hash,
    push: (entry) => place(entry, "pushState"),
    replace: (entry) => place(entry, "replaceState"),
  };
}
