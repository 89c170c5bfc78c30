// SPDX-License-Identifier: Apache-2.0
// Shapes of numbers by month as the path data of SVG: lines, and bands between two lines. A month without a value is a gap.

type Values = readonly (number | null)[];

/** Pixels of a month, and of a value, as texts. */
export interface Places {
  x: (month: number) => string;
  y: (value: number) => string;
}

/** Runs of months without a gap, each from its first place in the lists to behind its last. */
function runsOf(...lists: Values[]): [number, number][] {
  const runs: [number, number][] = [];
  let open: [number, number] | null = null;
  for (let i = 0; i < (lists[0]?.length ?? 0); ++i) {
    if (lists.some((values) => values[i] == null)) {
      open = null;
    } else if (open) {
      open[1] = i + 1;
    } else {
      open = [i, i + 1];
      runs.push(open);
    }
  }
  return runs;
}

/** `first` is the month of the first value. */
export function linePath(first: number, values: Values, { x, y }: Places): string {
  return runsOf(values)
    .map(([from, to]) => `M${values.slice(from, to).map((value, i) => `${x(first + from + i)},${y(value ?? 0)}`).join("L")}`)
    .join("");
}

/** Along the upper line, and back along the lower one. */
export function bandPath(first: number, low: Values, high: Values, { x, y }: Places): string {
  return runsOf(low, high)
    .map(([from, to]) => {
      const along = (values: Values) => values.slice(from, to).map((value, i) => `${x(first + from + i)},${y(value ?? 0)}`);
      return `M${[...along(high), ...along(low).reverse()].join("L")}Z`;
    })
    .join("");
}
