// SPDX-License-Identifier: Apache-2.0
// One chart: a line that follows the pointer or the arrow keys, a table of the same numbers, and files
// of what is drawn. It knows no store: the report and the live page hand it what to show.
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";

import type { Chart, Fan } from "./api";
import { chartCsv } from "./csv";
import { ExportMenu, type Exportable, type Provenance } from "./exports";
import { drawFan, isPast, styleOf, type Domain, type Drawn } from "./fan";
import { monthOf, monthText } from "./months";
import { cameText, pastCsv, PastTable } from "./past";
import { numberText, signedText, unitText } from "./numbers";
import type { View } from "./state";
import { strings } from "./strings";
import { Unbroken } from "./unbroken";
import { useSight, useWidth } from "./width";

const height = 210;

function valueAt(fan: Fan, month: number): string | null {
  const i = month - monthOf(fan.from);
  const [low, middle, high] = [fan.q05[i], fan.q50[i], fan.q95[i]];
  return low == null || middle == null || high == null
    ? null
    : `${numberText(middle)} [90 %: ${numberText(low)} to ${numberText(high)}]`;
}

/** What the charts show in a month: a line a fan. */
function Readout({ chart, fans, month, label }: {
  chart: Chart;
  fans: readonly Fan[];
  month: number;
  label: (name: string) => string;
}) {
  return (
    <>
      <b>{monthText(month)}</b>
      {fans.map((fan) => {
        const text = valueAt(fan, month);
        return text && <span key={fan.scenario}>{label(fan.scenario)} {text}</span>;
      })}
      {isPast(chart) && <span>{cameText(chart, month)}</span>}
    </>
  );
}

interface CanvasProps {
  chart: Chart;
  fans: Fan[];
  names: readonly string[];
  view: View;
  forecast: string;
  end: string;
  describedBy: string;
  domain: Domain | null;
  onDomain: ((domain: Domain) => void) | undefined;
  lazy: boolean;
  onMonth: (month: number | null) => void;
}

/** The picture. Its width is that of its column, so that text keeps its size. */
function Canvas(props: CanvasProps) {
  const { chart, fans, names, view, forecast, end, describedBy, domain, onDomain, onMonth } = props;
  const holder = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn | null>(null);
  const drawnKey = useRef("");
  const width = useWidth(holder);
  const seen = useSight(holder, props.lazy);
  const [month, setMonth] = useState<number | null>(null);
  const marks = fans.map((fan) => `${fan.scenario} ${fan.from} ${fan.samples?.length ?? 0}`).join();

  useLayoutEffect(() => {
    const element = holder.current;
    // What is out of sight is drawn once, and again when it comes into sight.
    if (!element || width === 0 || (!seen && drawn.current)) {
      return;
    }
    // The same scenarios on the same axes: only their shapes move.
    const key = [chart.name, marks, ...names, view, width].join(" ");
    const before = drawn.current;
    if (before && domain && key === drawnKey.current && domain.join() === before.domain.join()) {
      before.update(fans);
      return;
    }
    drawnKey.current = key;
    const picture = drawFan({ chart, fans, names, kind: view, forecast, end, width, height, domain });
    onDomain?.(picture.domain);
    picture.svg.setAttribute("aria-hidden", "true");
    element.replaceChildren(picture.svg);
    drawn.current = picture;
  }, [chart, marks, view, width, domain, seen]);

  useEffect(() => {
    const picture = drawn.current;
    picture?.svg.querySelector(".cursor")?.remove();
    if (picture && month !== null) {
      const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
      const x = String(picture.x(month));
      for (const [name, value] of Object.entries({ x1: x, x2: x, y1: "8", y2: String(height - 22) })) {
        line.setAttribute(name, value);
      }
      line.setAttribute("class", "cursor");
      picture.svg.append(line);
    }
    onMonth(month);
  }, [month, width]);

  const move = (to: number | null) => {
    const picture = drawn.current;
    setMonth(picture && to !== null ? Math.min(Math.max(to, picture.first), picture.last) : null);
  };
  const onKey = (event: KeyboardEvent) => {
    const step = event.shiftKey ? 12 : 1;
    const at = month ?? monthOf(forecast);
    const to = { ArrowLeft: at - step, ArrowRight: at + step, Home: -1e6, End: 1e6 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      move(to);
    }
  };
  return (
    <div
      class="canvas"
      ref={holder}
      role="img"
      tabIndex={0}
      aria-label={chart.label}
      aria-describedby={describedBy}
      onKeyDown={onKey}
      onBlur={() => move(null)}
      onPointerMove={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        move(drawn.current?.month(event.clientX - box.left) ?? null);
      }}
      onPointerLeave={() => move(null)}
    />
  );
}

/** The month the forecast opens, each January after it, and the last month. */
function tableMonths(fans: readonly Fan[], forecast: string): number[] {
  const firsts = fans.map((fan) => monthOf(fan.from));
  const first = Math.min(...firsts);
  const last = Math.max(...fans.map((fan, i) => (firsts[i] ?? first) + fan.q50.length - 1));
  const months = new Set<number>();
  for (let month = Math.max(first, monthOf(forecast)); month <= last; ++month) {
    if (month === monthOf(forecast) || month % 12 === 0 || month === last) {
      months.add(month);
    }
  }
  return [...months];
}

function Table({ fans, forecast, view, label }: {
  fans: readonly Fan[];
  forecast: string;
  view: View;
  label: (name: string) => string;
}) {
  const text = view === "difference" ? signedText : numberText;
  return (
    <div class="numbers">
      {fans.map((fan) => (
        <table key={fan.scenario}>
          <caption>{label(fan.scenario)}</caption>
          <thead>
            <tr><th scope="col">{strings.month}</th><th scope="col">5 %</th><th scope="col">25 %</th>
              <th scope="col">{strings.median}</th><th scope="col">75 %</th><th scope="col">95 %</th></tr>
          </thead>
          <tbody>
            {tableMonths([fan], forecast).map((month) => {
              const i = month - monthOf(fan.from);
              return (
                <tr key={month}>
                  <th scope="row">{monthText(month)}</th>
                  {[fan.q05, fan.q25, fan.q50, fan.q75, fan.q95].map((q, k) => {
                    const value = q[i];
                    return <td key={k}>{value == null ? "" : text(value)}</td>;
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      ))}
    </div>
  );
}

/** What is held against the chart, and to when the record reaches. */
function sourceTexts(chart: Chart, dataEnd: string): { source: string; caveat: string } {
  const seen = chart.observed.map((series) => {
    const grade = series.grade ? ` (${strings.grade.toLowerCase()} ${series.grade})` : "";
    return `${series.label || series.name} ${strings.to} ${series.to}${grade}. ${series.source}.`;
  });
  const caveats = chart.observed.map((series) => series.caveat).filter((caveat) => caveat !== "");
  const source = seen.length > 0 ? seen.join(" ") : strings.unseen;
  return {
    source: dataEnd ? `${source} ${strings.provenance.dataTo} ${dataEnd}.` : source,
    caveat: caveats.join("; "),
  };
}

interface FigureProps {
  chart: Chart;
  /** What is drawn: fans, or differences, of the chart. */
  fans: Fan[];
  /** Scenarios in the order of their styles. */
  names: readonly string[];
  view: View;
  tables: boolean;
  forecast: string;
  end: string;
  label: (name: string) => string;
  from: Provenance;
  printed?: boolean;
  /** Ends of the vertical axis; those of the numbers where null. */
  domain?: Domain | null;
  onDomain?: (domain: Domain) => void;
  /** Drawn again while in sight only, as for charts that change often. */
  lazy?: boolean;
}

export function ChartFigure(props: FigureProps) {
  const { chart, fans, names, view, tables, forecast, end, label, from } = props;
  const id = useId();
  const [month, setMonth] = useState<number | null>(null);
  const figure = useRef<HTMLElement>(null);
  const past = isPast(chart);
  // A series and an output may share a name.
  const name = past ? `past-${chart.name}` : chart.name;
  const title = chart.label || chart.name;
  const unit = [unitText(chart.unit), strings.measures[chart.measure]].filter(Boolean).join(", ");
  const { source, caveat } = sourceTexts(chart, from.dataEnd);
  const exportable: Exportable = {
    name,
    title: view === "difference" ? `${title}: ${strings.difference.toLowerCase()}` : title,
    unit,
    lines: fans.map((fan) => ({ style: styleOf(names, fan.scenario), text: label(fan.scenario) })),
    source,
    caveat,
    sentence: `${title}. ${fans.map((fan) => `${label(fan.scenario)}: ${fan.summary}`).join(" ")} ${from.origin}`,
    reading: strings.reading[past ? "past" : view],
    link: from.link,
    csv: () => (past ? pastCsv(chart) : chartCsv(chart, fans, view === "levels", forecast)),
    drawing: tables ? null : () => figure.current?.querySelector<SVGSVGElement>(".canvas svg") ?? null,
  };
  return (
    <figure class={`chart ${props.printed === false ? "screen-only" : ""}`} ref={figure} id={`chart-${name}`}>
      <figcaption>
        <h3>{title}</h3>
        <p class="unit">{unit}</p>
      </figcaption>
      {fans.length === 0 && <p class="unchanged">{strings.unchanged}</p>}
      {fans.length > 0 && tables && (
        past ? <PastTable chart={chart} /> : <Table fans={fans} forecast={forecast} view={view} label={label} />
      )}
      {fans.length > 0 && !tables && (
        <Canvas
          chart={chart}
          fans={fans}
          names={names}
          view={view}
          forecast={forecast}
          end={end}
          describedBy={`${id}-summary`}
          domain={props.domain ?? null}
          onDomain={props.onDomain}
          lazy={props.lazy ?? false}
          onMonth={setMonth}
        />
      )}
      <p class="summary" id={`${id}-summary`}>
        {month === null
          ? fans.map((fan) => (
            <span key={fan.scenario} class={styleOf(names, fan.scenario)}>
              {fans.length > 1 && <b>{label(fan.scenario)}. </b>}<Unbroken text={fan.summary} />{" "}
            </span>
          ))
          : <Readout chart={chart} fans={fans} month={month} label={label} />}
      </p>
      <p class="source"><Unbroken text={`${source}${caveat && ` ${strings.caveat}: ${caveat}.`}`} /></p>
      {fans.length > 0 && <ExportMenu of={exportable} />}
    </figure>
  );
}

/** What lines, bands and dots stand for. */
export function Legend({ shown, names, view, forecast, label, samples = 0 }: {
  shown: readonly string[];
  names: readonly string[];
  view: View;
  forecast: string;
  label: (name: string) => string;
  /** Thin futures in each chart. */
  samples?: number;
}) {
  return (
    <ul class="legend">
      {shown.map((name) => (
        <li key={name} class={styleOf(names, name)}>
          <i class="line" aria-hidden="true" />{label(name)}
        </li>
      ))}
      <li><i class="swatch band50" aria-hidden="true" />{strings.band50}</li>
      <li><i class="swatch band90" aria-hidden="true" />{strings.band90}</li>
      {samples > 0 && <li><i class="thin" aria-hidden="true" />{strings.reading.samples(samples)}</li>}
      {view === "levels" && <li><i class="dot seen" aria-hidden="true" />{strings.seen}</li>}
      {view === "levels" && <li><i class="dot estimated" aria-hidden="true" />{strings.estimated}</li>}
      <li><i class="rule" aria-hidden="true" />{strings.opens} {forecast}</li>
    </ul>
  );
}
