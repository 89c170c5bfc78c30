// SPDX-License-Identifier: Apache-2.0
// The charts of a report: one for each output, with the scenario and the view that the reader chose.
import type { Chart, Fan } from "./api";
import { provenanceOf } from "./exports";
import { ChartFigure, Legend } from "./figure";
import type { View } from "./state";
import type { PageStore } from "./store";
import { strings } from "./strings";

/** Charts that are printed; a page of A4 has room for ten. */
const mostPrinted = 12;

/** The baseline and the scenario that the reader chose, or their difference. */
function chosenFans(chart: Chart, scenario: string, view: View): Fan[] {
  if (view === "difference") {
    return chart.differences.filter((fan) => fan.scenario === scenario);
  }
  return chart.fans.filter((fan, i) => i === 0 || fan.scenario === scenario);
}

function Controls({ store }: { store: PageStore }) {
  const { scenario, view, tables } = store.state.value;
  const [, ...others] = store.payload.scenarios;
  const views: readonly (readonly [View, string])[] = [
    ["levels", strings.levels],
    ["difference", strings.difference],
  ];
  return (
    <div class="controls">
      {others.length > 0 && (
        <label>
          {strings.scenario}{" "}
          <select
            value={scenario}
            onChange={(event) => store.change({ scenario: event.currentTarget.value })}
          >
            <option value="">{store.payload.scenarios[0]?.label}</option>
            {others.map((one) => <option key={one.name} value={one.name}>{one.label}</option>)}
          </select>
        </label>
      )}
      {scenario && (
        <div class="switch" role="group" aria-label={strings.view}>
          {views.map(([one, text]) => (
            <button key={one} type="button" aria-pressed={view === one} onClick={() => store.change({ view: one })}>
              {text}
            </button>
          ))}
        </div>
      )}
      <button type="button" aria-pressed={tables} onClick={() => store.change({ tables: !tables })}>
        {strings.table}
      </button>
    </div>
  );
}

export function Charts({ store }: { store: PageStore }) {
  const { charts, scenarios, model } = store.payload;
  const { scenario, view, tables } = store.state.value;
  const names = scenarios.map((one) => one.name);
  const shown = [...(view === "levels" ? [names[0] ?? ""] : []), ...(scenario ? [scenario] : [])];
  const label = (name: string) => scenarios.find((one) => one.name === name)?.label || name;
  const samples = view === "levels" ? (charts[0]?.fans[0]?.samples?.length ?? 0) : 0;
  const from = provenanceOf(model, store.hash.value, strings.provenance.ofFutures);
  const left = charts.length - mostPrinted;
  return (
    <section id="charts" aria-labelledby="charts-title">
      <header class="section-head">
        <h2 id="charts-title">{strings.charts}</h2>
        <Controls store={store} />
      </header>
      <Legend shown={shown} names={names} view={view} forecast={model.forecast} label={label} samples={samples} />
      <p class="note screen-only">{strings.chartKeys}</p>
      <div class="charts">
        {charts.map((chart, i) => (
          <ChartFigure
            key={chart.name}
            chart={chart}
            fans={chosenFans(chart, scenario, view)}
            names={names}
            view={view}
            tables={tables}
            forecast={model.forecast}
            end={model.end}
            label={label}
            from={from}
            printed={i < mostPrinted}
          />
        ))}
      </div>
      {left > 0 && <p class="print-only note">{strings.printedCharts(left)}</p>}
    </section>
  );
}
