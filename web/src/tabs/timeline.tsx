// SPDX-License-Identifier: Apache-2.0
// The tab Timeline: dated events and series on one axis that zooms. Filled marks are on record, open
// ones stand in the scenario that the reader is working on.
import { useRef, useState } from "preact/hooks";

import type { LiveModel } from "../api";
import { tableCsv } from "../csv";
import { ExportMenu, provenanceOf } from "../exports";
import type { LiveStore } from "../live/store";
import { monthOf, monthText } from "../months";
import { strings } from "../strings";
import { useWidth } from "../width";
import { instantOf, lanesOf, marksOf, moved, printsOf, ticksOf, zoomed, type Lane, type LaneEvent, type Mark, type Window } from "./lanes";
import { Strip, tickText } from "./strip";

const words = strings.timelineTab;
const marginLeft = 56;
const marginRight = 12;
const levels = 3;
const step = 11;  // pixels from level to level
const laneHeight = 21 + levels * step;
const markSize = 5;
const columnWidth = 18;  // pixels: room for a count of two digits
const shapes = ["circle", "triangle", "square", "diamond"] as const;

/** Events of the record, then those of the scenario that is being worked on. */
function eventsOf(model: LiveModel, live: LiveStore): LaneEvent[] {
  const { drafts, current } = live.state.value;
  const planned = drafts.find((draft) => draft.id === current)?.events ?? [];
  const labels = new Map(model.event_kinds.map((kind) => [kind.name, kind.label || kind.name]));
  return [
    ...model.events.map((event) => ({ ...event, simulated: false })),
    ...planned.map((event) => ({
      date: event.date,
      kind: event.kind,
      what: labels.get(event.kind) ?? event.kind,
      source: words.simulated,
      grade: null,
      simulated: true,
    })),
  ];
}

/** Whole years about all events and months of the model. */
function wholeOf(events: readonly LaneEvent[], model: LiveModel): Window {
  const at = events.map((event) => instantOf(event.date)).filter(Number.isFinite);
  const all = [...at, monthOf(model.model.start), monthOf(model.model.forecast) + 12];
  return { from: Math.floor(Math.min(...all) / 12) * 12, to: Math.ceil((Math.max(...all) + 1) / 12) * 12 };
}

function Shape({ shape, x, y, open }: { shape: (typeof shapes)[number]; x: number; y: number; open: boolean }) {
  const r = markSize;
  const outline = {
    circle: `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`,
    triangle: `M${x} ${y - r}l${r} ${2 * r}h${-2 * r}z`,
    square: `M${x - r + 0.5} ${y - r + 0.5}h${2 * r - 1}v${2 * r - 1}h${1 - 2 * r}z`,
    diamond: `M${x} ${y - r - 0.5}l${r} ${r + 0.5}l${-r} ${r + 0.5}l${-r} ${-r - 0.5}z`,
  };
  return <path class={open ? "mark open" : "mark"} d={outline[shape]} />;
}

interface Placed {
  mark: Mark;
  lane: number;
  x: number;
  y: number;
}

function place(lanes: readonly Lane[], window: Window, width: number): Placed[] {
  const inner = Math.max(width - marginLeft - marginRight, 1);
  const scale = inner / (window.to - window.from);
  return lanes.flatMap((lane, i) =>
    marksOf(
      lane.events.filter((event) => {
        const at = instantOf(event.date);
        return at >= window.from && at <= window.to;
      }),
      columnWidth / scale,
      levels,
    ).map((mark) => ({
      mark,
      lane: i,
      x: marginLeft + (mark.at - window.from) * scale,
      y: (i + 1) * laneHeight - 8 - mark.level * step,
    })),
  );
}

const nameOf = ({ kind, who }: Pick<Lane, "kind" | "who">) =>
  [kind.replaceAll("_", " "), who].filter(Boolean).join(", ");

const titleOf = (mark: Mark): string => {
  const [first] = mark.events;
  return mark.events.length === 1 && first ? `${first.date} ${first.what}` : words.more(mark.events.length);
};

/** A change of what is seen: so many times as long, about a month, or moved by months, or all. */
interface Move {
  factor?: number;
  at?: number;
  by?: number;
  all?: boolean;
}

interface CanvasProps {
  lanes: readonly Lane[];
  placed: readonly Placed[];
  window: Window;
  width: number;
  forecast: string;
  label: string;
  onMove: (move: Move) => void;
  onChoose: (mark: Mark) => void;
}

function Canvas({ lanes, placed, window, width, forecast, label, onMove, onChoose }: CanvasProps) {
  const [here, setHere] = useState<LaneEvent | null>(null);
  const drag = useRef<{ x: number; moved: boolean } | null>(null);
  const svg = useRef<SVGSVGElement>(null);
  const height = lanes.length * laneHeight + 22;
  const span = window.to - window.from;
  const monthAt = (x: number) => window.from + ((x - marginLeft) / (width - marginLeft - marginRight)) * span;
  const ruleAt = marginLeft + ((monthOf(forecast) - window.from) / span) * (width - marginLeft - marginRight);
  const stop = Math.max(placed.findIndex(({ mark }) => here !== null && mark.events.includes(here)), 0);
  const go = (to: number) => svg.current?.querySelectorAll<SVGGElement>(".stop")[to]?.focus();
  /** The nearest mark of another lane, above or below. */
  const across = (direction: number) => {
    const here = placed[stop];
    const others = placed
      .map((one, i) => ({ i, gap: Math.abs((one.lane - (here?.lane ?? 0)) * 1e4) + Math.abs(one.x - (here?.x ?? 0)), lane: one.lane }))
      .filter((one) => here && Math.sign(one.lane - here.lane) === direction)
      .sort((a, b) => a.gap - b.gap);
    return others[0]?.i ?? stop;
  };
  const onKey = (event: KeyboardEvent) => {
    const far = { ArrowLeft: -span / 4, ArrowRight: span / 4 }[event.key];
    const actions: Record<string, () => void> = {
      ArrowLeft: () => go(Math.max(stop - 1, 0)),
      ArrowRight: () => go(Math.min(stop + 1, placed.length - 1)),
      ArrowUp: () => go(across(-1)),
      ArrowDown: () => go(across(1)),
      "+": () => onMove({ factor: 0.5, ...(placed[stop] ? { at: placed[stop].mark.at } : {}) }),
      "-": () => onMove({ factor: 2 }),
      Home: () => onMove({ all: true }),
      Enter: () => placed[stop] && onChoose(placed[stop].mark),
      " ": () => placed[stop] && onChoose(placed[stop].mark),
    };
    const action = event.shiftKey && far !== undefined ? () => onMove({ by: far }) : actions[event.key];
    if (action && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      event.stopPropagation();
      action();
      // Zooming draws other marks; the focus stays on the event.
      requestAnimationFrame(() => svg.current?.querySelector<SVGGElement>(".stop[tabindex='0']")?.focus());
    }
  };
  return (
    <svg
      ref={svg}
      class="plot lanes"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="group"
      aria-label={label}
      onKeyDown={onKey}
      onWheel={(event) => {
        if (event.ctrlKey) {
          event.preventDefault();
          const box = event.currentTarget.getBoundingClientRect();
          onMove({ factor: event.deltaY > 0 ? 1.25 : 0.8, at: monthAt(event.clientX - box.left) });
        }
      }}
      onPointerDown={(event) => {
        drag.current = { x: event.clientX, moved: false };
      }}
      onPointerMove={(event) => {
        const held = drag.current;
        if (held && event.buttons === 1 && (held.moved || Math.abs(event.clientX - held.x) > 4)) {
          const by = ((held.x - event.clientX) / (width - marginLeft - marginRight)) * span;
          drag.current = { x: event.clientX, moved: true };
          onMove({ by });
        }
      }}
    >
      <g class="grid">
        {ticksOf(window, width / 70).map((month) => {
          const x = marginLeft + ((month - window.from) / span) * (width - marginLeft - marginRight);
          return <line key={month} x1={x} x2={x} y1={0} y2={height - 18} />;
        })}
      </g>
      {ticksOf(window, width / 70).map((month) => (
        <text
          key={month}
          x={marginLeft + ((month - window.from) / span) * (width - marginLeft - marginRight)}
          y={height - 5}
          text-anchor="middle"
        >
          {tickText(month)}
        </text>
      ))}
      {lanes.map((lane, i) => (
        <g key={nameOf(lane)} class="lane">
          <line x1={0} x2={width} y1={(i + 1) * laneHeight} y2={(i + 1) * laneHeight} />
          <text class="lane-name" x={2} y={i * laneHeight + 13}>{nameOf(lane)} ({lane.events.length})</text>
        </g>
      ))}
      {ruleAt >= marginLeft && ruleAt <= width - marginRight && (
        <g class="forecast"><line x1={ruleAt} x2={ruleAt} y1={0} y2={height - 18} /></g>
      )}
      {placed.map(({ mark, lane, x, y }, i) => {
        const [first] = mark.events;
        return (
          <g
            key={`${lane} ${mark.at} ${mark.level}`}
            class="stop"
            role="button"
            tabIndex={i === stop ? 0 : -1}
            aria-label={`${titleOf(mark)}, ${nameOf(lanes[lane] ?? { kind: "", who: "" })}`}
            onFocus={() => setHere(first ?? null)}
            onClick={() => !drag.current?.moved && onChoose(mark)}
          >
            <title>{titleOf(mark)}</title>
            <rect class="target" x={x - 7} y={y - 7} width={14} height={14} />
            {mark.events.length > 1 || !first
              ? <text class="count" x={x} y={y + 4} text-anchor="middle">+{mark.events.length}</text>
              : <Shape shape={shapes[lane % shapes.length] ?? "circle"} x={x} y={y} open={first.simulated} />}
          </g>
        );
      })}
    </svg>
  );
}

function Chosen({ events, onClose }: { events: readonly LaneEvent[]; onClose: () => void }) {
  return (
    <aside class="chosen-events" aria-label={words.chosen} aria-live="polite">
      <button type="button" class="quiet" onClick={onClose}>{words.close}</button>
      {events.slice(0, 40).map((event, i) => (
        <div class="event-told" key={i}>
          <h3>{event.date} {event.what}</h3>
          <p>
            {nameOf({ kind: event.kind, who: event.who ?? "" })}. {strings.source}: {event.source || strings.none}
            {event.grade && `. ${strings.grade} ${event.grade}`}
          </p>
        </div>
      ))}
    </aside>
  );
}

export function Timeline({ model, live }: { model: LiveModel; live: LiveStore }) {
  const holder = useRef<HTMLDivElement>(null);
  const width = useWidth(holder);
  const all = eventsOf(model, live);
  const whole = wholeOf(all, model);
  const [asked, setWindow] = useState<Window>(whole);
  const window = zoomed(asked, whole, 1, asked.from);
  const [filter, setFilter] = useState("");
  const [off, setOff] = useState<ReadonlySet<string>>(new Set());
  const [byActor, setByActor] = useState(false);
  const [chosen, setChosen] = useState<readonly LaneEvent[]>([]);
  const held = model.series.filter((series) => series.points.length > 0);
  const [names, setNames] = useState<readonly string[]>(() => held.slice(0, 1).map((series) => series.name));

  const kinds = lanesOf(all, false);
  const text = filter.trim().toLowerCase();
  const events = all.filter(
    (event) => !off.has(event.kind) && `${event.date} ${event.what} ${event.source} ${event.who ?? ""}`.toLowerCase().includes(text),
  );
  const inside = events.filter((event) => instantOf(event.date) >= window.from && instantOf(event.date) <= window.to);
  const lanes = lanesOf(events, byActor);
  const placed = place(lanes, window, width);
  const from = provenanceOf(model.model, live.hash.value, strings.provenance.of);
  const change = ({ factor = 1, by = 0, at, all: everything = false }: Move) =>
    setWindow((before) => {
      const now = zoomed(before, whole, 1, before.from);
      const about = at ?? (now.from + now.to) / 2;
      return everything ? whole : moved(zoomed(now, whole, factor, about), whole, by);
    });
  const span = window.to - window.from;
  const sentence = words.sentence(inside.length, monthText(Math.floor(window.from)), monthText(Math.ceil(window.to) - 1));
  const prints = printsOf(inside);
  const sources = (most: number) =>
    `${words.sources(prints.slice(0, most).join("; "), prints.length - most)}. ${strings.provenance.dataTo} ${from.dataEnd}.`;
  return (
    <section class="tab-timeline" aria-labelledby="timeline-title">
      <header class="section-head">
        <h2 id="timeline-title">{words.title}</h2>
        <div class="switch" role="group" aria-label={words.title}>
          <button type="button" onClick={() => change({ factor: 0.5 })}>+ {words.closer}</button>
          <button type="button" onClick={() => change({ factor: 2 })}>− {words.wider}</button>
          <button type="button" onClick={() => change({ by: -span / 4 })}>← {words.earlier}</button>
          <button type="button" onClick={() => change({ by: span / 4 })}>→ {words.later}</button>
          <button type="button" onClick={() => setWindow(whole)}>{words.whole}</button>
        </div>
        <label>
          {words.filter} <input type="search" value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />
        </label>
        <button type="button" aria-pressed={byActor} onClick={() => setByActor(!byActor)}>{words.byActor}</button>
      </header>
      <details class="list">
        <summary>{words.kinds} ({kinds.length - off.size} / {kinds.length})</summary>
        <div class="filter" role="group" aria-label={words.kinds}>
          {kinds.map(({ kind, events: some }) => (
            <button
              key={kind}
              type="button"
              aria-pressed={!off.has(kind)}
              onClick={() => {
                const next = new Set(off);
                if (!next.delete(kind)) {
                  next.add(kind);
                }
                setOff(next);
              }}
            >
              {kind.replaceAll("_", " ")} <b>{some.length}</b>
            </button>
          ))}
        </div>
      </details>
      <p class="note">{words.keys}</p>
      <figure class="chart wide">
        <figcaption><h3>{words.events}</h3></figcaption>
        <div ref={holder} class="timeline-holder">
          {width > 0 && lanes.length > 0 && (
            <Canvas
              lanes={lanes}
              placed={placed}
              window={window}
              width={width}
              forecast={model.model.forecast}
              label={words.events}
              onMove={change}
              onChoose={(mark) => setChosen(mark.events)}
            />
          )}
          {lanes.length === 0 && <p>{words.none}</p>}
        </div>
        {chosen.length > 0 && <Chosen events={chosen} onClose={() => setChosen([])} />}
        <p class="summary">{sentence}</p>
        <p class="source">{sources(6)}</p>
        <ExportMenu
          of={{
            name: "timeline",
            title: model.model.label || model.model.name,
            unit: "",
            lines: [],
            source: sources(12),
            caveat: "",
            sentence: `${sentence} ${from.origin}`,
            reading: strings.reading.timeline,
            link: from.link,
            csv: () =>
              tableCsv(
                ["date", "kind", "who", "what", "source", "grade", "on_record"],
                inside.map((event) => [event.date, event.kind, event.who ?? "", event.what, event.source, event.grade ?? "", event.simulated ? "no" : "yes"]),
              ),
            drawing: () => holder.current?.querySelector<SVGSVGElement>("svg.lanes") ?? null,
          }}
        />
      </figure>
      {names.map((name) => {
        const series = held.find((one) => one.name === name);
        return series && (
          <figure class="chart wide" key={name}>
            <figcaption>
              <h3>{series.label || series.name}</h3>
              <button
                type="button"
                class="quiet"
                aria-label={words.remove(series.label || series.name)}
                onClick={() => setNames(names.filter((one) => one !== name))}
              >
                ✕
              </button>
            </figcaption>
            <Strip series={series} window={window} width={width} height={86} marginLeft={marginLeft} axis={false} />
            <p class="source">
              {series.source}.{series.caveat && ` ${strings.caveat}: ${series.caveat}.`}
            </p>
          </figure>
        );
      })}
      <label>
        {words.addSeries}{" "}
        <select value="" onChange={(event) => event.currentTarget.value && setNames([...names, event.currentTarget.value])}>
          <option value="">{words.choose}</option>
          {held.filter((series) => !names.includes(series.name)).map((series) => (
            <option key={series.name} value={series.name}>{series.label || series.name}</option>
          ))}
        </select>
      </label>
    </section>
  );
}
