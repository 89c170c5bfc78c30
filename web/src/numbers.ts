// SPDX-License-Identifier: Apache-2.0
// Numbers as the engine prints them: three significant digits, groups of three, a true minus sign.

const digits = 3;
const grouped = new Intl.NumberFormat("en", { maximumSignificantDigits: digits });

export function numberText(value: number): string {
  const size = Math.abs(value);
  const small = size !== 0 && size < 1e-4;
  const large = size >= 1e15;
  const text = small || large ? size.toExponential(digits - 1) : grouped.format(size);
  return value < 0 && text !== "0" ? `−${text}` : text;
}

/** With a plus sign where it is above zero. */
export function signedText(value: number): string {
  const text = numberText(value);
  return value > 0 && text !== "0" ? `+${text}` : text;
}

/** A unit as it stands behind a number: nothing for pure numbers. */
export function unitText(unit: string): string {
  return unit === "1" ? "" : unit === "percent" ? "%" : unit;
}
