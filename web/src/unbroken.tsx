// SPDX-License-Identifier: Apache-2.0
// Text whose dates and intervals are not torn at the end of a line.

/** "2026-10", "2026-10-15", and the head of an interval: "[90 %: −1". */
const whole = /(\d{4}-\d{2}(?:-\d{2})?[.:;,]?|\[90 %: [^ ]+)/;

export function Unbroken({ text }: { text: string }) {
  // What a pattern in brackets splits at stands at the odd places.
  return <>{text.split(whole).map((part, i) => (i % 2 === 1 ? <span key={i} class="unbroken">{part}</span> : part))}</>;
}
