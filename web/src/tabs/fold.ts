// SPDX-License-Identifier: Apache-2.0
// What of a causal graph is shown: sectors as folded boxes until they are opened, never more nodes than
// can be read. Edges between what is folded are drawn between the boxes.
import type { Graph, GraphNode } from "../api";

/** More do not fit a screen and cannot be followed. */
export const mostNodes = 40;

export interface ShownNode {
  /** The name of a quantity, or `sector:` and the name of what is folded. */
  id: string;
  label: string;
  kind: GraphNode["kind"] | "sector";
  grade: GraphNode["grade"];
  sector: string;
  /** Quantities within; 1 for a quantity. */
  count: number;
  /** Of a quantity, as the graph has it. */
  path: GraphNode["path"];
}

export interface ShownEdge {
  from: string;
  to: string;
  /** "±" where links of both signs, or of an unknown one, are drawn as one. */
  sign: "+" | "-" | "±";
  count: number;
}

export interface Shown {
  nodes: ShownNode[];
  edges: ShownEdge[];
  /** Where each quantity is drawn. */
  place: Map<string, string>;
}

export const foldId = (sector: string): string => `sector:${sector}`;

const rank: Record<GraphNode["kind"], number> = { stock: 0, lever: 1, event: 2, quantity: 3, input: 4, series: 5 };

/** Sectors in the order of their first node. */
export function sectorsOf(graph: Graph): string[] {
  return [...new Set(graph.nodes.map((node) => node.sector))];
}

function degrees(graph: Graph): Map<string, number> {
  const degree = new Map<string, number>();
  for (const { from, to } of graph.edges) {
    degree.set(from, (degree.get(from) ?? 0) + 1);
    degree.set(to, (degree.get(to) ?? 0) + 1);
  }
  return degree;
}

/** The quantities of open sectors, stocks first, then levers, events and what has most links, as many
 * as there is room for beside the folded boxes. `wanted` ones come before all. */
function unfolded(graph: Graph, open: readonly string[], wanted: ReadonlySet<string>, room: number): Set<string> {
  const degree = degrees(graph);
  const before = (node: GraphNode) => (wanted.has(node.name) ? -1 : rank[node.kind]);
  const candidates = graph.nodes
    .filter((node) => open.includes(node.sector) || wanted.has(node.name))
    .sort((a, b) => before(a) - before(b) || (degree.get(b.name) ?? 0) - (degree.get(a.name) ?? 0));
  return new Set(candidates.slice(0, room).map((node) => node.name));
}

/** All of a small model; of a large one its sectors, with those of `open` unfolded, and the quantities
 * of `wanted` whatever their sector. Edges between two folded sectors are there while all are folded. */
export function fold(graph: Graph, open: readonly string[], wanted: readonly string[] = [], most = mostNodes): Shown {
  const sectors = sectorsOf(graph);
  const whole = graph.nodes.length <= most;
  const shown = whole
    ? new Set(graph.nodes.map((node) => node.name))
    : unfolded(graph, open, new Set(wanted), most - sectors.length);
  const place = new Map<string, string>();
  const nodes = new Map<string, ShownNode>();
  for (const node of graph.nodes) {
    const single = shown.has(node.name);
    const id = single ? node.name : foldId(node.sector);
    place.set(node.name, id);
    const there = nodes.get(id);
    if (there) {
      there.count += 1;
    } else {
      nodes.set(id, {
        id,
        label: single ? node.label || node.name : node.sector,
        kind: single ? node.kind : "sector",
        grade: single ? node.grade : null,
        sector: node.sector,
        count: 1,
        path: single ? node.path : [],
      });
    }
  }
  const edges = new Map<string, ShownEdge>();
  for (const edge of graph.edges) {
    const from = place.get(edge.from);
    const to = place.get(edge.to);
    const inside = from === to && edge.from !== edge.to;
    // What folded sectors do to each other would bury what was opened.
    const aside = shown.size > 0 && !shown.has(edge.from) && !shown.has(edge.to);
    if (from === undefined || to === undefined || inside || aside) {
      continue;
    }
    const sign = edge.sign === "?" ? "±" : edge.sign;
    const key = `${from}\n${to}`;
    const there = edges.get(key);
    if (there) {
      there.count += 1;
      there.sign = there.sign === sign ? sign : "±";
    } else {
      edges.set(key, { from, to, sign, count: 1 });
    }
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()], place };
}

/** Quantities of the worst grade that anything shown has, by name; the links an answer hangs on. */
export function weakest(nodes: readonly ShownNode[]): ShownNode[] {
  const graded = nodes.filter((node) => node.grade !== null && node.grade >= "D");
  const worst = graded.map((node) => node.grade ?? "").sort().at(-1);
  return graded.filter((node) => node.grade === worst);
}

/** The node next to `from` in a direction of the screen: nearest by distance, sideways counted double. */
export function nextNode(
  places: ReadonlyMap<string, { x: number; y: number }>,
  from: string,
  [dx, dy]: readonly [number, number],
): string {
  const here = places.get(from);
  let best = from;
  let least = Infinity;
  for (const [id, there] of here ? places : []) {
    const ahead = (there.x - here!.x) * dx + (there.y - here!.y) * dy;
    const aside = Math.abs((there.x - here!.x) * dy) + Math.abs((there.y - here!.y) * dx);
    if (id !== from && ahead > 1 && ahead + 2 * aside < least) {
      least = ahead + 2 * aside;
      best = id;
    }
  }
  return best;
}
