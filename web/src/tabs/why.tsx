// SPDX-License-Identifier: Apache-2.0
// The tab Why: what acts on what, from the model's own equations. Sectors unfold, boxes explain
// themselves, loops are listed, and what rests on judgement is marked.
import type { RefObject } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import type { GraphNode, LiveModel, Loop } from "../api";
import { tableCsv } from "../csv";
import { ExportMenu, provenanceOf, type Exportable } from "../exports";
import type { LiveStore } from "../live/store";
import { numberText } from "../numbers";
import { strings } from "../strings";
import { useWidth } from "../width";
import { fold, weakest, type Shown } from "./fold";
import { GraphPicture } from "./graph_picture";
import { layoutOf } from "./layout";
import { Told } from "./told";

const words = strings.whyTab;
/** Smaller letters could not be read. */
const leastScale = 0.7;
/** Sectors open at once; opening one more folds the one that was opened first. */
const mostOpen = 3;
const zoomStep = 1.25;

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

type ByName = ReadonlyMap<string, GraphNode>;

/** What is unfolded, told of and marked, and what changes it. */
function useChoice(live: LiveStore, byName: ByName) {
  const [open, setOpen] = useState<readonly string[]>([]);
  const [name, setName] = useState(live.focus.value);
  const [loop, setLoop] = useState(-1);
  const foldSector = (sector: string) => setOpen(open.filter((one) => one !== sector));
  const unfold = (sector: string) => setOpen([...open.filter((one) => one !== sector), sector].slice(-mostOpen));
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
  const foldAll = () => {
    setOpen([]);
    setName("");
    setLoop(-1);
  };
  return { open, name, loop, setName, setLoop, unfold, foldSector, foldAll, go };
}

type Choice = ReturnType<typeof useChoice>;

/** Where the picture is larger than its frame, what was opened is brought into view, or its middle. */
function useScroll(holder: RefObject<HTMLElement | null>, { name, open }: Choice, drawn: boolean): void {
  useEffect(() => {
    const frame = holder.current;
    const box = frame?.querySelector("g.chosen");
    if (box) {
      box.scrollIntoView({ block: "nearest", inline: "center" });
    } else {
      frame?.scrollTo({ left: (frame.scrollWidth - frame.clientWidth) / 2 });
    }
  }, [name, open, drawn]);
}

/** How much of the model is shown, and what of it rests on judgement. */
function captionOf(shown: Shown, model: LiveModel): string {
  const weak = weakest(shown.nodes).map((node) => `${node.label} (${node.grade})`);
  const weakText = weak.length > 0 ? `${words.weakest}: ${weak.join(", ")}.` : words.weakestNone;
  return `${words.count(shown.nodes.length, model.graph.nodes.length)} ${weakText}`;
}

function fileOf(shown: Shown, caption: string, model: LiveModel, live: LiveStore): Omit<Exportable, "drawing"> {
  const from = provenanceOf(model.model, live.hash.value, strings.provenance.of);
  return {
    name: "why",
    title: `${words.title}: ${model.model.label || model.model.name}`,
    unit: words.legend,
    lines: [],
    source: `${strings.provenance.dataTo} ${from.dataEnd}.`,
    caveat: model.limits[0] ?? "",
    sentence: `${caption} ${from.origin}`,
    reading: strings.reading.graph,
    link: from.link,
    csv: () =>
      tableCsv(["from", "to", "sign", "links"], shown.edges.map((edge) => [edge.from, edge.to, edge.sign, edge.count])),
  };
}

/** The graph as far as it is unfolded, with the boxes of the chosen loop. */
function useShown({ graph }: LiveModel, { open, name, loop }: Choice, byName: ByName) {
  const inLoop = graph.loops[loop]?.nodes ?? [];
  const wanted = [...(byName.has(name) ? [name] : []), ...inLoop];
  const shown = useMemo(() => fold(graph, open, wanted), [graph, open, wanted.join()]);
  const layout = useMemo(() => layoutOf(shown), [shown]);
  return { shown, layout, near: new Set(inLoop.map((one) => shown.place.get(one) ?? "")) };
}

function GraphFigure({ model, live, choice, byName, zoom }: {
  model: LiveModel;
  live: LiveStore;
  choice: Choice;
  byName: ByName;
  zoom: number;
}) {
  const holder = useRef<HTMLDivElement>(null);
  const width = useWidth(holder);
  const { shown, layout, near } = useShown(model, choice, byName);
  useScroll(holder, choice, width > 0);
  const fits = width > 0 ? Math.min(Math.max(width / layout.width, leastScale), 1) : 1;
  const caption = captionOf(shown, model);
  return (
    <figure class="chart wide">
      <figcaption class="summary">{caption}</figcaption>
      <div class="graph-holder" tabIndex={0} role="region" aria-label={words.graph} ref={holder}>
        <GraphPicture
          shown={shown}
          layout={layout}
          model={model}
          chosen={shown.place.get(choice.name) ?? ""}
          near={near}
          scale={fits * zoom}
          onOpen={(node) => (node.kind === "sector" ? choice.unfold(node.sector) : choice.setName(node.id))}
          onFold={(node) => choice.foldSector(node.sector)}
        />
      </div>
      <p class="source">{model.model.label || model.model.name}. {strings.provenance.dataTo} {model.model.data_end}.</p>
      <ExportMenu
        of={{
          ...fileOf(shown, caption, model, live),
          drawing: () => holder.current?.querySelector<SVGSVGElement>("svg.graph") ?? null,
        }}
      />
    </figure>
  );
}

export function Why({ model, live }: { model: LiveModel; live: LiveStore }) {
  const { graph } = model;
  const byName = useMemo(() => new Map(graph.nodes.map((node) => [node.name, node])), [graph]);
  const [zoom, setZoom] = useState(1);
  const choice = useChoice(live, byName);
  const { name, loop, setName, setLoop, foldSector, foldAll, go } = choice;
  const foldAway = () => {
    foldSector(byName.get(name)?.sector ?? "");
    setName("");
  };
  return (
    <section class="tab-why" aria-labelledby="why-title">
      <header class="section-head">
        <h2 id="why-title">{words.title}</h2>
        <Find nodes={graph.nodes} onGo={go} />
        <button type="button" onClick={() => setZoom(Math.min(zoom * zoomStep, 3))}>+ {strings.timelineTab.closer}</button>
        <button type="button" onClick={() => setZoom(Math.max(zoom / zoomStep, 0.3))}>− {strings.timelineTab.wider}</button>
        <button
          type="button"
          onClick={() => {
            setZoom(1);
            foldAll();
          }}
        >
          {words.fold}
        </button>
      </header>
      <p class="note">{words.legend} {words.keys}</p>
      <div class={name === "" ? "why-body" : "why-body telling"}>
        <GraphFigure model={model} live={live} choice={choice} byName={byName} zoom={zoom} />
        <div class="why-side">
          {name !== "" && <Told name={name} node={byName.get(name)} live={live} onGo={go} onFold={foldAway} />}
          <Loops loops={graph.loops} label={(one) => byName.get(one)?.label || one} chosen={loop} onChoose={setLoop} />
        </div>
      </div>
    </section>
  );
}
