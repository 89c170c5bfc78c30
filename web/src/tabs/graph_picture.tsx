// SPDX-License-Identifier: Apache-2.0
// The picture of the causal graph: boxes and arrows where dagre placed them, walked from box to box by arrow
// keys. What opening or folding a box does is its owner's business.
import type { RefObject } from "preact";
import { useRef, useState } from "preact/hooks";

import type { LiveModel } from "../api";
import { numberText } from "../numbers";
import { finite } from "../sparks";
import { strings } from "../strings";
import { nextNode, type Shown, type ShownNode } from "./fold";
import { bent, hasSpark, headOf, linesOf, signPlace, sparkHeight, type Arrow, type Layout, type Place, type Point } from "./layout";
import { forecastAt, Spark } from "./spark";

const words = strings.whyTab;

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

/** What stands in a box: its label, what a sector holds, the small line, the grade. */
function Inside({ node, place: { x, y, width, height }, about, model }: {
  node: ShownNode;
  place: Place;
  about: string;
  model: LiveModel;
}) {
  const left = x - width / 2 + 10;
  const bottom = y + height / 2;
  const mark = marks[node.kind];
  return (
    <>
      {linesOf(node.label).map((line, i) => (
        <text key={i} x={left} y={y - height / 2 + 19 + 16 * i}>{mark && i === 0 ? `${mark} ${line} ` : `${line} `}</text>
      ))}
      {node.kind === "sector" && <text class="within" x={left} y={bottom - 7}>{about}</text>}
      {hasSpark(node) && (
        <Spark
          path={node.path}
          forecast={forecastAt(model, node.path)}
          x={left}
          y={bottom - sparkHeight - 7}
          width={width - (node.grade ? 34 : 20)}
          height={sparkHeight}
        />
      )}
      {node.grade && <text class="letter" x={x + width / 2 - 8} y={bottom - 6} text-anchor="end">{node.grade}</text>}
    </>
  );
}

interface BoxProps {
  node: ShownNode;
  place: Place;
  model: LiveModel;
  chosen: boolean;
  near: boolean;
  /** Whether Tab comes to it. */
  stop: boolean;
  onStop: () => void;
  onOpen: () => void;
}

function Box({ node, place, model, chosen, near, stop, onStop, onOpen }: BoxProps) {
  const { x, y, width, height } = place;
  const weak = node.grade !== null && node.grade >= "D";
  const looks = ["box", node.kind, chosen && "chosen", near && "near", weak && "weak"].filter(Boolean).join(" ");
  const about = aboutOf(node);
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
      <Inside node={node} place={place} about={about} model={model} />
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

/** Has the box the focus that lies next in a direction. */
function step(svg: RefObject<SVGSVGElement | null>, layout: Layout, from: string, direction: readonly [number, number]): void {
  const next = nextNode(layout.nodes, from, direction);
  const boxes = svg.current?.querySelectorAll<SVGGElement>("g.box") ?? [];
  [...boxes].find((box) => box.dataset["id"] === next)?.focus();
}

interface Props {
  shown: Shown;
  layout: Layout;
  model: LiveModel;
  /** Id of the box that is told of, empty for none. */
  chosen: string;
  /** Ids of boxes that stand out together: those of a loop. */
  near: ReadonlySet<string>;
  scale: number;
  onOpen: (node: ShownNode) => void;
  onFold: (node: ShownNode) => void;
}

/** Enter and the space bar open a box, Backspace folds its sector, arrow keys go on. */
function useKeys({ shown, layout, onOpen, onFold }: Props, svg: RefObject<SVGSVGElement | null>) {
  const [at, setAt] = useState("");
  const stop = layout.nodes.has(at) ? at : (shown.nodes[0]?.id ?? "");
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = directions[event.key];
    const node = shown.nodes.find(({ id }) => id === stop);
    const actions: Record<string, () => void> = {
      Enter: () => node && onOpen(node),
      " ": () => node && onOpen(node),
      Backspace: () => node && onFold(node),
    };
    const action = direction ? () => step(svg, layout, stop, direction) : actions[event.key];
    if (action && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      event.stopPropagation();
      action();
    }
  };
  return { at, setAt, stop, onKeyDown };
}

export function GraphPicture(props: Props) {
  const { shown, layout, model, chosen, near, scale, onOpen } = props;
  const svg = useRef<SVGSVGElement>(null);
  const { at, setAt, stop, onKeyDown } = useKeys(props, svg);
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
      aria-label={words.graph}
      onKeyDown={onKeyDown}
    >
      {layout.arrows.map((arrow) => (
        <ArrowLine key={`${arrow.from} ${arrow.to}`} arrow={arrow} near={touches(arrow)} />
      ))}
      {shown.nodes.map((node) => {
        const place = layout.nodes.get(node.id);
        return place && (
          <Box
            key={node.id}
            node={node}
            place={place}
            model={model}
            chosen={node.id === chosen}
            near={near.has(node.id)}
            stop={node.id === stop}
            onStop={() => setAt(node.id)}
            onOpen={() => onOpen(node)}
          />
        );
      })}
    </svg>
  );
}
