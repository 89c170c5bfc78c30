// SPDX-License-Identifier: Apache-2.0
// Text whose dates and intervals are not torn at the end of a line.
import { useMemo } from "preact/hooks";

/** "2026-10", "2026-10-15", and the head of an interval: "[90 %: −1". */
const whole = /(\d{4}-\d{2}(?:-\d{2})?[.:;,]?|\[90 %: [^ ]+)/;

export function Unbroken({ text }: { text: string }) {
  // The same element for the same text: Preact looks no further.
  return useMemo(
    // What a pattern in brackets splits at stands at the odd places.
    () => <>{text.split(whole).map((part, i) => (i % 2 === 1 ? <span key={i} class="unbroken">{part}</span> : part))}</>,
    [text],
  );
}
