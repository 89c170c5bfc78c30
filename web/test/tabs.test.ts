// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import test from "node:test";

import type { Graph, GraphNode } from "../src/api";
import { isOnEnd, labelLines, scaleOf, textEnd } from "../src/bars";
import { tableCsv } from "../src/csv";
import { publicLink } from "../src/exports";
import { tornadoBars, tornadoCsv } from "../src/matters";
import { wrapped } from "../src/picture";
import { sparkOf } from "../src/sparks";
import { fold, nextNode, weakest } from "../src/tabs/fold";
import { instantOf, lanesOf, marksOf, moved, printsOf, ticksOf, zoomed, type LaneEvent } from "../src/tabs/lanes";
import { layoutOf, linesOf } from "../src/tabs/layout";
import { skillBars } from "../src/tabs/track";

const event = (date: string, kind: string, who = ""): LaneEvent => ({
  date, kind, who, what: "", source: "", grade: null, simulated: false,
});

test("lanes are by kind, or by kind and actor, in the order of their first event", () => {
  const events = [event("2019", "visits", "B"), event("2020", "tests"), event("2021", "visits", "A")];
  assert.deepEqual(lanesOf(events, false).map((lane) => [lane.kind, lane.events.length]), [["visits", 2], ["tests", 1]]);
  assert.deepEqual(lanesOf(events, true).map((lane) => [lane.kind, lane.who]), [["visits", "A"], ["visits", "B"], ["tests", ""]]);
});

test("events too near to each other stack, and what does not fit is counted, none lost", () => {
  const events = ["2020-01-01", "2020-01-02", "2020-01-03", "2020-01-04", "2020-01-05", "2022-03"].map((date) => event(date, "k"));
  const marks = marksOf(events, 2, 3);
  assert.deepEqual(marks.map((mark) => [mark.level, mark.events.length]), [[0, 1], [1, 1], [2, 3], [0, 1]]);
  assert.equal(marks.reduce((sum, mark) => sum + mark.events.length, 0), events.length);
  // As many as there are levels need no count.
  assert.deepEqual(marksOf(events.slice(0, 3), 2, 3).map((mark) => mark.events.length), [1, 1, 1]);
  assert.equal(marksOf([event("soon", "k")], 2, 3).length, 0);
  assert.equal(instantOf("1970-02-01"), 1);
  assert.ok(instantOf("2020-01-31") < instantOf("2020-02"));
});

test("the window zooms about a month and stays within the whole", () => {
  const whole = { from: 0, to: 240 };
  assert.deepEqual(zoomed(whole, whole, 0.5, 120), { from: 60, to: 180 });
  assert.deepEqual(zoomed({ from: 60, to: 180 }, whole, 10, 120), whole);
  assert.equal(zoomed({ from: 60, to: 66 }, whole, 0.5, 63).to - 60, 6);
  assert.deepEqual(moved({ from: 60, to: 180 }, whole, 1000), { from: 120, to: 240 });
  assert.deepEqual(ticksOf({ from: 0, to: 48 }, 4), [0, 12, 24, 36, 48]);
});

const node = (name: string, sector: string, kind: GraphNode["kind"] = "quantity", grade: GraphNode["grade"] = null): GraphNode => ({
  name, label: "", kind, sector, unit: "1", grade, path: [],
});
const many = (sector: string, n: number) => Array.from({ length: n }, (_, i) => node(`${sector}${i}`, sector));

test("a small model is shown whole, with the signs of its arrows", () => {
  const graph: Graph = {
    nodes: [node("a", "s"), node("b", "s")],
    edges: [{ from: "a", to: "b", sign: "-" }, { from: "b", to: "b", sign: "+" }],
    loops: [],
    months_of_paths: 6,
  };
  const shown = fold(graph, []);
  assert.deepEqual(shown.nodes.map((one) => one.id), ["a", "b"]);
  assert.deepEqual(shown.edges.map((edge) => [edge.from, edge.to, edge.sign]), [["a", "b", "-"], ["b", "b", "+"]]);
});

test("a large model starts as its sectors, and never shows more boxes than can be read", () => {
  const graph: Graph = {
    nodes: [...many("x", 60), node("stock", "x", "stock"), ...many("y", 60)],
    edges: [
      { from: "x0", to: "y0", sign: "+" },
      { from: "x1", to: "y1", sign: "-" },
      { from: "x2", to: "x3", sign: "+" },
    ],
    loops: [],
    months_of_paths: 6,
  };
  const folded = fold(graph, []);
  assert.deepEqual(folded.nodes.map((one) => [one.id, one.count]), [["sector:x", 61], ["sector:y", 60]]);
  assert.deepEqual(folded.edges, [{ from: "sector:x", to: "sector:y", sign: "±", count: 2 }]);
  const open = fold(graph, ["x"]);
  assert.ok(open.nodes.length <= 40 && open.nodes.length > 30, `${open.nodes.length} boxes`);
  assert.ok(open.nodes.some((one) => one.id === "stock"), "stocks come first");
  // Every quantity stands somewhere, and what does not fit is in its sector's box.
  assert.equal(open.nodes.reduce((sum, one) => sum + one.count, 0), graph.nodes.length);
  assert.ok(fold(graph, [], ["y59"]).nodes.some((one) => one.id === "y59"), "what is asked for is shown");
});

test("the weakest are those of the worst grade from D on", () => {
  const { nodes } = fold({ nodes: [node("a", "s", "quantity", "B"), node("d", "s", "quantity", "D"), node("e", "s", "quantity", "E")], edges: [], loops: [], months_of_paths: 6 }, []);
  assert.deepEqual(weakest(nodes).map((one) => one.id), ["e"]);
  assert.deepEqual(weakest(nodes.slice(0, 1)), []);
});

test("dagre places every box, and arrow keys go to the nearest box of a direction", () => {
  const graph: Graph = { nodes: [node("a", "s"), node("b", "s"), node("c", "s")], edges: [{ from: "a", to: "b", sign: "+" }, { from: "a", to: "c", sign: "-" }], loops: [], months_of_paths: 6 };
  const layout = layoutOf(fold(graph, []));
  assert.equal(layout.nodes.size, 3);
  assert.equal(layout.arrows.length, 2);
  assert.ok(layout.width > 0 && layout.height > 0);
  const places = new Map([["a", { x: 0, y: 0 }], ["b", { x: 100, y: 40 }], ["c", { x: 90, y: -90 }]]);
  assert.equal(nextNode(places, "a", [1, 0]), "b");
  assert.equal(nextNode(places, "a", [0, -1]), "c");
  assert.equal(nextNode(places, "a", [-1, 0]), "a");
  assert.deepEqual(linesOf("short"), ["short"]);
  const lines = linesOf("a label that is far too long for one line of a box");
  assert.ok(lines.length > 1 && lines.every((line) => line.length <= 26));
});

test("a small line fills its box, is flat in the middle, skips gaps, and makes room in its box of the graph", () => {
  const size = { width: 60, height: 10 };
  assert.equal(sparkOf([2, null, 4, 6], size), "M0.0,10.0L40.0,5.0L60.0,0.0");
  assert.equal(sparkOf([3, 3], size), "M0.0,5.0L60.0,5.0");
  assert.equal(sparkOf([null], size), "");
  const graph: Graph = { nodes: [{ ...node("a", "s"), path: [1, 2] }, node("b", "s")], edges: [], loops: [], months_of_paths: 6 };
  const { nodes } = layoutOf(fold(graph, []));
  assert.ok((nodes.get("a")?.height ?? 0) > (nodes.get("b")?.height ?? 0) + 16);
});

test("a label of a bar ends before what stands at its right, on as many lines as that takes", () => {
  const bar = { key: "a", label: "Share of engaging in administrations to come", more: "2 % of the spread  E", from: 0, to: 1, fromText: "", toText: "", middle: null };
  assert.deepEqual(labelLines(bar, 700), [bar.label]);
  const lines = labelLines(bar, 360);
  assert.ok(lines.length > 1 && lines.every((line) => line.length * 6.7 < 360 - 12 - 6.2 * bar.more.length), lines.join("|"));
  assert.equal(lines.join(" "), bar.label);
});

test("the line of a bar's zero begins beneath the text that reaches it, and leaves out a number", () => {
  const bar = { key: "a", label: "", more: "the model", from: 0, to: 1, fromText: "", toText: "", middle: null };
  const lines = ["long enough to reach the zero", "short"];
  assert.equal(textEnd(bar, lines, 1000, 400), 0);
  assert.equal(textEnd(bar, lines, 400, 150), 17);
  assert.equal(textEnd(bar, lines, 400, 20), 32);
  assert.equal(textEnd(bar, ["a"], 400, 380), 17, "what stands at the right reaches it");
  assert.equal(isOnEnd([200, 260], ["−0.1", "+0.2"], 190), true);
  assert.equal(isOnEnd([200, 260], ["−0.1", "+0.2"], 150), false);
  assert.equal(isOnEnd([200, 260], ["−0.1", "+0.2"], 230), false, "it goes through the bar");
  assert.equal(isOnEnd([200, 260], ["−0.1", "+0.2"], 270), true);
});

test("prints are named once, the most frequent first", () => {
  const dated = ["B; A", "A", "", "C"].map((source) => ({ ...event("2020", "k"), source }));
  assert.deepEqual(printsOf(dated), ["A", "B", "C"]);
});

test("a tornado's bars have values at their ends and shares that are never none or all", () => {
  const matter = { name: "life", label: "", grade: "D" as const, share: 0.999, low: 8, high: 2, low_value: 1, high_value: 12 };
  const [bar] = tornadoBars([matter]);
  assert.ok(bar);
  assert.deepEqual([bar.from, bar.to, bar.fromText, bar.toText], [8, 2, "1", "12"]);
  assert.match(bar.more, /^99 % of the spread +D$/);
  assert.match(tornadoBars([{ ...matter, share: 0.001, grade: null }])[0]?.more ?? "", /^1 % of the spread$/);
  const x = scaleOf([bar], 0, 300);
  assert.ok(x(0) < x(2) && x(2) < x(8));
  assert.equal(tornadoCsv([matter]).split("\n")[1], "life,D,0.999,1,12,8,2");
});

test("skill has a bar where it has an interval, and the leader is named either way", () => {
  const row = { series: "Launches", level: "C0", horizon: "12", model: "2.5", naive: "climatology", naive_score: "2.25", skill: "", coverage: "", leads: "climatology", clearly: true };
  const [bar, none] = skillBars([{ ...row, skill_value: -0.1, skill_low: -0.2, skill_high: 0.1 }, { ...row, skill_value: 0.3, skill_low: null, skill_high: null }]);
  assert.deepEqual([bar?.from, bar?.middle, bar?.to], [-0.2, -0.1, 0.1]);
  assert.match(`${bar?.label} ${bar?.more}`, /Launches, C0, 12 months ahead climatology/);
  assert.equal(none, undefined);
});

test("a link tells neither the token of a live page nor the folder of a file", () => {
  assert.equal(publicLink(new URL("http://127.0.0.1:4000/?k=secret"), "#m=1"), "http://127.0.0.1:4000/#m=1");
  assert.equal(publicLink(new URL(["file:", "", "", "folder", "my%20report.html"].join("/")), "#m=1"), "my report.html#m=1");
});

test("small print is broken into lines that fit", () => {
  const measure = (text: string) => text.length;
  assert.deepEqual(wrapped("one two  three four", 9, measure), ["one two", "three", "four"]);
  assert.deepEqual(wrapped("unbreakable word", 4, measure), ["unbreakable", "word"]);
  assert.deepEqual(wrapped("", 9, measure), []);
});

test("a table's file quotes what needs it and runs no formula", () => {
  assert.equal(tableCsv(["a", "b"], [["x,y", 1], ["=1+1", 2]]), "a,b\n\"x,y\",1\n'=1+1,2\n");
});
