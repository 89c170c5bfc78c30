// SPDX-License-Identifier: Apache-2.0
// The charts of the runs, small ones of every difference, and what matters most.
import type { VNode } from "preact";
import { useMemo, useRef } from "preact/hooks";

import type { Chart, Fan, LiveModel } from "../api";
import { Bars } from "../bars";
import { provenanceOf } from "../exports";
import { sampledFans, type Domain } from "../fan";
import { ChartFigure } from "../figure";
import { tornadoBars, tornadoCsv } from "../matters";
import { signedText, unitText } from "../numbers";
import { finite, pathOf, pointsOf } from "../sparks";
import { toggled, type View } from "../state";
import { strings } from "../strings";
import { baselineOf } from "./drafts";
import type { Runs } from "./runs";
import type { LiveStore } from "./store";

/** Least and most of what is drawn. */
export function extentOf(chart: Chart, fans: readonly Fan[], view: View): Domain {
  const values = fans.flatMap((fan) => [...finite(fan.q05), ...finite(fan.q95)]);
  values.push(...sampledFans(fans).flatMap((fan) => (fan.samples ?? []).flatMap(finite)));
  if (view === "levels") {
    values.push(...chart.observed.flatMap((series) => series.points.map((point) => point.value)));
  }
  if (view === "difference" || chart.from_zero) {
    values.push(0);
  }
  return values.reduce<Domain>(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ]);
}

/** Beyond numbers that leave an axis, as a share of its new span: the next ones rarely leave it again. */
const spareRoom = 0.1;

/** The axis as it was, wider where something leaves it: while numbers come in it does not jump about. */
export function widened(before: Domain, [low, high]: Domain): Domain {
  const room = spareRoom * (Math.max(high, before[1]) - Math.min(low, before[0]));
  return low < before[0] || high > before[1]
    ? [low < before[0] ? low - room : before[0], high > before[1] ? high + room : before[1]]
    : before;
}

function withoutSamples(fan: Fan): Fan {
  const { samples, ...rest } = fan;
  return samples ? rest : fan;
}

interface GridProps {
  live: LiveStore;
  model: LiveModel;
  runs: Runs;
  names: readonly string[];
  view: View;
}

/** What a chart was drawn with. */
interface Kept {
  chart: Chart;
  /** What was asked for, and what came of it. */
  domain: Domain | null;
  drawn: Domain;
}

/**
 * The axis for the next drawing: as it is while numbers come in, but wider where they leave it, and that of
 * the numbers once a run is whole and fills less than half of it. Least and most are asked for where they count.
 */
export function nextDomain(before: Kept | undefined, chart: Chart, extentNow: () => Domain, frozen: boolean, whole: boolean): Domain | null {
  if (!before) {
    return null;
  }
  if (frozen) {
    return before.drawn;
  }
  if (before.chart === chart) {
    return before.domain;
  }
  const extent = extentNow();
  const wide = widened(before.drawn, extent);
  return whole && extent[1] - extent[0] < (wide[1] - wide[0]) / 2 ? null : wide;
}

export function Grid({ live, model, runs, names, view }: GridProps) {
  const kept = useRef(new Map<string, Kept>());
  const { tables, outputs, single } = live.state.value;
  const baseline = baselineOf(model);
  const whole = !live.holding.value && runs.current.value?.part.done === true;
  const from = provenanceOf(model.model, live.hash.value, strings.provenance.ofFutures);
  return (
    <div class={`charts ${live.frozen.value ? "frozen" : ""}`}>
      {outputs.map((name) => {
        const chart = runs.chart(name);
        if (!chart) {
          const output = model.outputs.find((one) => one.name === name);
          return <div class="chart unchanged" key={name}>{output?.label ?? name}: {strings.running}</div>;
        }
        const seen = live.baselineOnly.value ? "levels" : view;
        const all = seen === "difference" ? chart.differences : chart.fans;
        const chosen = live.baselineOnly.value ? all.filter((fan) => fan.scenario === baseline) : all;
        const fans = single && !tables ? chosen : chosen.map(withoutSamples);
        const key = `${name} ${seen}`;
        const domain = nextDomain(
          kept.current.get(key),
          chart,
          () => extentOf(chart, fans, seen),
          live.frozen.value,
          whole,
        );
        return (
          <ChartFigure
            key={name}
            chart={chart}
            fans={fans}
            names={names}
            view={seen}
            tables={tables}
            forecast={model.model.forecast}
            end={model.model.end}
            label={live.label}
            from={from}
            domain={domain}
            lazy
            onDomain={(drawn) => kept.current.set(key, { chart, domain, drawn })}
          />
        );
      })}
    </div>
  );
}

/** Which outputs have charts, by sector. */
export function Chooser({ live, model }: { live: LiveStore; model: LiveModel }) {
  const shown = live.state.value.outputs;
  const sectors = [...new Set(model.outputs.map((output) => output.sector))];
  return (
    <details class="chooser">
      <summary>{strings.chooseCharts} ({shown.length} {strings.of} {model.outputs.length})</summary>
      {sectors.map((sector) => (
        <fieldset key={sector}>
          <legend>{sector.replaceAll("_", " ") || strings.outputs}</legend>
          {model.outputs.filter((output) => output.sector === sector).map(({ name, label }) => (
            <label key={name}>
              <input
                type="checkbox"
                checked={shown.includes(name)}
                onChange={() => live.show({ outputs: toggled(shown, name) })}
              />{" "}
              {label || name}
            </label>
          ))}
        </fieldset>
      ))}
    </details>
  );
}

const mostSmall = 12;
const small = { width: 120, height: 44 };

const effects = new WeakMap<Fan, number>();

/** How far the median is moved at most, as a share of the baseline's widest spread; kept by fan. */
function effectOf(chart: Chart, fan: Fan): number {
  const known = effects.get(fan);
  if (known !== undefined) {
    return known;
  }
  const zero = chart.fans[0];
  const spread = (zero?.q95 ?? []).reduce<number>(
    (most, high, i) => Math.max(most, (high ?? 0) - (zero?.q05[i] ?? high ?? 0)),
    0,
  );
  const moved = fan.q50.reduce<number>((most, value) => Math.max(most, Math.abs(value ?? 0)), 0);
  const effect = spread > 0 ? moved / spread : moved;
  effects.set(fan, effect);
  return effect;
}

function Small({ chart, fan, on }: { chart: Chart; fan: Fan; on: () => void }) {
  const shapes = useMemo(() => {
    const values = [...finite(fan.q05), ...finite(fan.q95), 0];
    const points = (quantile: readonly (number | null)[]) =>
      pointsOf(quantile, Math.min(...values), Math.max(...values), small);
    return {
      band: pathOf([...points(fan.q95), ...points(fan.q05).reverse()]),
      zero: pathOf(points(fan.q50.map(() => 0))),
      median: pathOf(points(fan.q50)),
    };
  }, [fan]);
  const last = finite(fan.q50).at(-1) ?? 0;
  return (
    <button type="button" class="small" onClick={on}>
      <span>{chart.label || chart.name}</span>
      <svg viewBox={`0 0 ${small.width} ${small.height}`} class="plot" preserveAspectRatio="none" aria-hidden="true">
        <path class="band90 scenario-1" d={shapes.band} />
        <path class="zeroline" d={shapes.zero} />
        <path class="median scenario-1" d={shapes.median} />
      </svg>
      <span class="what">{strings.atEnd} {signedText(last)}</span>
    </button>
  );
}

/** Differences of every output, the largest effect first; while a lever is held those of the run before, dimmed. */
export function Multiples({ live, model, runs }: Omit<GridProps, "names" | "view">) {
  const drawn = useRef<VNode | null>(null);
  if (live.holding.value) {
    return drawn.current;
  }
  const id = runs.ids.value[0] ?? "";
  const rows = model.outputs
    .flatMap(({ name }) => {
      const chart = runs.chart(name);
      const fan = chart?.differences.find((one) => one.scenario === id);
      return chart && fan && runs.isFresh(name) ? [{ chart, fan, effect: effectOf(chart, fan) }] : [];
    })
    .sort((a, b) => b.effect - a.effect)
    .slice(0, mostSmall);
  drawn.current = rows.length === 0 ? null : (
    <section class="multiples" aria-labelledby="multiples-title">
      <h3 id="multiples-title">{strings.multiples}: {live.label(id)}</h3>
      <p class="note">{strings.multiplesNote}</p>
      <div class="smalls" aria-busy={live.holding}>
        {rows.map(({ chart, fan }) => (
          <Small
            key={chart.name}
            chart={chart}
            fan={fan}
            on={() => {
              const { outputs } = live.state.value;
              live.show({ outputs: [chart.name, ...outputs.filter((name) => name !== chart.name)] });
              document.getElementById(`chart-${chart.name}`)?.scrollIntoView({ block: "center" });
            }}
          />
        ))}
      </div>
    </section>
  );
  return drawn.current;
}

/** What the spread of the first chart goes with: of its difference where a scenario is drawn. */
export function MattersMost({ live, runs, changed, model }: {
  live: LiveStore;
  runs: Runs;
  changed: boolean;
  model: LiveModel;
}) {
  const part = runs.current.value?.part;
  const chart = part?.charts[0];
  const matters = part?.matters ?? [];
  if (!part || !chart || matters.length === 0) {
    return null;
  }
  const words = strings.mattersTab;
  const from = provenanceOf(model.model, live.hash.value, strings.provenance.ofFutures);
  const label = chart.label || chart.name;
  return (
    <section class="matters" aria-labelledby="matters-title">
      <h2 id="matters-title">{words.title}</h2>
      <p class="note">{words.note}</p>
      <Bars
        name={`matters-${chart.name}`}
        title={changed ? `${label}: ${strings.difference.toLowerCase()}` : label}
        unit={[unitText(chart.unit), strings.atEnd].filter(Boolean).join(", ")}
        bars={tornadoBars(matters)}
        zero={changed ? 0 : null}
        summary=""
        source={`${strings.provenance.dataTo} ${from.dataEnd}. ${words.from}`}
        csv={() => tornadoCsv(matters)}
        exports={{ sentence: `${part.sentence} ${from.origin}`, reading: strings.reading.tornado, link: from.link }}
      />
    </section>
  );
}
