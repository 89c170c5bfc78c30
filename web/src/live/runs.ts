// SPDX-License-Identifier: Apache-2.0
// Runs of what is shown: while a lever is held a preview of few futures, the newest setting when the one
// before is drawn; once it is let go all of them, as they come.
import { batch, computed, effect, signal, untracked } from "@preact/signals";

import type { Chart, Fan, LiveModel, RunPart, RunRequest } from "../api";
import { refusalFrom, type Refusal } from "./client";
import { baselineOf, shownDrafts, type Draft } from "./drafts";
import { steady } from "./steady";
import type { LiveStore } from "./store";

const previewFutures = 200;
const fullFutures = 2000;

/** What a scenario's runs said last. */
export interface Outcome {
  part: RunPart;
  /** By output, with the setting that each was run with. */
  charts: ReadonlyMap<string, { chart: Chart; key: string }>;
  /** The newest setting. */
  key: string;
}

/** A run's request without what differs between runs of the same setting. */
type Setting = Pick<RunRequest, "scenario" | "levers" | "events"> & { from?: string; policy?: string };

function settingOf(draft: Draft, policy: string): Setting {
  const { base: scenario, levers, events, from } = draft;
  return { scenario, levers, events, ...(from ? { from } : {}), ...(policy ? { policy } : {}) };
}

/** What is shown of the runs. */
type Wanted = Pick<RunRequest, "outputs" | "samples">;

type Told = (id: string, part: RunPart, key: string) => void;

/** One scenario's place at the server: its runs follow each other, and a newer one ends the older. */
function makeRunner(live: LiveStore, client: string, told: Told, idle: Told) {
  let sequence = 0;
  let stop: AbortController | null = null;
  let underWay = 0;
  let waiting: (() => void) | null = null;
  const fault = signal<Refusal | null>(null);
  const running = signal(false);

  const start = (id: string, setting: Setting, wanted: Wanted, futures: number) => {
    const own = ++sequence;
    const controller = new AbortController();
    stop = controller;
    underWay = futures;
    running.value = true;
    const key = JSON.stringify(setting);
    const request: RunRequest = { client, sequence: own, ...setting, futures, ...wanted };
    let last: RunPart | null = null;
    const line = (part: RunPart) => {
      if (own === sequence && !part.cancelled && part.charts) {
        last = part;
        told(id, part, key);
      }
    };
    live
      .stream<RunPart>("/api/run", request, line, controller.signal)
      .then(() => {
        if (own === sequence) {
          fault.value = null;
        }
      })
      .catch((error: unknown) => {
        if (own === sequence && !controller.signal.aborted) {
          fault.value = refusalFrom(error);
        }
      })
      .finally(() => {
        if (own === sequence) {
          stop = null;
          running.value = false;
          const next = waiting;
          waiting = null;
          if (next) {
            next();
          } else if (last) {
            idle(id, last, key);
          }
        }
      });
  };
  return {
    fault,
    running,
    /** Few futures: ends a run of all, waits for few that are under way, and only the newest waits. */
    preview(id: string, setting: Setting, wanted: Wanted) {
      const act = () => start(id, setting, wanted, previewFutures);
      if (stop && underWay === previewFutures) {
        waiting = act;
      } else {
        stop?.abort();
        act();
      }
    },
    /** All futures, at once. */
    full(id: string, setting: Setting, wanted: Wanted) {
      waiting = null;
      stop?.abort();
      start(id, setting, wanted, fullFutures);
    },
    end() {
      waiting = null;
      stop?.abort();
      ++sequence;
      stop = null;
      running.value = false;
    },
  };
}

/** The fans of one output of all shown scenarios, named by their drafts. */
function joined(charts: readonly { id: string; chart: Chart }[], baseline: string): Chart | null {
  const first = charts[0];
  if (!first) {
    return null;
  }
  const named = (fans: readonly Fan[], id: string) =>
    fans.filter((fan) => fan.scenario === "scenario").map((fan) => ({ ...fan, scenario: id }));
  const zero = first.chart.fans.find((fan) => fan.scenario !== "scenario");
  return {
    ...first.chart,
    fans: [
      ...(zero ? [{ ...zero, scenario: baseline }] : []),
      ...charts.filter(({ id }) => id !== baseline).flatMap(({ id, chart }) => named(chart.fans, id)),
    ],
    differences: charts
      .filter(({ id }) => id !== baseline)
      .flatMap(({ id, chart }) => named(chart.differences, id)),
  };
}

/** The charts of what is shown; a chart stays the same object while its numbers do. */
function makeJoin() {
  const kept = new Map<string, { from: readonly unknown[]; chart: Chart }>();
  return (name: string, ids: readonly string[], outcomes: ReadonlyMap<string, Outcome>, baseline: string) => {
    const charts = ids.flatMap((id) => {
      const chart = outcomes.get(id)?.charts.get(name)?.chart;
      return chart ? [{ id, chart }] : [];
    });
    const from = charts.flatMap(({ id, chart }) => [id, chart]);
    const before = kept.get(name);
    if (before && before.from.length === from.length && before.from.every((one, i) => one === from[i])) {
      return before.chart;
    }
    const chart = joined(charts, baseline);
    if (chart) {
      kept.set(name, { from, chart });
    }
    return chart;
  };
}

const tokenOf = () => Math.random().toString(36).slice(2, 10);

/** What all runs said last, by draft. */
function makeBoard() {
  const outcomes = signal<ReadonlyMap<string, Outcome>>(new Map());
  const merged = (before: Outcome | undefined, part: RunPart, key: string) => {
    const charts = new Map(before?.charts);
    part.charts.forEach((chart) => charts.set(chart.name, { chart, key }));
    return charts;
  };
  const told: Told = (id, part, key) => {
    const charts = merged(outcomes.value.get(id), part, key);
    outcomes.value = new Map(outcomes.value).set(id, { part, charts, key });
  };
  /** Charts of outputs that nobody waits for, while the setting is still theirs. */
  const added: Told = (id, part, key) => {
    const before = outcomes.value.get(id);
    if (before?.key === key) {
      outcomes.value = new Map(outcomes.value).set(id, { ...before, charts: merged(before, part, key) });
    }
  };
  const hasWhole = (id: string, key: string, { outputs, samples }: Wanted) => {
    const outcome = outcomes.value.get(id);
    const done = outcome?.key === key && outcome.part.done && outcome.part.of >= fullFutures;
    return done && outputs.every((name) => {
      const found = outcome.charts.get(name);
      return found?.key === key && (!samples || found.chart.fans.some((fan) => fan.samples));
    });
  };
  const clear = () => {
    outcomes.value = new Map();
  };
  return { outcomes, told, added, hasWhole, clear };
}

/** Three scenarios' places at the server, the one whose levers are shown first, and one for what has no chart. */
function makeSlots(live: LiveStore, { told, added, hasWhole }: ReturnType<typeof makeBoard>) {
  const page = tokenOf();
  /** Outputs that have no chart, for the small differences: once all that is waited for is there. */
  const rest = makeRunner(live, `${page}-rest`, added, () => undefined);
  const idle: Told = (id, part, key) => untracked(() => {
    const { outputs, current } = live.state.value;
    const model = live.model.value;
    const left = model.outputs.map(({ name }) => name).filter((name) => !outputs.includes(name));
    if (id === current && id !== baselineOf(model) && part.of >= fullFutures && left.length > 0) {
      rest.full(id, JSON.parse(key) as Setting, { outputs: left });
    }
  });
  const runners = [0, 1, 2].map((slot) => makeRunner(live, `${page}-${slot}`, told, idle));
  const asked: string[] = ["", "", ""];

  return {
    runners,
    /** Has the slot run the draft, unless that was asked for already or is there. */
    ask(slot: number, draft: Draft | undefined, preview: boolean, model: LiveModel) {
      const runner = runners[slot];
      const setting = draft && settingOf(draft, untracked(() => live.state.value.policy));
      // Single futures are drawn of the scenario whose levers are shown.
      const { outputs, single } = untracked(() => live.state.value);
      const wanted: Wanted = { outputs, ...(single && slot === 0 ? { samples: true } : {}) };
      const key = draft ? `${model.model.hash} ${draft.id} ${preview} ${JSON.stringify([setting, wanted])}` : "";
      if (!runner || key === asked[slot]) {
        return;
      }
      asked[slot] = key;
      rest.end();
      if (!draft || !setting) {
        runner.end();
      } else if (preview) {
        runner.preview(draft.id, setting, wanted);
      } else if (hasWhole(draft.id, JSON.stringify(setting), wanted)) {
        runner.end();
      } else {
        runner.full(draft.id, setting, wanted);
      }
    },
    /** What was asked will be asked again. */
    forget: () => asked.fill(""),
  };
}

export function makeRuns(live: LiveStore) {
  const board = makeBoard();
  const { outcomes, clear } = board;
  const slots = makeSlots(live, board);
  const { runners } = slots;

  /** The scenarios that run, the baseline alone where no other is shown. */
  const shown = computed<Draft[]>(() => {
    const state = live.shown.value;
    const baseline = baselineOf(live.model.value);
    const drafts = shownDrafts(state, baseline);
    return drafts.length > 0 ? drafts : state.drafts.filter((draft) => draft.id === baseline);
  });

  let hash = "";
  effect(() => {
    const model = live.model.value;
    const drafts = shown.value;
    const held = live.held.value !== null;
    if (live.state.value.tab !== "whatif") {
      return;
    }
    untracked(() =>
      batch(() => {
        if (hash !== model.model.hash) {
          hash = model.model.hash;
          clear();
        }
        runners.forEach((_, slot) => slots.ask(slot, drafts[slot], held && slot === 0, model));
      }),
    );
  });

  const join = makeJoin();
  const ids = steady(() => shown.value.map((draft) => draft.id));
  const current = computed(() => outcomes.value.get(ids.value[0] ?? ""));
  return {
    outcomes,
    ids,
    /** The baseline, then those drawn beside it, in the order of their styles. */
    names: steady(() => {
      const baseline = baselineOf(live.model.value);
      return [baseline, ...ids.value.filter((id) => id !== baseline)];
    }),
    /** The run of the scenario whose levers are shown. */
    current,
    /** Single futures in each of its charts. */
    samples: computed(() => current.value?.part.charts[0]?.fans[0]?.samples?.length ?? 0),
    running: computed(() => runners.some((runner) => runner.running.value)),
    fault: computed(() => runners.find((runner) => runner.fault.value)?.fault.value ?? null),
    /** Whether the chart of the scenario whose levers are shown is of its newest setting. */
    isFresh(name: string) {
      const outcome = current.value;
      return outcome !== undefined && outcome.charts.get(name)?.key === outcome.key;
    },
    chart: (name: string) => join(name, ids.value, outcomes.value, baselineOf(live.model.value)),
    again() {
      slots.forget();
      clear();
      live.state.value = { ...live.state.value };
    },
  };
}

export type Runs = ReturnType<typeof makeRuns>;
