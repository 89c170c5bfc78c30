// SPDX-License-Identifier: Apache-2.0
// The tab Timeline: dated events and series on one axis that zooms. Filled marks are on record, open
// ones stand in the scenario that the reader is working on.
import type { RefObject } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";

import type { LiveModel } from "../api";
import { tableCsv } from "../csv";
import { ExportMenu, provenanceOf, type Exportable } from "../exports";
import type { LiveState } from "../live/drafts";
import type { LiveStore } from "../live/store";
import { monthOf, monthText } from "../months";
import { toggled } from "../state";
import { strings } from "../strings";
import { useWidth } from "../width";
import { instantOf, lanesOf, moved, printsOf, zoomed, type Lane, type LaneEvent, type Window } from "./lanes";
import { LanesPicture, marginLeft, nameOf, type Move } from "./lanes_picture";
import { Strip, type HeldSeries } from "./strip";

const words = strings.timelineTab;
/** Prints named beneath the picture, and in files of it, before they are counted. */
const sourcesNamed = 6;
const sourcesInFiles = 12;
/** Events told at once. */
const mostTold = 40;
const stripHeight = 86;

/** Events of the record, then those of the scenario that is being worked on. */
function eventsOf(model: LiveModel, { drafts, current }: Pick<LiveState, "drafts" | "current">): LaneEvent[] {
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

/** What is seen: the whole until it is changed, and never beyond it. */
function useView(whole: Window): readonly [Window, (move: Move) => void] {
  const [asked, setWindow] = useState<Window>(whole);
  const change = ({ factor = 1, by = 0, at, all = false }: Move) =>
    setWindow((before) => {
      const now = zoomed(before, whole, 1, before.from);
      const about = at ?? (now.from + now.to) / 2;
      return all ? whole : moved(zoomed(now, whole, factor, about), whole, by);
    });
  return [zoomed(asked, whole, 1, asked.from), change];
}

/** Events that hold the words, of the kinds that are not switched off. */
function useFilter(all: readonly LaneEvent[]) {
  const [text, setText] = useState("");
  const [off, setOff] = useState<readonly string[]>([]);
  const wanted = text.trim().toLowerCase();
  const holds = ({ date, what, source, who }: LaneEvent) =>
    `${date} ${what} ${source} ${who ?? ""}`.toLowerCase().includes(wanted);
  return {
    text,
    setText,
    off,
    toggle: (kind: string) => setOff(toggled(off, kind)),
    events: all.filter((event) => !off.includes(event.kind) && holds(event)),
  };
}

function Moves({ span, onMove }: { span: number; onMove: (move: Move) => void }) {
  const moves: readonly (readonly [string, Move])[] = [
    [`+ ${words.closer}`, { factor: 0.5 }],
    [`− ${words.wider}`, { factor: 2 }],
    [`← ${words.earlier}`, { by: -span / 4 }],
    [`→ ${words.later}`, { by: span / 4 }],
    [words.whole, { all: true }],
  ];
  return (
    <div class="switch" role="group" aria-label={words.title}>
      {moves.map(([text, move]) => <button key={text} type="button" onClick={() => onMove(move)}>{text}</button>)}
    </div>
  );
}

function Kinds({ kinds, off, onToggle }: {
  kinds: readonly Lane[];
  off: readonly string[];
  onToggle: (kind: string) => void;
}) {
  return (
    <details class="list">
      <summary>{words.kinds} ({kinds.length - off.length} / {kinds.length})</summary>
      <div class="filter" role="group" aria-label={words.kinds}>
        {kinds.map(({ kind, events }) => (
          <button key={kind} type="button" aria-pressed={!off.includes(kind)} onClick={() => onToggle(kind)}>
            {kind.replaceAll("_", " ")} <b>{events.length}</b>
          </button>
        ))}
      </div>
    </details>
  );
}

function Chosen({ events, onClose }: { events: readonly LaneEvent[]; onClose: () => void }) {
  return (
    <aside class="chosen-events" aria-label={words.chosen} aria-live="polite">
      <button type="button" class="quiet" onClick={onClose}>{words.close}</button>
      {events.slice(0, mostTold).map((event, i) => (
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

const csvHead = ["date", "kind", "who", "what", "source", "grade", "on_record"];

const csvRow = (event: LaneEvent): string[] => [
  event.date, event.kind, event.who ?? "", event.what, event.source, event.grade ?? "", event.simulated ? "no" : "yes",
];

/** The words beneath the picture, and the files of it, of the events that are seen. */
function told(seen: readonly LaneEvent[], window: Window, model: LiveModel, live: LiveStore) {
  const from = provenanceOf(model.model, live.hash.value, strings.provenance.of);
  const sentence = words.sentence(seen.length, monthText(Math.floor(window.from)), monthText(Math.ceil(window.to) - 1));
  const prints = printsOf(seen);
  const sources = (most: number) =>
    `${words.sources(prints.slice(0, most).join("; "), prints.length - most)}. ${strings.provenance.dataTo} ${from.dataEnd}.`;
  const file: Omit<Exportable, "drawing"> = {
    name: "timeline",
    title: model.model.label || model.model.name,
    unit: "",
    lines: [],
    source: sources(sourcesInFiles),
    caveat: "",
    sentence: `${sentence} ${from.origin}`,
    reading: strings.reading.timeline,
    link: from.link,
    csv: () => tableCsv(csvHead, seen.map(csvRow)),
  };
  return { sentence, source: sources(sourcesNamed), file };
}

function EventsFigure({ model, live, events, lanes, window, holder, width, onMove }: {
  model: LiveModel;
  live: LiveStore;
  events: readonly LaneEvent[];
  lanes: readonly Lane[];
  window: Window;
  holder: RefObject<HTMLDivElement | null>;
  /** Of the holder, 0 until it is known. */
  width: number;
  onMove: (move: Move) => void;
}) {
  const [chosen, setChosen] = useState<readonly LaneEvent[]>([]);
  const seen = events.filter(({ date }) => instantOf(date) >= window.from && instantOf(date) <= window.to);
  const { sentence, source, file } = told(seen, window, model, live);
  return (
    <figure class="chart wide">
      <figcaption><h3>{words.events}</h3></figcaption>
      <div ref={holder} class="timeline-holder">
        {width > 0 && lanes.length > 0 && (
          <LanesPicture
            lanes={lanes}
            window={window}
            width={width}
            forecast={model.model.forecast}
            onMove={onMove}
            onChoose={(mark) => setChosen(mark.events)}
          />
        )}
        {lanes.length === 0 && <p>{words.none}</p>}
      </div>
      {chosen.length > 0 && <Chosen events={chosen} onClose={() => setChosen([])} />}
      <p class="summary">{sentence}</p>
      <p class="source">{source}</p>
      <ExportMenu of={{ ...file, drawing: () => holder.current?.querySelector<SVGSVGElement>("svg.lanes") ?? null }} />
    </figure>
  );
}

function SeriesFigure({ series, window, width, onRemove }: {
  series: HeldSeries;
  window: Window;
  width: number;
  onRemove: () => void;
}) {
  const title = series.label || series.name;
  return (
    <figure class="chart wide">
      <figcaption>
        <h3>{title}</h3>
        <button type="button" class="quiet" aria-label={words.remove(title)} onClick={onRemove}>✕</button>
      </figcaption>
      <Strip series={series} window={window} width={width} height={stripHeight} marginLeft={marginLeft} axis={false} />
      <p class="source">
        {series.source}.{series.caveat && ` ${strings.caveat}: ${series.caveat}.`}
      </p>
    </figure>
  );
}

/** Series on the axis of the events, one at first, and a choice of others. */
function SeriesBeneath({ model, window, width }: { model: LiveModel; window: Window; width: number }) {
  const held = model.series.filter((series) => series.points.length > 0);
  const [names, setNames] = useState<readonly string[]>(() => held.slice(0, 1).map((series) => series.name));
  return (
    <>
      {names.map((name) => {
        const series = held.find((one) => one.name === name);
        return series && (
          <SeriesFigure key={name} series={series} window={window} width={width} onRemove={() => setNames(toggled(names, name))} />
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
    </>
  );
}

export function Timeline({ model, live }: { model: LiveModel; live: LiveStore }) {
  const holder = useRef<HTMLDivElement>(null);
  const width = useWidth(holder);
  const { drafts, current } = live.state.value;
  // The same objects as long as they say the same: the picture knows its events by them.
  const all = useMemo(() => eventsOf(model, { drafts, current }), [model, drafts, current]);
  const [window, move] = useView(wholeOf(all, model));
  const { text, setText, off, toggle, events } = useFilter(all);
  const [byActor, setByActor] = useState(false);
  return (
    <section class="tab-timeline" aria-labelledby="timeline-title">
      <header class="section-head">
        <h2 id="timeline-title">{words.title}</h2>
        <Moves span={window.to - window.from} onMove={move} />
        <label>
          {words.filter} <input type="search" value={text} onInput={(event) => setText(event.currentTarget.value)} />
        </label>
        <button type="button" aria-pressed={byActor} onClick={() => setByActor(!byActor)}>{words.byActor}</button>
      </header>
      <Kinds kinds={lanesOf(all, false)} off={off} onToggle={toggle} />
      <p class="note">{words.keys}</p>
      <EventsFigure
        model={model}
        live={live}
        events={events}
        lanes={lanesOf(events, byActor)}
        window={window}
        holder={holder}
        width={width}
        onMove={move}
      />
      <SeriesBeneath model={model} window={window} width={width} />
    </section>
  );
}
