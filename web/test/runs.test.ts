// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import test from "node:test";

import { computed, signal } from "@preact/signals";

import type { LiveModel, RunPart, RunRequest } from "../src/api";
import { changeDraft, firstState, setLever, type Draft, type LiveState } from "../src/live/drafts";
import { makeRuns } from "../src/live/runs";
import type { LiveStore } from "../src/live/store";

const output = (name: string) => ({ name, label: name, unit: "1", measure: "mean", sector: "" });
const model = {
  model: { hash: "abc" },
  scenarios: [{ name: "baseline", label: "Baseline", doc: "", changes: [] }],
  levers: [],
  outputs: ["trade", "tests", "a", "b", "c", "d", "warmth"].map(output),
  policies: [],
} as unknown as LiveModel;

interface Asked {
  request: RunRequest;
  say: (part: Partial<RunPart>) => void;
  end: () => Promise<void>;
  stopped: () => boolean;
}

/** A page without a browser, and a server that answers when the test says so. */
function makePage() {
  const asked: Asked[] = [];
  const state = signal<LiveState>({ ...firstState(model, "whatif") });
  const held = signal<((draft: Draft) => Draft) | null>(null);
  const live = {
    model: signal(model),
    state,
    held,
    shown: computed(() => (held.value ? changeDraft(state.value, "baseline", held.value) : state.value)),
    stream: (_: string, body: unknown, line: (part: RunPart) => void, stop?: AbortSignal) =>
      new Promise<void>((resolve) => {
        const request = body as RunRequest;
        asked.push({
          request,
          say: (part) => line({
            sequence: request.sequence,
            futures: request.futures,
            of: request.futures,
            done: true,
            seconds: 0,
            sentence: "",
            confidence: "",
            charts: [],
            ...part,
          }),
          end: async () => {
            resolve();
            await new Promise((done) => setTimeout(done, 0));
          },
          stopped: () => stop?.aborted === true,
        });
      }),
  } as unknown as LiveStore;
  const hold = (value: number) => {
    held.value = (draft) => setLever(draft, "crude", value);
  };
  const release = () => {
    const what = held.value;
    assert.ok(what);
    state.value = changeDraft(state.value, "baseline", what);
    held.value = null;
  };
  return { asked, hold, release, state, runs: makeRuns(live) };
}

const crude = ({ request }: Asked) => request.levers["crude"];

test("while a lever moves one preview is under way, and of those that wait the newest counts", async () => {
  const { asked, hold } = makePage();
  assert.equal(asked.length, 1, "the baseline, at once");
  await asked[0]?.end();
  [0.1, 0.2, 0.3, 0.4].forEach(hold);
  assert.equal(asked.length, 2);
  await asked[1]?.end();
  assert.deepEqual(asked.slice(1).map(crude), [0.1, 0.4]);
  assert.ok(asked.slice(1).every(({ request }) => request.futures === 200));
  assert.ok(asked.every(({ request }) => request.outputs.length === 6), "outputs that have charts only");
});

test("letting go ends the preview and runs all futures; what the older run still says is not heard", async () => {
  const { asked, hold, release, runs } = makePage();
  await asked[0]?.end();
  hold(0.1);
  hold(0.2);
  release();
  assert.equal(asked.length, 3);
  assert.equal(asked[1]?.stopped(), true);
  assert.equal(asked[2]?.request.futures, 2000);
  assert.equal(crude(asked[2] as Asked), 0.2);
  asked[1]?.say({ sentence: "old" });
  asked[2]?.say({ sentence: "new" });
  assert.equal(runs.current.value?.part.sentence, "new");
  await asked[1]?.end();
  assert.equal(runs.running.value, true);
});

test("a lever that is taken again ends the run of all futures", async () => {
  const { asked, hold, release, runs } = makePage();
  await asked[0]?.end();
  hold(0.2);
  release();
  hold(0.3);
  const [full, preview] = asked.slice(-2) as [Asked, Asked];
  assert.equal(full.request.futures, 2000);
  assert.equal(full.stopped(), true);
  assert.equal(preview.request.futures, 200);
  assert.equal(crude(preview), 0.3);
  await full.end();
  assert.equal(runs.running.value, true);
});

test("outputs without a chart run last, and make way for the next setting", async () => {
  const { asked, hold, release, runs } = makePage();
  await asked[0]?.end();
  hold(0.2);
  release();
  const full = asked.at(-1) as Asked;
  full.say({ sentence: "whole" });
  await full.end();
  const rest = asked.at(-1) as Asked;
  assert.deepEqual(rest.request.outputs, ["warmth"]);
  assert.equal(runs.running.value, false, "nobody waits for it");
  hold(0.3);
  assert.equal(rest.stopped(), true);
  assert.equal(crude(asked.at(-1) as Asked), 0.3);
});

test("a setting that was run whole is not run again", async () => {
  const { asked, state, runs } = makePage();
  const charts = model.outputs.slice(0, 6).map(({ name }) => ({ name, fans: [], differences: [] }));
  asked[0]?.say({ charts: charts as unknown as RunPart["charts"] });
  await asked[0]?.end();
  state.value = { ...state.value, tables: true };
  assert.equal(asked.length, 1);
  runs.again();
  assert.equal(asked.length, 2);
});

test("single futures are asked for when they are wanted, of the scenario whose levers are shown, and once", async () => {
  const { asked, state, runs } = makePage();
  const chart = (samples?: number[][]) =>
    model.outputs.slice(0, 6).map(({ name }) => ({ name, fans: [{ scenario: "baseline", samples }], differences: [] }));
  const answer = async (samples?: number[][]) => {
    asked.at(-1)?.say({ charts: chart(samples) as unknown as RunPart["charts"] });
    await asked.at(-1)?.end();
  };
  await answer();
  state.value = { ...state.value, single: true };
  assert.deepEqual(asked.map(({ request }) => request.samples), [undefined, true]);
  await answer([[1, 2]]);
  assert.deepEqual(runs.chart("trade")?.fans[0]?.samples, [[1, 2]]);
  state.value = { ...state.value, single: false };
  state.value = { ...state.value, single: true };
  assert.equal(asked.length, 2);
  const drafts = ["a", "b"].map((id) => ({ id, base: "baseline", label: id, levers: {}, events: [], from: "" }));
  state.value = { ...state.value, drafts: [...state.value.drafts, ...drafts], current: "a", compared: ["b"] };
  assert.deepEqual(asked.slice(2).map(({ request }) => request.samples), [true, undefined]);
});
