// SPDX-License-Identifier: Apache-2.0
// The tab Data: every series with its dots, source, caveat, terms, gaps and grade; what is missing, and
// why; the uncertain inputs.
import { useEffect, useRef, useState } from "preact/hooks";

import type { LiveModel } from "../api";
import { tableCsv } from "../csv";
import { ExportMenu, provenanceOf, type Provenance } from "../exports";
import type { LiveStore } from "../live/store";
import { monthOf } from "../months";
import { unitText } from "../numbers";
import { Grade, InputTable, spanOf } from "../record";
import { strings } from "../strings";
import { useWidth } from "../width";
import type { Window } from "./lanes";
import { Strip, stripCsvRows, type HeldSeries } from "./strip";

/** Gaps named before they are counted. */
const gapsNamed = 6;

function gapsText(gaps: readonly string[]): string {
  const words = strings.seriesTab;
  if (gaps.length === 0) {
    return words.noGaps;
  }
  const named = gaps.slice(0, gapsNamed).join(", ");
  return gaps.length > gapsNamed ? words.gapsMore(gaps.length, named, gaps.length - gapsNamed) : named;
}

/** Whole years about the series. */
function spanWindow(series: HeldSeries): Window {
  const months = series.points.map((point) => monthOf(point.month));
  const first = Math.min(...months);
  const last = Math.max(...months);
  return { from: Math.floor(first / 12) * 12, to: Math.max(Math.ceil((last + 1) / 12) * 12, first + 12) };
}

function Fact({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return <div class="field"><dt>{name}</dt><dd>{children}</dd></div>;
}

function SeriesFigure({ series, from, focused }: { series: HeldSeries; from: Provenance; focused: boolean }) {
  const holder = useRef<HTMLDivElement>(null);
  const figure = useRef<HTMLElement>(null);
  const width = useWidth(holder);
  useEffect(() => {
    if (focused) {
      figure.current?.scrollIntoView({ block: "start" });
    }
  }, [focused]);
  const title = series.label || series.name;
  const source = series.source || strings.none;
  return (
    <figure class="chart series" id={`series-${series.name}`} ref={figure}>
      <figcaption>
        <h3>{title} <Grade grade={series.grade} /></h3>
        <p class="unit">{unitText(series.unit)}</p>
      </figcaption>
      <div ref={holder}>
        {series.points.length > 0 && (
          <Strip series={series} window={spanWindow(series)} width={width} height={110} marginLeft={50} axis />
        )}
      </div>
      <dl>
        <Fact name={strings.source}>{source}</Fact>
        {series.caveat && <Fact name={strings.caveat}>{series.caveat}</Fact>}
        {series.licence && <Fact name={strings.licence}>{series.licence}</Fact>}
        <Fact name={strings.seriesTab.gaps}>{gapsText(series.gaps)}</Fact>
      </dl>
      {series.points.length > 0 && (
        <ExportMenu
          of={{
            name: series.name,
            title,
            unit: unitText(series.unit),
            lines: [],
            source,
            caveat: series.caveat,
            sentence: `${title}: ${spanOf(series)}. ${from.origin}`,
            reading: strings.reading.series,
            link: from.link,
            csv: () => tableCsv(["series", "time", "value", "unit", "grade"], stripCsvRows(series)),
            drawing: () => figure.current?.querySelector<SVGSVGElement>(".strip svg") ?? null,
          }}
        />
      )}
    </figure>
  );
}

export function Data({ model, live }: { model: LiveModel; live: LiveStore }) {
  const [words, setWords] = useState("");
  const fits = (series: HeldSeries) =>
    [series.name, series.label, series.source, series.caveat].join(" ").toLowerCase().includes(words.trim().toLowerCase());
  const held = model.series.filter((series) => series.missing === "");
  const missing = model.series.filter((series) => series.missing !== "" && fits(series));
  const shown = held.filter(fits);
  const from = provenanceOf(model.model, live.hash.value, strings.provenance.of);
  const focus = live.focus.value;
  return (
    <section class="tab-data" aria-labelledby="data-title">
      <header class="section-head">
        <h2 id="data-title">{strings.seriesTab.title}</h2>
        <label>
          {strings.seriesTab.filter}{" "}
          <input type="search" value={words} onInput={(event) => setWords(event.currentTarget.value)} />
        </label>
        <p class="note" role="status">
          {strings.seriesTab.held(shown.length, held.length)}. {strings.provenance.dataTo} {model.model.data_end}.
        </p>
      </header>
      <p class="note">{strings.grades}</p>
      {shown.length === 0 && <p>{strings.seriesTab.nothing}</p>}
      <div class="charts">
        {shown.map((series) => (
          <SeriesFigure key={series.name} series={series} from={from} focused={focus === series.name} />
        ))}
      </div>
      {missing.length > 0 && (
        <>
          <h3>{strings.seriesTab.missing}</h3>
          <dl class="missing">
            {missing.map((series) => (
              <Fact key={series.name} name={series.label || series.name}>{series.missing}</Fact>
            ))}
          </dl>
        </>
      )}
      {model.inputs.length > 0 && (
        <details class="list">
          <summary>{strings.inputs} ({model.inputs.length})</summary>
          <InputTable inputs={model.inputs} />
        </details>
      )}
    </section>
  );
}
