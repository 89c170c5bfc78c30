// SPDX-License-Identifier: Apache-2.0
// Bars on one axis with what stands at their ends: a tornado of uncertain inputs, and what comes through
// each channel of an influence. Text stands above its bar, so that narrow columns have room for both.
import { useRef } from "preact/hooks";

import { ExportMenu, type Exportable } from "./exports";
import { numberText } from "./numbers";
import { wrapped } from "./picture";
import { strings } from "./strings";
import { useWidth } from "./width";

export interface Bar {
  key: string;
  label: string;
  /** Behind the label: a grade, a share. */
  more: string;
  /** Values at the ends of the bar, in the unit of the axis; `from` may be above `to`. */
  from: number;
  to: number;
  /** Words at the ends. */
  fromText: string;
  toText: string;
  /** A dot on the bar; none where null. */
  middle: number | null;
}

/** Of a bar and one line above it, and of a further line. */
const rowHeight = 40;
const lineHeight = 15;
/** Pixels of a letter of a label, of what stands at its right, and of a number at an end, the larger ones of paper included. */
const letter = 6.7;
const smallLetter = 6.2;
const digit = 7;
const barHeight = 11;
/** From the top of a row to beneath its first line. */
const labelBottom = 17;
/** Between a bar, or the zero, and words. */
const gap = 4;
const marginLeft = 6;
const marginRight = 6;
const axisHeight = 18;
/** Room beside the bars for the words at their ends. */
const endRoom = 74;

/** A lower and an upper one. */
type Ends = readonly [number, number];

/** Least and most of all bars and of `zero`. */
function endsOf(bars: readonly Bar[], zero: number | null): Ends {
  const values = [...(zero === null ? [] : [zero]), ...bars.flatMap((bar) => [bar.from, bar.to])].filter(Number.isFinite);
  return [Math.min(...values), Math.max(...values)];
}

/** Where values lie on an axis of that many pixels. */
export function scaleOf(bars: readonly Bar[], zero: number | null, width: number): (value: number) => number {
  const [low, high] = endsOf(bars, zero);
  const room = Math.max(width - marginLeft - marginRight - 2 * endRoom, 20);
  return (value) => marginLeft + endRoom + (high > low ? ((value - low) / (high - low)) * room : room / 2);
}

/** A label in lines that end before what stands at the right. */
export function labelLines(bar: Bar, width: number): string[] {
  const room = width - marginLeft - marginRight - (bar.more.length + 2) * smallLetter;
  return wrapped(bar.label, room, (text) => text.length * letter);
}

/** Pixels from the top of a row to beneath the last text above its bar that reaches `at`; 0 where none does. */
export function textEnd(bar: Bar, lines: readonly string[], width: number, at: number): number {
  const moreFrom = width - marginRight - bar.more.length * smallLetter;
  const reach = lines.map((line, i) => marginLeft + line.length * letter > at - gap || (i === 0 && moreFrom < at + gap));
  const last = reach.lastIndexOf(true);
  return last < 0 ? 0 : labelBottom + last * lineHeight;
}

/** Whether a number beside the bar lies on `at`. */
export function isOnEnd([low, high]: Ends, [left, right]: readonly [string, string], at: number): boolean {
  const reach = (text: string) => 2 * gap + text.length * digit;
  return (at < low && at > low - reach(left)) || (at > high && at < high + reach(right));
}

/** The line of the zero through a row, left out where words lie on it. */
function Zero({ at, from, to, without }: { at: number; from: number; to: number; without: Ends | null }) {
  const parts: readonly Ends[] = without ? [[from, without[0]], [without[1], to]] : [[from, to]];
  return <>{parts.map(([y1, y2]) => <line key={y1} class="bar-zero" x1={at} x2={at} y1={y1} y2={y2} />)}</>;
}

interface RowProps {
  bar: Bar;
  lines: readonly string[];
  x: (value: number) => number;
  y: number;
  height: number;
  wide: number;
  /** Pixel of the zero; null for none. */
  zero: number | null;
}

function Row({ bar, lines, x, y, height, wide, zero }: RowProps) {
  const [from, to] = [x(bar.from), x(bar.to)];
  const [left, right] = from <= to ? [bar.fromText, bar.toText] : [bar.toText, bar.fromText];
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  const top = y + 20 + (lines.length - 1) * lineHeight;
  return (
    <g>
      {zero !== null && (
        <Zero
          at={zero}
          from={y + textEnd(bar, lines, wide, zero)}
          to={y + height}
          without={isOnEnd([low, high], [left, right], zero) ? [top - 1, top + barHeight + 3] : null}
        />
      )}
      {lines.map((line, i) => (
        <text key={i} class="bar-label" x={marginLeft} y={y + 13 + i * lineHeight}>{line}</text>
      ))}
      <text x={wide - marginRight} y={y + 13} text-anchor="end">{bar.more}</text>
      <rect class="bar" x={low} y={top} width={Math.max(high - low, 1)} height={barHeight} />
      <text x={low - gap} y={top + barHeight - 1} text-anchor="end">{left}</text>
      <text x={high + gap} y={top + barHeight - 1}>{right}</text>
      {bar.middle !== null && <circle class="bar-middle" cx={x(bar.middle)} cy={top + barHeight / 2} r={4} />}
    </g>
  );
}

interface Props {
  name: string;
  title: string;
  unit: string;
  bars: readonly Bar[];
  /** The value that bars are read against; none where null. */
  zero: number | null;
  summary: string;
  source: string;
  csv: () => string;
  exports: Pick<Exportable, "sentence" | "reading" | "link">;
}

export function Bars({ name, title, unit, bars, zero, summary, source, csv, exports }: Props) {
  const holder = useRef<HTMLDivElement>(null);
  const width = useWidth(holder);
  const x = scaleOf(bars, zero, width);
  const lines = bars.map((bar) => labelLines(bar, width));
  const heights = lines.map((some) => rowHeight + (some.length - 1) * lineHeight);
  const topOf = (row: number) => heights.slice(0, row).reduce((sum, one) => sum + one, 0);
  const height = topOf(bars.length) + axisHeight;
  const [low, high] = endsOf(bars, zero);
  // An end whose number would lie on that of the zero goes without.
  const ticks = [low, zero, high].filter(
    (value, i, all): value is number =>
      value !== null && all.indexOf(value) === i && (value === zero || zero === null || Math.abs(x(value) - x(zero)) > 40),
  );
  return (
    <figure class="chart bars" id={`bars-${name}`}>
      <figcaption>
        <h3>{title}</h3>
        <p class="unit">{unit}</p>
      </figcaption>
      <div ref={holder}>
        {width > 0 && (
          <svg
            class="plot"
            width={width}
            height={height}
            viewBox={`0 0 ${width} ${height}`}
            role="img"
            aria-label={`${title}. ${bars.map(sayBar).join(". ")}`}
          >
            {bars.map((bar, i) => (
              <Row
                key={bar.key}
                bar={bar}
                lines={lines[i] ?? []}
                x={x}
                y={topOf(i)}
                height={heights[i] ?? rowHeight}
                wide={width}
                zero={zero === null ? null : x(zero)}
              />
            ))}
            {ticks.map((value) => (
              <text key={value} x={x(value)} y={height - 4} text-anchor="middle">{numberText(value)}</text>
            ))}
          </svg>
        )}
      </div>
      <p class="summary">{summary}</p>
      <p class="source">{source}</p>
      <ExportMenu
        of={{
          name,
          title,
          unit,
          lines: [],
          source,
          caveat: "",
          csv,
          drawing: () => holder.current?.querySelector<SVGSVGElement>("svg") ?? null,
          ...exports,
        }}
      />
    </figure>
  );
}

const sayBar = (bar: Bar): string =>
  `${bar.label}, ${bar.more}: ${numberText(bar.from)} ${strings.to} ${numberText(bar.to)}`;
