// SPDX-License-Identifier: Apache-2.0
// Dated events on one axis, a lane a kind; events of one month stand on each other.
import * as Plot from "@observablehq/plot";

import type { DatedEvent } from "./api";
import { dropStyles } from "./fan";
import { dateOf, monthOf } from "./months";

export interface PlacedEvent {
  event: DatedEvent;
  month: number;
  /** From 0 up, among the events of its lane that are too near to stand beside each other. */
  level: number;
}

/** Kinds in the order of their first event. */
export function kindsOf(events: readonly DatedEvent[]): string[] {
  return [...new Set(events.map((event) => event.kind))];
}

/** Events nearer than `apart` months to one below them move a level up; at most `levels`. */
export function placeEvents(
  events: readonly DatedEvent[],
  apart: number,
  levels: number,
): PlacedEvent[] {
  const lastAt = new Map<string, number[]>();
  return events
    .map((event) => ({ event, month: monthOf(event.date), level: 0 }))
    .filter((placed) => Number.isFinite(placed.month))
    .sort((a, b) => a.month - b.month)
    .map((placed) => {
      const lane = lastAt.get(placed.event.kind) ?? [];
      let level = lane.findIndex((month) => placed.month - month >= apart);
      if (level < 0) {
        level = lane.length < levels ? lane.length : levels - 1;
      }
      lane[level] = placed.month;
      lastAt.set(placed.event.kind, lane);
      return { ...placed, level };
    });
}

const symbols: readonly Plot.SymbolType[] = ["circle", "triangle", "square", "diamond", "cross", "star"];
const laneHeight = 46;
const levels = 4;

export function drawTimeline(events: readonly DatedEvent[], width: number): SVGSVGElement {
  const kinds = kindsOf(events);
  const months = events.map((event) => monthOf(event.date)).filter(Number.isFinite);
  const first = Math.min(...months) - 6;
  const last = Math.max(...months) + 6;
  const apart = ((last - first) / width) * 6;
  const placed = placeEvents(events, apart, levels);
  const marginLeft = 16;
  const height = kinds.length * laneHeight + 30;
  const base = (kind: string) => kinds.indexOf(kind) * laneHeight + laneHeight - 6;
  const svg = Plot.plot({
    className: "plot",
    width,
    height,
    marginLeft,
    marginRight: 16,
    marginTop: 4,
    marginBottom: 24,
    x: { type: "utc", domain: [dateOf(first), dateOf(last)] },
    y: { domain: [kinds.length * laneHeight, 0], axis: null },
    marks: [
      Plot.axisX({ ticks: width / 90, tickSize: 3, tickFormat: "%Y", label: null, className: "axis" }),
      Plot.gridX({ ticks: width / 90, className: "grid" }),
      Plot.ruleY(kinds, { y: (kind: string) => base(kind) + 4, className: "lane" }),
      Plot.text(kinds, {
        frameAnchor: "left",
        textAnchor: "start",
        dx: 2,
        dy: -34,
        y: (kind: string) => base(kind) + 4,
        text: (kind: string) => kind.replaceAll("_", " "),
        className: "lane-name",
      }),
      ...kinds.map((kind, k) =>
        Plot.dot(
          placed.filter((one) => one.event.kind === kind),
          {
            x: (one: PlacedEvent) => dateOf(one.month),
            y: (one: PlacedEvent) => base(kind) - one.level * 6.5,
            r: 3,
            symbol: symbols[k % symbols.length] ?? "circle",
            title: (one: PlacedEvent) => `${one.event.date}  ${one.event.what}`,
            className: "event",
          },
        ),
      ),
    ],
  }) as unknown as SVGSVGElement;
  dropStyles(svg);
  return svg;
}
