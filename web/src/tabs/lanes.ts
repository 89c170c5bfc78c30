// SPDX-License-Identifier: Apache-2.0
// Where the marks of the timeline stand: lanes by kind, or by kind and actor, and in each lane columns
// of events too near to stand beside each other, which stack and then count.
import type { DatedEvent } from "../api";

/** An event of the record, or one that a scenario puts there. */
export interface LaneEvent extends DatedEvent {
  simulated: boolean;
}

export interface Lane {
  kind: string;
  /** Empty where lanes are by kind alone, and where a table names nobody. */
  who: string;
  events: LaneEvent[];
}

/** The prints that events are dated from, the most frequent first. */
export function printsOf(events: readonly DatedEvent[]): string[] {
  const counts = new Map<string, number>();
  for (const print of events.flatMap((event) => event.source.split("; ")).filter(Boolean)) {
    counts.set(print, (counts.get(print) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([print]) => print);
}

/** What is drawn: one event, or as many as are left of a column. */
export interface Mark {
  events: LaneEvent[];
  /** Months since 1970-01, with the day as a fraction. */
  at: number;
  /** From 0 up. */
  level: number;
}

/** A date as months since 1970-01, its day as a fraction; NaN for what is no date. */
export function instantOf(date: string): number {
  const parts = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(date);
  if (!parts) {
    return Number.NaN;
  }
  const month = parts[2] ? Number(parts[2]) - 1 : 0;
  const day = parts[3] ? Number(parts[3]) - 1 : 0;
  return (Number(parts[1]) - 1970) * 12 + month + day / 31;
}

/** Kinds in the order of their first event; within a kind its actors in order of name. */
export function lanesOf(events: readonly LaneEvent[], byActor: boolean): Lane[] {
  const lanes = new Map<string, Lane>();
  const kinds: string[] = [];
  for (const event of events) {
    if (!kinds.includes(event.kind)) {
      kinds.push(event.kind);
    }
    const who = byActor ? (event.who ?? "") : "";
    const key = `${event.kind}\n${who}`;
    const lane = lanes.get(key);
    if (lane) {
      lane.events.push(event);
    } else {
      lanes.set(key, { kind: event.kind, who, events: [event] });
    }
  }
  return [...lanes.values()].sort(
    (a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || a.who.localeCompare(b.who),
  );
}

/** Columns start at least `apart` months from each other. A column of more than `levels` events shows
 * all but its last mark as they are, and counts the rest in that one. */
export function marksOf(events: readonly LaneEvent[], apart: number, levels: number): Mark[] {
  const dated = events
    .map((event) => ({ event, at: instantOf(event.date) }))
    .filter(({ at }) => Number.isFinite(at))
    .sort((a, b) => a.at - b.at);
  const columns: (typeof dated)[] = [];
  for (const one of dated) {
    const column = columns.at(-1);
    const start = column?.[0]?.at;
    if (column && start !== undefined && one.at - start < apart) {
      column.push(one);
    } else {
      columns.push([one]);
    }
  }
  return columns.flatMap((column) => {
    const start = column[0]?.at ?? 0;
    const whole = column.length <= levels;
    const shown = whole ? column : column.slice(0, levels - 1);
    const marks: Mark[] = shown.map(({ event }, level) => ({ events: [event], at: start, level }));
    if (!whole) {
      marks.push({ events: column.slice(levels - 1).map(({ event }) => event), at: start, level: levels - 1 });
    }
    return marks;
  });
}

export interface Window {
  /** Months since 1970-01. */
  from: number;
  to: number;
}

/** The window `factor` times as long about `at`, within the whole and no shorter than half a year. */
export function zoomed(window: Window, whole: Window, factor: number, at: number): Window {
  const span = window.to - window.from;
  const length = Math.min(Math.max(span * factor, 6), whole.to - whole.from);
  const share = (at - window.from) / span;
  return moved({ from: at - share * length, to: at + (1 - share) * length }, whole, 0);
}

/** The window moved by so many months, within the whole. */
export function moved(window: Window, whole: Window, by: number): Window {
  const length = window.to - window.from;
  const from = Math.min(Math.max(window.from + by, whole.from), whole.to - length);
  return { from, to: from + length };
}

/** Months, years or decades whose first months are ticks, so that at most `most` stand in the window. */
export function ticksOf({ from, to }: Window, most: number): number[] {
  const steps = [1, 3, 6, 12, 24, 60, 120, 240];
  const step = steps.find((one) => (to - from) / one <= most) ?? 480;
  const ticks: number[] = [];
  for (let month = Math.ceil(from / step) * step; month <= to; month += step) {
    ticks.push(month);
  }
  return ticks;
}
