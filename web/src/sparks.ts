// SPDX-License-Identifier: Apache-2.0
// Lines as small as a word: their shapes, without axes.

type Values = readonly (number | null)[];

export interface Size {
  width: number;
  height: number;
}

export const finite = (values: Values): number[] => values.filter((value): value is number => value !== null);

/** "x,y" of each value there is, from left to right; `low` stands at the bottom, `high` at the top. */
export function pointsOf(values: Values, low: number, high: number, { width, height }: Size): string[] {
  const x = (i: number) => (width * i) / Math.max(1, values.length - 1);
  const y = (value: number) => height - (height * (value - low)) / (high - low || 1);
  return values.flatMap((value, i) => (value === null ? [] : [`${x(i).toFixed(1)},${y(value).toFixed(1)}`]));
}

export const pathOf = (points: readonly string[]): string => (points.length > 0 ? `M${points.join("L")}` : "");

/** A line to its own scale; in the middle where it never moves. */
export function sparkOf(values: Values, size: Size): string {
  const [low, high] = [Math.min(...finite(values)), Math.max(...finite(values))];
  const flat = low === high ? 1 : 0;
  return pathOf(pointsOf(values, low - flat, high + flat, size));
}
