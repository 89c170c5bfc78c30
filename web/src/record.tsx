// SPDX-License-Identifier: Apache-2.0
// The record behind the model: dated events, series, uncertain inputs, how good past forecasts were.
import { useEffect, useRef } from "preact/hooks";

import type { Input, Payload, Series, TrackRecord } from "./api";
import { provenanceOf } from "./exports";
import { Hindcasts, type PastLook } from "./hindcasts";
import { unitText } from "./numbers";
import type { PageStore } from "./store";
import { strings } from "./strings";
import { drawTimeline } from "./timeline";
import { useWidth } from "./width";

export function Events({ payload }: { payload: Payload }) {
  const holder = useRef<HTMLDivElement>(null);
  const width = useWidth(holder);
  const { events } = payload;
  useEffect(() => {
    if (width > 0 && events.length > 0) {
      const svg = drawTimeline(events, width);
      svg.setAttribute("aria-hidden", "true");
      holder.current?.replaceChildren(svg);
    }
  }, [events, width]);
  if (events.length === 0) {
    return null;
  }
  return (
    <section id="events" aria-labelledby="events-title">
      <h2 id="events-title">{strings.events}</h2>
      <div class="timeline" ref={holder} />
      <details class="list">
        <summary>{strings.allEvents} ({events.length})</summary>
        <table class="stacks">
          <thead>
            <tr><th scope="col">{strings.date}</th><th scope="col">{strings.what}</th>
              <th scope="col">{strings.kind}</th><th scope="col">{strings.source}</th>
              <th scope="col">{strings.grade}</th></tr>
          </thead>
          <tbody>
            {events.map((event, i) => (
              <tr key={i}>
                <th scope="row">{event.date}</th>
                <td>{event.what}</td>
                <td data-name={strings.kind}>{event.kind.replaceAll("_", " ")}</td>
                <td data-name={strings.source}>{event.source}</td>
                <td data-name={strings.grade}>{event.grade}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

export function Grade({ grade }: { grade: string | null }) {
  return grade ? <span class={`grade grade-${grade}`}>{grade}</span> : <span>–</span>;
}

export function spanOf(series: Series): string {
  const gaps = series.gaps.length > 0 ? `, ${strings.gaps(series.gaps.length)}` : "";
  const digits = series.each === "year" ? 4 : 7;
  const span = `${(series.from ?? "").slice(0, digits)} – ${(series.to ?? "").slice(0, digits)}`;
  return `${span}, ${strings.observations(series.observations)}${gaps}`;
}

function SeriesTable({ series }: { series: readonly Series[] }) {
  return (
    <table class="stacks">
      <thead>
        <tr><th scope="col">{strings.series}</th><th scope="col">{strings.grade}</th>
          <th scope="col" class="screen-only">{strings.span}</th><th scope="col">{strings.source}</th>
          <th scope="col">{strings.caveat}</th></tr>
      </thead>
      <tbody>
        {series.map((one) => (
          <tr key={one.name}>
            <th scope="row">
              {one.label || one.name} <span class="unit">{unitText(one.unit)}</span>
            </th>
            <td data-name={strings.grade}><Grade grade={one.grade} /></td>
            <td data-name={strings.span} class="screen-only">{spanOf(one)}</td>
            <td data-name={strings.source}>{one.source || strings.none}</td>
            <td data-name={strings.caveat}>{one.caveat}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function InputTable({ inputs }: { inputs: readonly Input[] }) {
  return (
    <table class="stacks">
      <thead>
        <tr><th scope="col">{strings.input}</th><th scope="col">{strings.grade}</th>
          <th scope="col">{strings.source}</th><th scope="col">{strings.caveat}</th></tr>
      </thead>
      <tbody>
        {inputs.map((input) => (
          <tr key={input.name}>
            <th scope="row">{input.label || input.name} <span class="unit">{unitText(input.unit)}</span></th>
            <td data-name={strings.grade}><Grade grade={input.grade} /></td>
            <td data-name={strings.source}>{input.source || strings.none}</td>
            <td data-name={strings.caveat}>{input.caveat}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Sources({ payload }: { payload: Payload }) {
  const held = payload.series.filter((series) => series.missing === "");
  const missing = payload.series.filter((series) => series.missing !== "");
  return (
    <section id="sources" aria-labelledby="sources-title">
      <h2 id="sources-title">{strings.sources}</h2>
      <p class="note">{strings.grades}</p>
      {held.length > 0 && <SeriesTable series={held} />}
      {missing.length > 0 && (
        <>
          <h3>{strings.missing}</h3>
          <dl class="missing">
            {missing.map((series) => (
              <div class="field" key={series.name}>
                <dt>{series.label || series.name}</dt>
                <dd>{series.missing}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {payload.inputs.length > 0 && (
        <details class="list">
          <summary>{strings.inputs} ({payload.inputs.length})</summary>
          <InputTable inputs={payload.inputs} />
        </details>
      )}
    </section>
  );
}

/** Every row has the best naive forecast beside the model, whoever leads. Charts stand above the rows. */
export function TrackRecordView({ record, ...look }: PastLook & { record: TrackRecord }) {
  const { sentence, rows } = record;
  if (rows.length === 0) {
    return <p>{sentence}</p>;
  }
  return (
    <>
      <p>{sentence}</p>
      <p class="note">{strings.trackNote}</p>
      <Hindcasts record={record} {...look} />
      <table class="stacks">
        <thead>
          <tr><th scope="col">{strings.series}</th><th scope="col">{strings.known}</th>
            <th scope="col">{strings.horizon}</th><th scope="col">{strings.modelScore}</th>
            <th scope="col">{strings.naive}</th><th scope="col">{strings.skill}</th>
            <th scope="col">{strings.coverage}</th><th scope="col">{strings.leads}</th></tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              <th scope="row">{row.series}</th>
              <td data-name={strings.known}>{row.level}</td>
              <td data-name={strings.horizon}>{row.horizon}</td>
              <td data-name={strings.modelScore}>{row.model}</td>
              <td data-name={strings.naive}>{row.naive ? `${row.naive_score} (${row.naive})` : strings.noNaive}</td>
              <td data-name={strings.skill}>{row.skill}</td>
              <td data-name={strings.coverage}>{row.coverage}</td>
              <td data-name={strings.leads}>
                {row.leads}{row.naive && !row.clearly && `, ${strings.notClearly}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** Charts of past forecasts that are shown, and printed, without asking: a row of three. */
const hindcastsOpen = 3;

export function Track({ store }: { store: PageStore }) {
  const { model, track_record: record } = store.payload;
  const { tables, known } = store.state.value;
  return (
    <section id="track" aria-labelledby="track-title">
      <h2 id="track-title">{strings.track}</h2>
      <TrackRecordView
        record={record}
        open={hindcastsOpen}
        tables={tables}
        from={provenanceOf(model, store.hash.value, strings.provenance.of)}
        known={known}
        onKnown={(next) => store.change({ known: next })}
      />
    </section>
  );
}

export function Limits({ payload }: { payload: Payload }) {
  return (
    <section id="limits" aria-labelledby="limits-title">
      <h2 id="limits-title">{strings.limits}</h2>
      <ul>{payload.limits.map((limit) => <li key={limit}>{limit}</li>)}</ul>
    </section>
  );
}

export function Reproduce({ payload }: { payload: Payload }) {
  const { reproduce, model } = payload;
  return (
    <section id="reproduce" aria-labelledby="reproduce-title">
      <h2 id="reproduce-title">{strings.reproduce}</h2>
      <p><code class="command">{reproduce.command}</code></p>
      <dl class="facts">
        <div class="field"><dt>{strings.version}</dt><dd>{strings.product} {reproduce.version} ({reproduce.commit})</dd></div>
        <div class="field"><dt>{strings.modelHash}</dt><dd>{model.name} <code>{model.hash}</code></dd></div>
        <div class="field">
          <dt>{strings.futures}</dt>
          <dd>{reproduce.futures}, {strings.seed} {reproduce.seed}, {reproduce.draws}</dd>
        </div>
      </dl>
      <details class="list">
        <summary>{strings.files} ({reproduce.files.length})</summary>
        <ul class="files-made">
          {reproduce.files.map((file) => <li key={file.path}>{file.path} <code>{file.sha256}</code></li>)}
        </ul>
      </details>
    </section>
  );
}
