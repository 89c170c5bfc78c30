// SPDX-License-Identifier: Apache-2.0
// Which cards of claims are open.
import { signal } from "@preact/signals";

export function makeCards(names: readonly string[]) {
  const open = signal<ReadonlySet<string>>(new Set(names));
  let opened = names.length > 0;
  return {
    open,
    set(chosen: readonly string[]) {
      open.value = new Set(chosen);
    },
    /** For cards that come later than the page: opens these once. */
    openFirst(chosen: readonly string[]) {
      if (!opened && chosen.length > 0) {
        opened = true;
        open.value = new Set(chosen);
      }
    },
    toggle(name: string, on: boolean) {
      if (open.value.has(name) !== on) {
        const next = new Set(open.value);
        if (on) {
          next.add(name);
        } else {
          next.delete(name);
        }
        open.value = next;
      }
    },
  };
}

export type Cards = ReturnType<typeof makeCards>;
