// SPDX-License-Identifier: Apache-2.0
import { computed, type ReadonlySignal } from "@preact/signals";

/** What `read` gives, the same object while it says the same: nothing that reads it is rendered again. */
export function steady<T>(read: () => T): ReadonlySignal<T> {
  let kept: { value: T; text: string } | undefined;
  return computed(() => {
    const value = read();
    const text = JSON.stringify(value);
    if (kept?.text !== text) {
      kept = { value, text };
    }
    return kept.value;
  });
}
