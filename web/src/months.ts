// SPDX-License-Identifier: Apache-2.0
// Months as whole numbers since 1970-01, as the engine counts them.

/** "2026-10", "2026-10-15" or "2026" (its January). NaN for anything else. */
export function monthOf(text: string): number {
  const parts = /^(\d{4})(?:-(\d{2}))?(?:-\d{2})?$/.exec(text);
  if (!parts) {
    return Number.NaN;
  }
  return (Number(parts[1]) - 1970) * 12 + (parts[2] ? Number(parts[2]) - 1 : 0);
}

/** "2026-10". */
export function monthText(month: number): string {
  const year = 1970 + Math.floor(month / 12);
  return `${year}-${String(month - (year - 1970) * 12 + 1).padStart(2, "0")}`;
}

/** The first instant of the month; with a fraction, as far into it. */
export function dateOf(month: number): Date {
  const whole = Math.floor(month);
  const start = Date.UTC(1970, whole, 1);
  const within = month - whole;
  return new Date(within === 0 ? start : start + within * (Date.UTC(1970, whole + 1, 1) - start));
}

/** The month that holds the instant. */
export function monthAt(date: Date): number {
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}
