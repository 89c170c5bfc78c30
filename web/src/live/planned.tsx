// SPDX-License-Identifier: Apache-2.0
// Events that the reader plans: a list to write in, and a strip of time to move them on, by pointer or
// by arrow keys.
import { useRef } from "preact/hooks";

import type { LiveModel, PlannedEvent } from "../api";
import { monthOf, monthText } from "../months";
import { strings } from "../strings";
import { setEvent } from "./drafts";
import type { LiveStore } from "./store";

const kindLabel = (model: LiveModel, kind: string): string =>
  model.event_kinds.find(({ name }) => name === kind)?.label || kind.replaceAll("_", " ");

function Row({ event, index, live, model }: {
  event: PlannedEvent;
  index: number;
  live: LiveStore;
  model: LiveModel;
}) {
  const set = (next: PlannedEvent | null) => live.change((draft) => setEvent(draft, index, next));
  return (
    <li>
      <select
        aria-label={strings.kind}
        value={event.kind}
        onChange={(change) => set({ ...event, kind: change.currentTarget.value })}
      >
        {model.event_kinds.map(({ name }) => <option key={name} value={name}>{kindLabel(model, name)}</option>)}
      </select>
      <input
        type="month"
        aria-label={strings.dateOf(kindLabel(model, event.kind))}
        min={monthText(monthOf(model.model.forecast))}
        max={monthText(monthOf(model.model.end))}
        value={event.date.slice(0, 7)}
        onChange={(change) => {
          const date = change.currentTarget.value;
          if (monthOf(date) >= monthOf(model.model.forecast) && monthOf(date) <= monthOf(model.model.end)) {
            set({ ...event, date });
          }
        }}
      />
      <button type="button" aria-label={strings.removeEvent(kindLabel(model, event.kind))} onClick={() => set(null)}>✕</button>
    </li>
  );
}

const firstIn = 6;

export function Planned({ live, model }: { live: LiveStore; model: LiveModel }) {
  const events = live.current.value?.events ?? [];
  const kind = model.event_kinds[0]?.name;
  const list = useRef<HTMLUListElement>(null);
  if (kind === undefined) {
    return null;
  }
  const add = () => {
    const month = Math.min(monthOf(model.model.forecast) + firstIn, monthOf(model.model.end));
    live.change((draft) => setEvent(draft, draft.events.length, { kind, date: monthText(month) }));
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>("li:last-child select")?.focus());
  };
  return (
    <section class="planned" aria-labelledby="planned-title">
      <h2 id="planned-title">{strings.datedEvents}</h2>
      <ul ref={list}>
        {events.map((event, i) => <Row key={i} event={event} index={i} live={live} model={model} />)}
      </ul>
      <button type="button" onClick={add}>{strings.addEvent}</button>
    </section>
  );
}

/** The months of the forecast with a handle for each planned event. */
export function Strip({ live, model }: { live: LiveStore; model: LiveModel }) {
  const strip = useRef<HTMLDivElement>(null);
  const events = live.current.value?.events ?? [];
  const first = monthOf(model.model.forecast);
  const last = monthOf(model.model.end);
  if (events.length === 0) {
    return null;
  }
  const hold = (index: number, event: PlannedEvent, month: number) => {
    const date = monthText(Math.min(Math.max(month, first), last));
    live.held.value = (draft) => setEvent(draft, index, { ...event, date });
  };
  const years = Array.from({ length: Math.floor((last - first) / 12) + 1 }, (_, i) => (Math.floor(first / 12) + i + 1) * 12)
    .filter((month) => month <= last);
  const left = (month: number) => `${(100 * (month - first)) / Math.max(1, last - first)}%`;
  return (
    <div class="months" ref={strip} role="group" aria-label={strings.datedEvents}>
      {years.map((month) => (
        <span key={month} class="year" style={{ left: left(month) }} aria-hidden="true">{monthText(month).slice(0, 4)}</span>
      ))}
      {events.map((event, i) => {
        const month = monthOf(event.date);
        return (
          <span
            key={i}
            class="handle"
            role="slider"
            tabIndex={0}
            style={{ left: left(month) }}
            aria-label={strings.moveEvent(kindLabel(model, event.kind))}
            aria-valuemin={first}
            aria-valuemax={last}
            aria-valuenow={month}
            aria-valuetext={monthText(month)}
            onPointerDown={(pointer) => pointer.currentTarget.setPointerCapture(pointer.pointerId)}
            onPointerMove={(pointer) => {
              const box = strip.current?.getBoundingClientRect();
              if (box && pointer.currentTarget.hasPointerCapture(pointer.pointerId)) {
                hold(i, event, first + Math.round(((pointer.clientX - box.left) / box.width) * (last - first)));
              }
            }}
            onPointerUp={() => live.release()}
            onKeyDown={(key) => {
              const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[key.key];
              if (step !== undefined) {
                key.preventDefault();
                hold(i, event, month + step * (key.shiftKey ? 12 : 1));
              } else if (key.key === "Delete") {
                live.change((draft) => setEvent(draft, i, null));
              }
            }}
            onKeyUp={() => live.release()}
            onBlur={() => live.release()}
          >
            <span aria-hidden="true">△ {monthText(month)}</span>
          </span>
        );
      })}
    </div>
  );
}
