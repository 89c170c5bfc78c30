// SPDX-License-Identifier: Apache-2.0
// What the spread of an output goes with, and what comes through which channel: sections of the report.
import { useState } from "preact/hooks";

import type { Chart, InfluenceOutcome, Matter, Matters, Payload } from "./api";
import { Bars, type Bar } from "./bars";
import { tableCsv } from "./csv";
import { provenanceOf } from "./exports";
import { numberText, signedText, unitText } from "./numbers";
import type { PageStore } from "./store";
import { strings } from "./strings";

/** A share as text; never none and never all. */
const percentOf = (share: number): number => Math.min(Math.max(Math.round(share * 100), 1), 99);

export function tornadoBars(matters: readonly Matter[]): Bar[] {
  return matters.map((matter) => ({
    key: matter.name,
    label: matter.label || matter.name,
    more: `${strings.mattersTab.share(percentOf(matter.share))}${matter.grade ? `  ${matter.grade}` : ""}`,
    from: matter.low,
    to: matter.high,
    fromText: numberText(matter.low_value),
    toText: numberText(matter.high_value),
    middle: null,
  }));
}

export function tornadoCsv(matters: readonly Matter[]): string {
  return tableCsv(
    ["input", "grade", "share_of_spread", "low_value", "high_value", "mean_at_low", "mean_at_high"],
    matters.map((one) => [one.name, one.grade ?? "", one.share, one.low_value, one.high_value, one.low, one.high]),
  );
}

/** What a chart's spread goes with, or that of a difference; nothing where the engine found nothing. */
function mattersOf(chart: Chart, scenario: string): Matters | undefined {
  const fan = scenario ? chart.differences.find((one) => one.scenario === scenario) : chart.fans[0];
  return fan?.matters;
}

export function MattersMost({ store }: { store: PageStore }) {
  const { charts, model, scenarios } = store.payload;
  const { scenario, view } = store.state.value;
  const wanted = view === "difference" ? scenario : "";
  const all = charts.filter((chart) => mattersOf(chart, wanted));
  const [name, setName] = useState("");
  const chart = all.find((one) => one.name === name) ?? all[0];
  const matters = chart && mattersOf(chart, wanted);
  if (!chart || !matters) {
    return null;
  }
  const words = strings.mattersTab;
  const from = provenanceOf(model, store.hash.value, strings.provenance.ofFutures);
  const label = chart.label || chart.name;
  const of = scenarios.find((one) => one.name === wanted)?.label;
  return (
    <section id="matters" aria-labelledby="matters-title">
      <header class="section-head">
        <h2 id="matters-title">{words.title}</h2>
        <label>
          {words.of}{" "}
          <select value={chart.name} onChange={(event) => setName(event.currentTarget.value)}>
            {all.map((one) => <option key={one.name} value={one.name}>{one.label || one.name}</option>)}
          </select>
        </label>
      </header>
      <p class="note">{words.note}</p>
      <Bars
        name={`matters-${chart.name}`}
        title={of ? `${label}: ${strings.difference.toLowerCase()}, ${of}` : label}
        unit={[unitText(chart.unit), matters.of].filter(Boolean).join(", ")}
        bars={tornadoBars(matters.inputs)}
        zero={wanted ? 0 : null}
        summary={matters.sentence}
        source={`${strings.provenance.dataTo} ${from.dataEnd}. ${words.from}`}
        csv={() => tornadoCsv(matters.inputs)}
        exports={{ sentence: `${label}: ${matters.sentence} ${from.origin}`, reading: strings.reading.tornado, link: from.link }}
      />
    </section>
  );
}

function channelBars(outcome: InfluenceOutcome): Bar[] {
  return outcome.channels.flatMap(({ channel, label, q05, q50, q95, share }) =>
    q05 === null || q50 === null || q95 === null
      ? []
      : [{
          key: channel,
          label: label || channel,
          more: strings.influenceTab.share(percentOf(share)),
          from: q05,
          to: q95,
          fromText: signedText(q05),
          toText: signedText(q95),
          middle: q50,
        }],
  );
}

export function Influences({ payload, hash }: { payload: Payload; hash: string }) {
  const words = strings.influenceTab;
  if (payload.influences.length === 0) {
    return null;
  }
  const from = provenanceOf(payload.model, hash, strings.provenance.ofFutures);
  return (
    <section id="influence" aria-labelledby="influence-title">
      <h2 id="influence-title">{words.title}</h2>
      <p class="note">{words.note}</p>
      {payload.influences.map((influence) => (
        <section class="influence" key={influence.name} aria-label={influence.label || influence.name}>
          <h3>{influence.label || influence.name}, {influence.from} {strings.to} {influence.to}</h3>
          <div class="charts">
            {influence.outcomes.map((outcome) => (
              <Bars
                key={outcome.outcome}
                name={`influence-${influence.name}-${outcome.outcome}`}
                title={outcome.label || outcome.outcome}
                unit={unitText(outcome.unit)}
                bars={channelBars(outcome)}
                zero={0}
                summary={outcome.sentence}
                source={`${strings.provenance.dataTo} ${from.dataEnd}.`}
                csv={() =>
                  tableCsv(
                    ["channel", "q05", "q50", "q95", "share", "unit"],
                    outcome.channels.map((one) => [one.channel, one.q05 ?? "", one.q50 ?? "", one.q95 ?? "", one.share, outcome.unit]),
                  )}
                exports={{
                  sentence: `${influence.label || influence.name}: ${outcome.sentence} ${from.origin}`,
                  reading: strings.reading.channels,
                  link: from.link,
                }}
              />
            ))}
          </div>
        </section>
      ))}
    </section>
  );
}
