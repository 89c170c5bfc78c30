// SPDX-License-Identifier: Apache-2.0
// A series as dots on an axis of months, never a line: what was not observed is not drawn. Arrow keys
// go from point to point.
import { useId, useState } from "preact/hooks";

import type { LiveModel } from "../api";
import { monthOf, monthText } from "../months";
import { numberText, unitText } from "../numbers";
import { strings } from "../strings";
import { ticksOf, type Window } from "./lanes";

export type HeldSeries = LiveModel["series"][number];

interface Props {
  series: HeldSeries;
  window: Window;
  /** Pixels; 0 until they are known. */
  width: number;
  height: number;
  marginLeft: number;
  axis: boolean;
}

const marginRight = 12;
const top = 6;

/** Dots of one path: segments without length, which round caps make visible. */
const path = (dots: readonly { x: number; y: number }[]) =>
  dots.map(({ x, y }) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`).join("");

export const yearOf = (month: number): string => monthText(month).slice(0, 4);

export function Strip({ series, window, width, height, marginLeft, axis }: Props) {
  const id = useId();
  const [at, setAt] = useState<number | null>(null);
  const values = series.points.map((point) => point.value);
  const low = Math.min(0, ...values);
  const high = Math.max(...values, low + 1e-12);
  const bottom = height - (axis ? 18 : 6);
  const x = (month: number) =>
    marginLeft + ((month - window.from) / (window.to - window.from)) * (width - marginLeft - marginRight);
  const y = (value: number) => bottom - ((value - low) / (high - low)) * (bottom - top);
  const dots = series.points
    .map((point) => ({
      x: x(monthOf(point.month)),
      y: y(point.value),
      firm: (point.grade ?? series.grade ?? "E") <= "B",
      point,
    }))
    .filter((dot) => dot.x >= marginLeft - 1 && dot.x <= width - marginRight + 1);
  const chosen = at === null ? undefined : dots[at];
  const move = (to: number) => setAt(dots.length > 0 ? Math.min(Math.max(to, 0), dots.length - 1) : null);
  const size = dots.length > 120 ? 3 : 5;
  const onKey = (event: KeyboardEvent) => {
    const now = at ?? dots.length;
    const to = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: dots.length - 1 }[event.key];
    if (to !== undefined && !event.shiftKey) {
      event.preventDefault();
      event.stopPropagation();
      move(to);
    }
  };
  const nearest = (event: PointerEvent) => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const gaps = dots.map((dot) => Math.abs(dot.x - (event.clientX - box.left)));
    setAt(gaps.length > 0 ? gaps.indexOf(Math.min(...gaps)) : null);
  };
  return (
    <div class="strip">
      <div
        role="img"
        tabIndex={0}
        aria-label={series.label || series.name}
        aria-describedby={id}
        onKeyDown={onKey}
        onBlur={() => setAt(null)}
        onPointerMove={nearest}
        onPointerLeave={() => setAt(null)}
      >
        {width > 0 && (
          <svg class="plot" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
            <g class="grid">
              {[low, high].map((value) => (
                <line key={value} x1={marginLeft} x2={width - marginRight} y1={y(value)} y2={y(value)} />
              ))}
            </g>
            {[low, high].map((value) => (
              <text key={value} x={marginLeft - 5} y={y(value) + 4} text-anchor="end">{numberText(value)}</text>
            ))}
            {axis && ticksOf(window, (width - marginLeft) / 60).map((month) => (
              <text key={month} x={x(month)} y={height - 4} text-anchor="middle">{tickText(month)}</text>
            ))}
            <path class="dots-seen" d={path(dots)} stroke-width={size} />
            <path class="dots-open" d={path(dots.filter((dot) => !dot.firm))} stroke-width={size - 2} />
            {chosen && <circle class="chosen" cx={chosen.x} cy={chosen.y} r={6} />}
          </svg>
        )}
      </div>
      <p class="readout" id={id}>
        {chosen
          ? `${chosen.point.month}: ${numberText(chosen.point.value)} ${unitText(series.unit)}, ${strings.grade.toLowerCase()} ${chosen.point.grade ?? series.grade ?? strings.none}`
          : summaryOf(series)}
      </p>
    </div>
  );
}

/** A year where the tick is a January, else the month. */
export const tickText = (month: number): string => (month % 12 === 0 ? yearOf(month) : monthText(month));

function summaryOf(series: HeldSeries): string {
  const first = series.points[0];
  const last = series.points.at(-1);
  const time = (month: string) => (series.each === "year" ? month.slice(0, 4) : month);
  return first && last
    ? strings.seriesTab.span(series.observations, time(first.month), time(last.month), `${numberText(last.value)} ${unitText(series.unit)}`.trim())
    : strings.seriesTab.empty;
}

/** The numbers of a series as a file, a row a point. */
export function stripCsvRows(series: HeldSeries): (string | number)[][] {
  return series.points.map((point) => [
    series.name, point.month, point.value, series.unit, point.grade ?? series.grade ?? "",
  ]);
}
