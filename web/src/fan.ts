// SPDX-License-Identifier: Apache-2.0
// A fan chart: two bands and a median for each scenario, observations as dots, a rule where the
// forecast opens. Forecasts of the past stand in steps, a period each, with a naive one as a thin line.
// Colours and dashes are classes, which style.css gives their look in both themes.
import * as Plot from "@observablehq/plot";

import type { Chart, Fan } from "./api";
import { dateOf, monthOf } from "./months";
import { numberText, signedText } from "./numbers";

export interface Drawing {
  chart: Chart;
  /** In the order of the report's scenarios; the index of the style is that of `names`. */
  fans: Fan[];
  names: readonly string[];
  kind: "levels" | "difference";
  forecast: string;
  end: string;
  /** Pixels. */
  width: number;
  height: number;
  /** Ends of the vertical axis; those of the numbers where null. */
  domain: Domain | null;
}

/** Lower and upper end of a vertical axis. */
export type Domain = readonly [number, number];

export interface Drawn {
  svg: SVGSVGElement;
  /** Horizontal pixel of a month, and the month at a pixel. */
  x(month: number): number;
  month(x: number): number;
  first: number;
  last: number;
  domain: Domain;
  /** Moves bands, medians and single futures to other numbers of the same scenarios: a tenth of the work of drawing. */
  update(fans: readonly Fan[]): void;
}

/** Whether the chart is one of forecasts of the past. */
export const isPast = (chart: Chart): boolean => chart.measure === "period";

interface FanRow {
  date: Date;
  q05: number;
  q25: number;
  q50: number;
  q75: number;
  q95: number;
  naive: number;
}

/** Months without a value are gaps. In steps a month lasts to its end: two rows. */
export function rowsOf(fan: Fan, steps = false): FanRow[] {
  const first = monthOf(fan.from);
  return fan.q50.flatMap((_, i) => {
    const value = (quantile: readonly (number | null)[] | undefined) => quantile?.[i] ?? Number.NaN;
    const row = {
      q05: value(fan.q05),
      q25: value(fan.q25),
      q50: value(fan.q50),
      q75: value(fan.q75),
      q95: value(fan.q95),
      naive: value(fan.naive),
    };
    return (steps ? [first + i, first + i + 1] : [first + i]).map((month) => ({ ...row, date: dateOf(month) }));
  });
}

/** Baseline, A, B, C: the class of a scenario's marks. */
export function styleOf(names: readonly string[], scenario: string): string {
  return `scenario-${Math.max(0, names.indexOf(scenario))}`;
}

function fanMarks(rows: readonly FanRow[], style: string): Plot.Markish[] {
  return [
    Plot.areaY(rows, { x: "date", y1: "q05", y2: "q95", className: `band90 ${style}` }),
    Plot.areaY(rows, { x: "date", y1: "q25", y2: "q75", className: `band50 ${style}` }),
    Plot.lineY(rows, { x: "date", y: "q50", className: `median ${style}` }),
  ];
}

/** A few whole futures, thin: bands hold the spread of a month, and no single future stays within one. */
function sampleMarks(fan: Fan, forecast: string, style: string): Plot.Markish {
  const rows = (fan.samples ?? []).flatMap((values, future) =>
    values.map((value, i) => ({ future, date: dateOf(samplesFrom(fan, forecast) + i), value: value ?? Number.NaN })),
  );
  return Plot.lineY(rows, { x: "date", y: "value", z: "future", className: `sample ${style}` });
}

/** The fan whose samples are drawn: those of two would be a thicket. */
export const sampledFans = (fans: readonly Fan[]): Fan[] => fans.filter((fan) => fan.samples).slice(-1);

/** The month of the first value of a fan's samples. */
export const samplesFrom = (fan: Fan, forecast: string): number => Math.max(monthOf(fan.from), monthOf(forecast));

function observedMarks(chart: Chart, first: number): Plot.Markish[] {
  const points = chart.observed.flatMap((series) =>
    series.points
      .map((point) => ({
        month: monthOf(point.month) + series.offset,
        value: point.value,
        firm: (point.grade ?? series.grade ?? "E") <= "B",
        outside: point.outside ?? false,
      }))
      .filter((point) => point.month >= first),
  );
  const size = points.length > 60 ? 1.8 : 2.6;
  const dots = (firm: boolean, outside: boolean) =>
    Plot.dot(
      points.filter((point) => point.firm === firm && point.outside === outside),
      {
        x: (point: { month: number }) => dateOf(point.month),
        y: "value",
        r: outside ? 1.7 * size : size,
        symbol: outside ? "diamond" : "circle",
        className: (firm ? "seen" : "estimated") + (outside ? " outside" : ""),
      },
    );
  const all = [dots(true, false), dots(false, false)];
  return points.some((point) => point.outside) ? [...all, dots(true, true), dots(false, true)] : all;
}

/** Room for the longest label of the vertical axis. */
const marginLeft = 50;

export function drawFan(drawing: Drawing): Drawn {
  const { chart, fans, names, kind } = drawing;
  const first = Math.min(...fans.map((fan) => monthOf(fan.from)));
  const last = monthOf(drawing.end) + 1;
  const difference = kind === "difference";
  const past = isPast(chart);
  const drawn = fans.map((fan) => ({ rows: rowsOf(fan, past), style: styleOf(names, fan.scenario) }));
  const figure = Plot.plot({
    className: "plot",
    width: drawing.width,
    height: drawing.height,
    marginLeft,
    marginRight: 14,
    marginTop: 10,
    marginBottom: 22,
    x: { type: "utc", domain: [dateOf(first), dateOf(last)] },
    y: {
      ...(drawing.domain ? { domain: drawing.domain } : { nice: true, zero: difference || chart.from_zero }),
      tickFormat: difference ? signedText : numberText,
    },
    marks: [
      Plot.gridY({ ticks: 4, className: "grid" }),
      Plot.axisY({ ticks: 4, tickSize: 0, label: null, className: "axis" }),
      Plot.axisX({ ticks: 6, tickSize: 3, tickFormat: "%Y", label: null, className: "axis" }),
      ...drawn.flatMap(({ rows, style }) => fanMarks(rows, style)),
      ...sampledFans(fans).map((fan) => sampleMarks(fan, drawing.forecast, styleOf(names, fan.scenario))),
      difference ? Plot.ruleY([0], { className: "zero" }) : null,
      past ? drawn.map(({ rows }) => Plot.lineY(rows, { x: "date", y: "naive", className: "naive" })) : null,
      past ? null : Plot.ruleX([dateOf(monthOf(drawing.forecast))], { className: "forecast" }),
      difference ? null : observedMarks(chart, first),
      ...drawn.map(({ rows, style }) => endMark(rows, style)),
    ],
  });
  const svg = figure as unknown as SVGSVGElement;
  dropStyles(svg);
  const scale = figure.scale("x");
  const height = figure.scale("y");
  const x = (month: number) => Number(scale?.apply(dateOf(month)) ?? 0);
  const y = (value: number) => Number(height?.apply(value) ?? 0);
  return {
    svg,
    x,
    month: (x) => {
      const date: unknown = scale?.invert?.(x);
      const at = date instanceof Date ? date : dateOf(first);
      return (at.getUTCFullYear() - 1970) * 12 + at.getUTCMonth();
    },
    first,
    last: last - 1,
    domain: (height?.domain ?? [0, 1]) as unknown as Domain,
    update: (next) => {
      next.forEach((fan) => moveFan(svg, fan, styleOf(names, fan.scenario), x, y));
      sampledFans(next).forEach((fan) => moveSamples(svg, fan, drawing.forecast, x, y));
    },
  };
}

type Place = (value: number) => number;

/** Runs of values without a gap, the first one of month `first`, each "x,y" from left to right. */
function runsOf(first: number, values: readonly (number | null)[], x: Place, y: Place): string[][] {
  const runs: string[][] = [[]];
  values.forEach((value, i) => {
    if (value === null) {
      runs.push([]);
    } else {
      runs.at(-1)?.push(`${x(first + i).toFixed(1)},${y(value).toFixed(1)}`);
    }
  });
  return runs.filter((run) => run.length > 0);
}

function bandPath(fan: Fan, low: readonly (number | null)[], high: readonly (number | null)[], x: Place, y: Place): string {
  const below = runsOf(monthOf(fan.from), low, x, y);
  return runsOf(monthOf(fan.from), high, x, y)
    .map((run, i) => `M${[...run, ...[...(below[i] ?? [])].reverse()].join("L")}Z`)
    .join("");
}

const linePath = (first: number, values: readonly (number | null)[], x: Place, y: Place): string =>
  runsOf(first, values, x, y).map((run) => `M${run.join("L")}`).join("");

/** Gives the marks of one fan, drawn before, the shape of other numbers. */
function moveFan(svg: SVGSVGElement, fan: Fan, style: string, x: Place, y: Place): void {
  const set = (mark: string, path: string) => {
    const found = svg.querySelector(`path.${mark}.${style}, .${mark}.${style} path`);
    found?.setAttribute("d", path);
  };
  set("band90", bandPath(fan, fan.q05, fan.q95, x, y));
  set("band50", bandPath(fan, fan.q25, fan.q75, x, y));
  set("median", linePath(monthOf(fan.from), fan.q50, x, y));
  let last = fan.q50.length - 1;
  while (last > 0 && fan.q50[last] === null) {
    --last;
  }
  const value = fan.q50[last];
  const mark = svg.querySelector(`path.end.${style}, .end.${style} path`);
  if (mark && value !== null && value !== undefined) {
    mark.setAttribute("transform", `translate(${x(monthOf(fan.from) + last)},${y(value)})`);
  }
}

/** The same for its single futures, a path each. */
function moveSamples(svg: SVGSVGElement, fan: Fan, forecast: string, x: Place, y: Place): void {
  const first = samplesFrom(fan, forecast);
  svg.querySelectorAll(".sample path").forEach((path, i) => {
    path.setAttribute("d", linePath(first, fan.samples?.[i] ?? [], x, y));
  });
}

/** The scenario's symbol where its median ends, so that a line is told without colour. */
function endMark(rows: readonly FanRow[], style: string): Plot.Markish | null {
  const row = [...rows].reverse().find((candidate) => !Number.isNaN(candidate.q50));
  const symbol = symbols[style];
  return row && symbol
    ? Plot.dot([row], { x: "date", y: "q50", r: 4, symbol, className: `end ${style}` })
    : null;
}

const symbols: Record<string, Plot.SymbolType> = {
  "scenario-1": "square",
  "scenario-2": "triangle",
  "scenario-3": "diamond",
};

/** The report's policy allows no style but its own, which has what Plot would add. */
export function dropStyles(svg: SVGSVGElement): void {
  svg.querySelectorAll("style").forEach((style) => style.remove());
}
