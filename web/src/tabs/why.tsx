// SPDX-License-Identifier: Apache-2.0
// The tab Why: what acts on what, from the model's own equations. Sectors unfold, boxes explain
// themselves, loops are listed, and what rests on judgement is marked.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import type { Explanation, GraphNode, LiveModel, Loop, Neighbour } from "../api";
import { tableCsv } from "../csv";
import { ExportMenu, provenanceOf } from "../exports";
import { refusalFrom } from "../live/client";
import type { LiveStore } from "../live/store";
import { numberText, unitText } from "../numbers";
import { Grade } from "../record";
import { finite } from "../sparks";
import { strings } from "../strings";
import { useWidth } from "../width";
import { fold, nextNode, weakest, type Shown, type ShownNode } from "./fold";
import { bent, hasSpark, headOf, layoutOf, linesOf, signPlace, sparkHeight, type Arrow, type Layout, type Point } from "./layout";
import { forecastAt, Spark } from "./spark";

const words = strings.whyTab;
/** Smaller letters could not be read. */
const leastScale = 0.7;
/** Sectors open at once; opening one more folds the one that was opened first. */
const mostOpen = 3;

const marks: Partial<Record<ShownNode["kind"], string>> = { lever: "◁", event: "▲", sector: "▸" };

/** What is said of a box beside its name. */
function aboutOf(node: ShownNode): string {
  const [first, last] = [finite(node.path)[0], finite(node.path).at(-1)];
  if (node.kind === "sector") {
    return words.inside(node.count);
  }
  const kind = words.kinds[node.kind];
  return first === undefined || last === undefined ? kind : `${kind}, ${words.path(numberText(first), numberText(last))}`;
}

function Box({ node, layout, model, chosen, near, stop, onStop, onOpen }: {
  node: ShownNode;
  layout: Layout;
  model: LiveModel;
  chosen: boolean;
  near: boolean;
  stop: boolean;
  onStop: () => void;
  onOpen: () => void;
}) {
  const place = layout.nodes.get(node.id);
  if (!place) {
    return null;
  }
  const { x, y, width, height } = place;
  const lines = linesOf(node.label);
  const weak = node.grade !== null && node.grade >= "D";
  const looks = ["box", node.kind, chosen && "chosen", near && "near", weak && "weak"].filter(Boolean).join(" ");
  const about = aboutOf(node);
  const mark = marks[node.kind];
  return (
    <g
      class={looks}
      data-id={node.id}
      role="button"
      tabIndex={stop ? 0 : -1}
      aria-description={about}
      onFocus={onStop}
      onClick={onOpen}
    >
      <rect x={x - width / 2} y={y - height / 2} width={width} height={height} rx={node.kind === "stock" ? 0 : 9} />
      {lines.map((line, i) => (
        <text key={i} x={x - width / 2 + 10} y={y - height / 2 + 19 + 16 * i}>{mark && i === 0 ? `${mark} ${line} ` : `${line} `}</text>
      ))}
      {node.kind === "sector" && <text class="within" x={x - width / 2 + 10} y={y + height / 2 - 7}>{about}</text>}
      {hasSpark(node) && (
        <Spark
          path={node.path}
          forecast={forecastAt(model, node.path)}
          x={x - width / 2 + 10}
          y={y + height / 2 - sparkHeight - 7}
          width={width - (node.grade ? 34 : 20)}
          height={sparkHeight}
        />
      )}
      {node.grade && <text class="letter" x={x + width / 2 - 8} y={y + height / 2 - 6} text-anchor="end">{node.grade}</text>}
    </g>
  );
}

function End({ before, end, sign }: { before: Point; end: Point; sign: string }) {
  const { x, y } = signPlace(before, end);
  return (
    <>
      <path class="head" d={headOf(before, end)} />
      {sign !== "±" && <text x={x} y={y} text-anchor="middle">{sign === "-" ? "−" : sign}</text>}
    </>
  );
}

/** A line is wider the more links it stands for. */
function ArrowLine({ arrow, near }: { arrow: Arrow; near: boolean }) {
  const { points } = arrow;
  const [first, second] = points;
  const [before, end] = points.slice(-2);
  if (!first || !second || !before || !end) {
    return null;
  }
  return (
    <g class={near ? "arrow near" : "arrow"} aria-hidden="true">
      <path class="line" d={bent(points)} stroke-width={1 + Math.log2(arrow.count)} />
      <End before={before} end={end} sign={arrow.sign} />
      {arrow.back && <End before={second} end={first} sign={arrow.back} />}
    </g>
  );
}

const directions: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function Picture({ shown, layout, model, chosen, near, label, scale, onOpen, onFold }: {
  shown: Shown;
  layout: Layout;
  model: LiveModel;
  chosen: string;
  near: ReadonlySet<string>;
  label: string;
  scale: number;
  onOpen: (node: ShownNode) => void;
  onFold: (node: ShownNode) => void;
}) {
  const svg = useRef<SVGSVGElement>(null);
  const [at, setAt] = useState("");
  const stop = layout.nodes.has(at) ? at : (shown.nodes[0]?.id ?? "");
  const nodeAt = () => shown.nodes.find((node) => node.id === stop);
  const onKey = (event: KeyboardEvent) => {
    const direction = directions[event.key];
    const node = nodeAt();
    const actions: Record<string, () => void> = {
      Enter: () => node && onOpen(node),
      " ": () => node && onOpen(node),
      Backspace: () => node && onFold(node),
    };
    const action = direction
      ? () => {
          const next = nextNode(layout.nodes, stop, direction);
          const boxes = svg.current?.querySelectorAll<SVGGElement>("g.box") ?? [];
          [...boxes].find((box) => box.dataset["id"] === next)?.focus();
        }
      : actions[event.key];
    if (action && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      event.stopPropagation();
      action();
    }
  };
  const touches = (arrow: Arrow) =>
    [chosen, at].some((id) => arrow.from === id || arrow.to === id) || (near.has(arrow.from) && near.has(arrow.to));
  return (
    <svg
      ref={svg}
      class="plot graph"
      width={layout.width * scale}
      height={layout.height * scale}
      viewBox={`0 0 ${layout.width} ${layout.height}`}
      role="group"
      aria-label={label}
      onKeyDown={onKey}
    >
      {layout.arrows.map((arrow) => (
        <ArrowLine key={`${arrow.from} ${arrow.to}`} arrow={arrow} near={touches(arrow)} />
      ))}
      {shown.nodes.map((node) => (
        <Box
          key={node.id}
          node={node}
          layout={layout}
          model={model}
          chosen={node.id === chosen}
          near={near.has(node.id)}
          stop={node.id === stop}
          onStop={() => setAt(node.id)}
          onOpen={() => onOpen(node)}
        />
      ))}
    </svg>
  );
}

function Neighbours({ name, all, onGo }: { name: string; all: readonly Neighbour[]; onGo: (name: string) => void }) {
  return all.length === 0 ? null : (
    <div class="field">
      <dt>{name}</dt>
      <dd class="neighbours">
        {all.map((one) => (
          <button key={one.name} type="button" onClick={() => onGo(one.name)}>
            <b>{one.sign === "-" ? "−" : one.sign === "?" ? "±" : "+"}</b> {one.label || one.name}
          </button>
        ))}
      </dd>
    </div>
  );
}

function Told({ name, node, live, onGo, onFold }: {
  name: string;
  node: GraphNode | undefined;
  live: LiveStore;
  onGo: (name: string) => void;
  onFold: () => void;
}) {
  const [told, setTold] = useState<Explanation | null>(null);
  const [fault, setFault] = useState("");
  useEffect(() => {
    let wanted = true;
    setTold(null);
    setFault("");
    live.ask<Explanation>(`/api/explain?name=${encodeURIComponent(name)}`).then(
      (answer) => wanted && setTold(answer),
      (error: unknown) => wanted && setFault([refusalFrom(error).text, refusalFrom(error).help].join(" ")),
    );
    return () => {
      wanted = false;
    };
  }, [name, live.model.value.model.hash]);
  return (
    <aside class="told" aria-label={node?.label || name} aria-live="polite">
      <h3>{told?.label || node?.label || name} <Grade grade={told?.grade ?? node?.grade ?? null} /></h3>
      {fault && <p class="banner">{fault}</p>}
      {!told && !fault && <p class="note">{words.loading}</p>}
      {told && (
        <>
          {told.doc && <p>{told.doc}</p>}
          <dl>
            {told.equation && <div class="field"><dt>{words.equation}</dt><dd><code>{told.equation}</code></dd></div>}
            <div class="field"><dt>{words.unit}</dt><dd>{told.unit}</dd></div>
            {told.value_now !== null && (
              <div class="field"><dt>{words.now}</dt><dd>{numberText(told.value_now)} {unitText(told.unit)}</dd></div>
            )}
            <div class="field"><dt>{strings.grade}</dt><dd>{told.grade ?? strings.none}</dd></div>
            <div class="field"><dt>{strings.source}</dt><dd>{told.source || strings.none}</dd></div>
            {told.caveat && <div class="field"><dt>{strings.caveat}</dt><dd>{told.caveat}</dd></div>}
            <Neighbours name={words.inputs} all={told.inputs} onGo={onGo} />
            <Neighbours name={words.outputs} all={told.outputs} onGo={onGo} />
          </dl>
        </>
      )}
      <button type="button" class="quiet" onClick={onFold}>{words.foldSector}</button>
    </aside>
  );
}

function Loops({ loops, label, chosen, onChoose }: {
  loops: readonly Loop[];
  label: (name: string) => string;
  chosen: number;
  onChoose: (i: number) => void;
}) {
  const kinds = { R: words.reinforcing, B: words.balancing };
  const counts = { R: 0, B: 0 };
  return (
    <section aria-label={words.loops}>
      <h3>{words.loops}</h3>
      {loops.length === 0 && <p>{words.noLoops}</p>}
      {loops.length > 0 && <p class="note">{words.loopNote}</p>}
      <ul class="loops">
        {loops.map((loop, i) => {
          const name = loop.name || `${loop.polarity}${++counts[loop.polarity]}`;
          const gain = loop.strength === null ? "" : `, ${words.strength} ${numberText(loop.strength)}`;
          return (
            <li key={i}>
              <button type="button" aria-pressed={chosen === i} onClick={() => onChoose(chosen === i ? -1 : i)}>
                <b>{name}</b> {kinds[loop.polarity]}{gain}
              </button>{" "}
              {[...loop.nodes, ...loop.nodes.slice(0, 1)].map(label).join(" → ")}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Find({ nodes, onGo }: { nodes: readonly GraphNode[]; onGo: (name: string) => void }) {
  const [text, setText] = useState("");
  const [unknown, setUnknown] = useState(false);
  const find = () => {
    const wanted = text.trim().toLowerCase();
    const found = nodes.find((node) => node.name.toLowerCase() === wanted || node.label.toLowerCase() === wanted) ??
      nodes.find((node) => wanted !== "" && `${node.name} ${node.label}`.toLowerCase().includes(wanted));
    setUnknown(!found);
    if (found) {
      onGo(found.name);
    }
  };
  return (
    <form
      class="find"
      onSubmit={(event) => {
        event.preventDefault();
        find();
      }}
    >
      <label>
        {words.find}{" "}
        <input type="search" list="quantities" value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <datalist id="quantities">
        {nodes.map((node) => <option key={node.name} value={node.name}>{node.label}</option>)}
      </datalist>
      <button type="submit">{words.go}</button>
      <span role="status">{unknown && words.unknown}</span>
    </form>
  );
}

export function Why({ model, live }: { model: LiveModel; live: LiveStore }) {
  const { graph } = model;
  const [open, setOpen] = useState<readonly string[]>([]);
  const [name, setName] = useState(live.focus.value);
  const [loop, setLoop] = useState(-1);
  const figure = useRef<HTMLElement>(null);
  const holder = useRef<HTMLDivElement>(null);
  const width = useWidth(holder);
  const [zoom, setZoom] = useState(1);
  const byName = useMemo(() => new Map(graph.nodes.map((node) => [node.name, node])), [graph]);

  const unfold = (sector: string) =>
    setOpen([...open.filter((one) => one !== sector), sector].slice(-mostOpen));
  const go = (to: string) => {
    const node = byName.get(to);
    setName(to);
    if (node && !open.includes(node.sector)) {
      unfold(node.sector);
    }
  };
  useEffect(() => {
    if (live.focus.value !== "" && byName.has(live.focus.value)) {
      go(live.focus.value);
    }
  }, [live.focus.value]);

  // Where the picture is larger than its frame, what was opened is brought into view, or its middle.
  useEffect(() => {
    const frame = holder.current;
    const box = frame?.querySelector("g.chosen");
    if (box) {
      box.scrollIntoView({ block: "nearest", inline: "center" });
    } else {
      frame?.scrollTo({ left: (frame.scrollWidth - frame.clientWidth) / 2 });
    }
  }, [name, open, width > 0]);

  const inLoop = graph.loops[loop]?.nodes ?? [];
  const wanted = [...(byName.has(name) ? [name] : []), ...inLoop];
  const shown = useMemo(() => fold(graph, open, wanted), [graph, open, wanted.join()]);
  const layout = useMemo(() => layoutOf(shown), [shown]);
  const fits = width > 0 ? Math.min(Math.max(width / layout.width, leastScale), 1) : 1;
  const scale = fits * zoom;
  const near = new Set(inLoop.map((one) => shown.place.get(one) ?? ""));
  const weak = weakest(shown.nodes);
  const from = provenanceOf(model.model, live.hash.value, strings.provenance.of);
  const count = words.count(shown.nodes.length, graph.nodes.length);
  const weakText = weak.length > 0
    ? `${words.weakest}: ${weak.map((node) => `${node.label} (${node.grade})`).join(", ")}.`
    : words.weakestNone;
  const foldSector = (sector: string) => setOpen(open.filter((one) => one !== sector));
  return (
    <section class="tab-why" aria-labelledby="why-title">
      <header class="section-head">
        <h2 id="why-title">{words.title}</h2>
        <Find nodes={graph.nodes} onGo={go} />
        <button type="button" onClick={() => setZoom(Math.min(zoom * 1.25, 3))}>+ {strings.timelineTab.closer}</button>
        <button type="button" onClick={() => setZoom(Math.max(zoom / 1.25, 0.3))}>− {strings.timelineTab.wider}</button>
        <button
          type="button"
          onClick={() => {
            setZoom(1);
            setOpen([]);
            setName("");
            setLoop(-1);
          }}
        >
          {words.fold}
        </button>
      </header>
      <p class="note">{words.legend} {words.keys}</p>
      <div class={name === "" ? "why-body" : "why-body telling"}>
        <figure class="chart wide" ref={figure}>
          <figcaption class="summary">{count} {weakText}</figcaption>
          <div class="graph-holder" tabIndex={0} role="region" aria-label={words.graph} ref={holder}>
            <Picture
              shown={shown}
              layout={layout}
              model={model}
              chosen={shown.place.get(name) ?? ""}
              near={near}
              label={words.graph}
              scale={scale}
              onOpen={(node) => (node.kind === "sector" ? unfold(node.sector) : setName(node.id))}
              onFold={(node) => foldSector(node.sector)}
            />
          </div>
          <p class="source">{model.model.label || model.model.name}. {strings.provenance.dataTo} {from.dataEnd}.</p>
          <ExportMenu
            of={{
              name: "why",
              title: `${words.title}: ${model.model.label || model.model.name}`,
              unit: words.legend,
              lines: [],
              source: `${strings.provenance.dataTo} ${from.dataEnd}.`,
              caveat: model.limits[0] ?? "",
              sentence: `${count} ${weakText} ${from.origin}`,
              reading: strings.reading.graph,
              link: from.link,
              csv: () =>
                tableCsv(["from", "to", "sign", "links"], shown.edges.map((edge) => [edge.from, edge.to, edge.sign, edge.count])),
              drawing: () => figure.current?.querySelector<SVGSVGElement>("svg.graph") ?? null,
            }}
          />
        </figure>
        <div class="why-side">
          {name !== "" && (
            <Told
              name={name}
              node={byName.get(name)}
              live={live}
              onGo={go}
              onFold={() => {
                foldSector(byName.get(name)?.sector ?? "");
                setName("");
              }}
            />
          )}
          <Loops loops={graph.loops} label={(one) => byName.get(one)?.label || one} chosen={loop} onChoose={setLoop} />
        </div>
      </div>
    </section>
  );
}
