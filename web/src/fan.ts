// SPDX-License-Identifier: Apache-2.0
// A fan chart: two bands and a median for each scenario, observations as dots, a rule where the
// forecast opens. Forecasts of the past stand in steps, a period each, with a naive one as a thin line.
// Colours and dashes are classes, which style.css gives their look in both themes.
import * as Plot from "@observablehq/plot";

import type { Chart, Fan } from "./api";
import { dateOf, monthAt, monthOf } from "./months";
import { numberText, signedText } from "./numbers";
import { bandPath, linePath, type Places } from "./shapes";
import { finite } from "./sparks";

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
  /** Moves bands, medians and single futures to other numbers of the same scenarios: a fifth of the work of drawing. */
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

/** Months in steps: each lasts to its end, two rows. Those without a value are gaps. */
export function stepRows(fan: Fan): FanRow[] {
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
    return [first + i, first + i + 1].map((month) => ({ ...row, date: dateOf(month) }));
  });
}

/** Least and most of the values there are; NaN where there is none. */
function spanOf(...lists: (readonly (number | null)[])[]): [number, number] {
  const values = lists.flatMap(finite);
  return values.length > 0 ? [Math.min(...values), Math.max(...values)] : [Number.NaN, Number.NaN];
}

/** Two rows with the ends of all numbers: all that Plot needs to find axes. moveFan makes the shapes, in half the time. */
function spanRows(fan: Fan): FanRow[] {
  const first = monthOf(fan.from);
  const [low, high] = spanOf(fan.q05, fan.q95);
  return [first, first + fan.q50.length - 1].map((month) => ({
    date: dateOf(month), q05: low, q25: low, q50: low, q75: high, q95: high, naive: Number.NaN,
  }));
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

/** A few whole futures, thin: bands hold the spread of a month, and no single future stays within one. Two rows each, as of a fan. */
function sampleMarks(fan: Fan, forecast: string, style: string): Plot.Markish {
  const date = dateOf(samplesFrom(fan, forecast));
  const rows = (fan.samples ?? []).flatMap((values, future) =>
    spanOf(values).map((value) => ({ future, date, value })),
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

/** Axes and marks. Those of fans of the future are still without their shapes. */
function plotOf(drawing: Drawing, first: number, last: number): ReturnType<typeof Plot.plot> {
  const { chart, fans, names, kind } = drawing;
  const difference = kind === "difference";
  const past = isPast(chart);
  const drawn = fans.map((fan) => ({ rows: past ? stepRows(fan) : spanRows(fan), style: styleOf(names, fan.scenario) }));
  return Plot.plot({
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
}

export function drawFan(drawing: Drawing): Drawn {
  const { fans, names } = drawing;
  const first = Math.min(...fans.map((fan) => monthOf(fan.from)));
  const last = monthOf(drawing.end) + 1;
  const figure = plotOf(drawing, first, last);
  const svg = figure as unknown as SVGSVGElement;
  dropStyles(svg);
  const [months, values] = [figure.scale("x"), figure.scale("y")];
  // Both axes are even. Asking Plot for every place, or a calendar for every point, takes longer than all the rest.
  const [atTime, y] = [evenly(months), evenly(values)];
  const x = (month: number) => atTime(dateOf(month).getTime());
  const xs = Array.from({ length: last - first + 1 }, (_, i) => x(first + i).toFixed(1));
  const places: Places = { x: (month) => xs[month - first] ?? "", y: (value) => y(value).toFixed(1) };
  const update = (next: readonly Fan[]) => {
    next.forEach((fan) => moveFan(svg, fan, styleOf(names, fan.scenario), places));
    sampledFans(next).forEach((fan) => moveSamples(svg, fan, drawing.forecast, places));
  };
  if (!isPast(drawing.chart)) {
    update(fans);
  }
  return {
    svg,
    x,
    month: (x) => {
      const date: unknown = months?.invert?.(x);
      return date instanceof Date ? monthAt(date) : first;
    },
    first,
    last: last - 1,
    domain: (values?.domain ?? [0, 1]) as unknown as Domain,
    update,
  };
}

/** Pixels of the values of a scale, all of them from two. */
function evenly(scale: Plot.Scale | undefined): (value: number) => number {
  const [from = 0, to = 1] = (scale?.domain ?? []) as (Date | number)[];
  const start = Number(scale?.apply(from) ?? 0);
  const slope = (Number(scale?.apply(to) ?? 0) - start) / (Number(to) - Number(from) || 1);
  return (value) => start + (value - Number(from)) * slope;
}

/** Gives the marks of one fan the shape of its numbers. */
function moveFan(svg: SVGSVGElement, fan: Fan, style: string, places: Places): void {
  const first = monthOf(fan.from);
  const found = (mark: string) => svg.querySelector(`path.${mark}.${style}, .${mark}.${style} path`);
  const set = (mark: string, path: string) => found(mark)?.setAttribute("d", path);
  set("band90", bandPath(first, fan.q05, fan.q95, places));
  set("band50", bandPath(first, fan.q25, fan.q75, places));
  set("median", linePath(first, fan.q50, places));
  let last = fan.q50.length - 1;
  while (last > 0 && fan.q50[last] === null) {
    --last;
  }
  const value = fan.q50[last];
  if (value != null) {
    found("end")?.setAttribute("transform", `translate(${places.x(first + last)},${places.y(value)})`);
  }
}

/** The same for its single futures, a path each. */
function moveSamples(svg: SVGSVGElement, fan: Fan, forecast: string, places: Places): void {
  const first = samplesFrom(fan, forecast);
  svg.querySelectorAll(".sample path").forEach((path, i) => {
    path.setAttribute("d", linePath(first, fan.samples?.[i] ?? [], places));
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
