// SPDX-License-Identifier: Apache-2.0
// Places for the boxes and arrows of a causal graph, by dagre.
import dagre from "@dagrejs/dagre";

import { wrapped } from "../picture";
import { finite } from "../sparks";
import type { Shown, ShownEdge, ShownNode } from "./fold";

export interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Arrow {
  from: string;
  to: string;
  sign: ShownEdge["sign"];
  count: number;
  /** The sign of what comes back the same way; drawn as one line with two heads. */
  back: ShownEdge["sign"] | null;
  points: Point[];
}

export interface Point {
  x: number;
  y: number;
}

export interface Layout {
  width: number;
  height: number;
  /** Centres, by id. */
  nodes: Map<string, Place>;
  arrows: Arrow[];
}

const letter = 6.7;  // pixels of a letter of 12 pixels height, on average
const mostLetters = 26;
/** Of the small line in a box. */
export const sparkHeight = 16;

/** Whether there is a line to draw: a single value is none. */
export const hasSpark = (node: ShownNode): boolean => finite(node.path).length > 1;

/** A label in lines that a box has room for. */
export function linesOf(label: string): string[] {
  return wrapped(label, mostLetters, (text) => text.length);
}

interface Line {
  edge: ShownEdge;
  back: ShownEdge | null;
}

/** What goes both ways between two boxes is one line, laid out in the direction of more links. */
function linesBetween(edges: readonly ShownEdge[]): Line[] {
  const lines = new Map<string, Line>();
  for (const edge of [...edges].sort((a, b) => b.count - a.count)) {
    const other = lines.get(`${edge.to}\n${edge.from}`);
    if (other && edge.from !== edge.to) {
      other.back = edge;
    } else {
      lines.set(`${edge.from}\n${edge.to}`, { edge, back: null });
    }
  }
  return [...lines.values()];
}

/** Along the lines or down, whichever is narrower: pages scroll down more easily than sideways. */
export function layoutOf(shown: Shown): Layout {
  const [along, down] = [laidOut(shown, "LR"), laidOut(shown, "TB")];
  return along.width < down.width ? along : down;
}

function laidOut(shown: Shown, rankdir: "LR" | "TB"): Layout {
  const graph = new dagre.graphlib.Graph({ directed: true });
  // Turning few arrows round and ranking by the longest path makes narrow pictures of graphs full of loops.
  graph.setGraph({ rankdir, acyclicer: "greedy", ranker: "longest-path", nodesep: 16, edgesep: 5, ranksep: 60, marginx: 12, marginy: 12 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of shown.nodes) {
    const lines = linesOf(node.label);
    // A folded box also says how many it holds.
    const most = Math.max(...lines.map((line) => line.length), node.kind === "sector" ? 14 : 0);
    const mark = node.kind === "sector" || node.kind === "lever" || node.kind === "event" ? 2 : 0;
    const width = (most + mark) * letter + 34;
    const beneath = node.kind === "sector" ? 14 : hasSpark(node) ? sparkHeight + 6 : 0;
    graph.setNode(node.id, { width, height: 16 * lines.length + 14 + beneath });
  }
  const lines = linesBetween(shown.edges);
  for (const { edge } of lines) {
    graph.setEdge(edge.from, edge.to, {});
  }
  dagre.layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  const nodes = new Map<string, Place>();
  for (const id of graph.nodes()) {
    const { x, y, width: w, height: h } = graph.node(id);
    nodes.set(id, { x, y, width: w, height: h });
  }
  const arrows = lines.map(({ edge, back }) => {
    const { points } = graph.edge(edge.from, edge.to) as unknown as { points: Point[] };
    return { ...edge, back: back?.sign ?? null, points };
  });
  return { width, height, nodes, arrows };
}

/** A line through the points, bent at each but the ends. */
export function bent(points: readonly Point[]): string {
  const at = ({ x, y }: Point) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const [first, ...rest] = points;
  if (!first) {
    return "";
  }
  let path = `M${at(first)}`;
  rest.forEach((point, i) => {
    const next = rest[i + 1];
    path += next ? `Q${at(point)} ${at({ x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 })}` : `L${at(point)}`;
  });
  return path;
}

/** The corners of a head that points from `before` to `end`. */
export function headOf(before: Point, end: Point): string {
  const angle = Math.atan2(end.y - before.y, end.x - before.x);
  const corner = (turn: number) =>
    `${(end.x - 8 * Math.cos(angle + turn)).toFixed(1)} ${(end.y - 8 * Math.sin(angle + turn)).toFixed(1)}`;
  return `M${end.x.toFixed(1)} ${end.y.toFixed(1)}L${corner(0.4)}L${corner(-0.4)}z`;
}

/** Beside the line, a little before it ends. */
export function signPlace(before: Point, end: Point): Point {
  const gap = Math.hypot(end.x - before.x, end.y - before.y) || 1;
  const back = Math.min(17, gap) / gap;
  return { x: end.x + (before.x - end.x) * back, y: end.y + (before.y - end.y) * back - 5 };
}
