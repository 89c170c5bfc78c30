// SPDX-License-Identifier: Apache-2.0
// A fan chart: two bands and a median for each scenario, observations as dots, a rule where the
// forecast opens. Colours and dashes are classes, which style.css gives their look in both themes.
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
}

interface FanRow {
  date: Date;
  q05: number;
  q25: number;
  q50: number;
  q75: number;
  q95: number;
}

/** Months without a value are gaps. */
export function rowsOf(fan: Fan): FanRow[] {
  const first = monthOf(fan.from);
  return fan.q50.map((median, i) => ({
    date: dateOf(first + i),
    q05: fan.q05[i] ?? Number.NaN,
    q25: fan.q25[i] ?? Number.NaN,
    q50: median ?? Number.NaN,
    q75: fan.q75[i] ?? Number.NaN,
    q95: fan.q95[i] ?? Number.NaN,
  }));
}

/** Baseline, A, B, C: the class of a scenario's marks. */
export function styleOf(names: readonly string[], scenario: string): string {
  return `scenario-${Math.max(0, names.indexOf(scenario))}`;
}

function fanMarks(fan: Fan, style: string): Plot.Markish[] {
  const rows = rowsOf(fan);
  return [
    Plot.areaY(rows, { x: "date", y1: "q05", y2: "q95", className: `band90 ${style}` }),
    Plot.areaY(rows, { x: "date", y1: "q25", y2: "q75", className: `band50 ${style}` }),
    Plot.lineY(rows, { x: "date", y: "q50", className: `median ${style}` }),
  ];
}

function observedMarks(chart: Chart, first: number): Plot.Markish[] {
  const points = chart.observed.flatMap((series) =>
    series.points
      .map((point) => ({
        month: monthOf(point.month) + series.offset,
        value: point.value,
        firm: (point.grade ?? series.grade ?? "E") <= "B",
      }))
      .filter((point) => point.month >= first),
  );
  const dots = (firm: boolean) =>
    Plot.dot(
      points.filter((point) => point.firm === firm),
      {
        x: (point: { month: number }) => dateOf(point.month),
        y: "value",
        r: points.length > 60 ? 1.8 : 2.6,
        className: firm ? "seen" : "estimated",
      },
    );
  return [dots(true), dots(false)];
}

/** Room for the longest label of the vertical axis. */
const marginLeft = 50;

export function drawFan(drawing: Drawing): Drawn {
  const { chart, fans, names, kind } = drawing;
  const first = Math.min(...fans.map((fan) => monthOf(fan.from)));
  const last = monthOf(drawing.end) + 1;
  const difference = kind === "difference";
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
      ...fans.flatMap((fan) => fanMarks(fan, styleOf(names, fan.scenario))),
      difference ? Plot.ruleY([0], { className: "zero" }) : null,
      Plot.ruleX([dateOf(monthOf(drawing.forecast))], { className: "forecast" }),
      difference ? null : observedMarks(chart, first),
      ...fans.map((fan) => endMark(fan, styleOf(names, fan.scenario))),
    ],
  });
  const svg = figure as unknown as SVGSVGElement;
  dropStyles(svg);
  const scale = figure.scale("x");
  return {
    svg,
    x: (month) => Number(scale?.apply(dateOf(month)) ?? 0),
    month: (x) => {
      const date: unknown = scale?.invert?.(x);
      const at = date instanceof Date ? date : dateOf(first);
      return (at.getUTCFullYear() - 1970) * 12 + at.getUTCMonth();
    },
    first,
    last: last - 1,
    domain: (figure.scale("y")?.domain ?? [0, 1]) as unknown as Domain,
  };
}

/** The scenario's symbol where its median ends, so that a line is told without colour. */
function endMark(fan: Fan, style: string): Plot.Markish | null {
  const row = rowsOf(fan)
    .reverse()
    .find((candidate) => !Number.isNaN(candidate.q50));
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
