// SPDX-License-Identifier: Apache-2.0
// What is chosen on the live page as the hash of its address, and back. Keys are sorted, defaults left
// out. The first scenario's keys are s, l, e, f and name; those of the ones beside it end in 2 and 3.
import type { LiveModel, PlannedEvent, Verdict } from "../api";
import { knownOf, levelsOf, shortHash } from "../state";
import { currentDraft, firstState, isChanged, type Draft, type LiveState } from "./drafts";

const verdicts: readonly Verdict[] = ["supported", "possible", "undetermined", "contradicted"];

/** As encodeURIComponent, but what a hash may hold as it is stays readable. */
function word(text: string): string {
  return encodeURIComponent(text).replace(/%(3A|2C|40|5B|5D)/g, (code) => decodeURIComponent(code));
}

function draftWords(draft: Draft, suffix: string, words: Map<string, string>): void {
  words.set(`s${suffix}`, draft.base);
  const levers = Object.entries(draft.levers).sort(([a], [b]) => (a < b ? -1 : 1));
  if (levers.length > 0) {
    words.set(`l${suffix}`, levers.map(([name, value]) => `${name}:${value}`).join(","));
  }
  if (draft.events.length > 0) {
    words.set(`e${suffix}`, draft.events.map(({ kind, date }) => `${kind}@${date}`).join(","));
  }
  if (draft.from) {
    words.set(`f${suffix}`, draft.from);
  }
  if (draft.label) {
    words.set(`name${suffix}`, draft.label);
  }
}

export function writeLive(state: LiveState, model: LiveModel): string {
  const defaults = firstState(model, state.tab);
  const words = new Map<string, string>([["m", shortHash(model.model.hash)], ["tab", state.tab]]);
  const beside = state.drafts.filter(({ id }) => state.compared.includes(id) && id !== state.current);
  const first = currentDraft(state);
  if (first && (beside.length > 0 || first.id !== defaults.current || isChanged(first))) {
    [first, ...beside].forEach((draft, i) => draftWords(draft, i === 0 ? "" : String(i + 1), words));
  }
  if (state.outputs.join() !== defaults.outputs.join()) {
    words.set("v", state.outputs.join(","));
  }
  if (state.policy) {
    words.set("p", state.policy);
  }
  if (state.view !== defaults.view) {
    words.set("view", "diff");
  }
  if (state.tables) {
    words.set("table", "1");
  }
  if (state.single) {
    words.set("single", "1");
  }
  if (state.verdicts.length > 0) {
    words.set("show", [...state.verdicts].sort().join(","));
  }
  if (state.known) {
    words.set("known", state.known);
  }
  const pairs = [...words].sort(([a], [b]) => (a < b ? -1 : 1));
  return `#${pairs.map(([key, value]) => `${key}=${word(value)}`).join("&")}`;
}

function wordsOf(hash: string): Map<string, string> {
  const words = new Map<string, string>();
  for (const pair of hash.replace(/^#/, "").split("&")) {
    const at = pair.indexOf("=");
    try {
      words.set(pair.slice(0, at), decodeURIComponent(pair.slice(at + 1)));
    } catch {
      // a broken escape: the key keeps its default
    }
  }
  return words;
}

function leversOf(text: string, model: LiveModel): Record<string, number> {
  const levers: Record<string, number> = {};
  for (const pair of text.split(",")) {
    const at = pair.lastIndexOf(":");
    const lever = model.levers.find(({ name }) => name === pair.slice(0, at));
    const value = Number(pair.slice(at + 1));
    if (lever && at > 0 && Number.isFinite(value)) {
      levers[lever.name] = Math.min(Math.max(value, lever.low), lever.high);
    }
  }
  return levers;
}

function eventsOf(text: string, model: LiveModel): PlannedEvent[] {
  return text
    .split(",")
    .map((pair) => ({ kind: pair.slice(0, pair.lastIndexOf("@")), date: pair.slice(pair.lastIndexOf("@") + 1) }))
    .filter(({ kind, date }) => model.event_kinds.some(({ name }) => name === kind) && isDate(date));
}

const isDate = (text: string): boolean => /^\d{4}-(0[1-9]|1[0-2])(-\d{2})?$/.test(text);

/** The drafts with that of the link among them, and its id; nothing where the link names no scenario known here. */
function withDraft(
  words: Map<string, string>,
  suffix: string,
  drafts: Draft[],
  model: LiveModel,
): { drafts: Draft[]; id: string } | null {
  const base = words.get(`s${suffix}`) ?? "";
  const label = words.get(`name${suffix}`) ?? "";
  const home = drafts.find((draft) => draft.id === base);
  if (!home) {
    return null;
  }
  const from = words.get(`f${suffix}`) ?? "";
  const filled: Draft = {
    id: base,
    base,
    label,
    levers: leversOf(words.get(`l${suffix}`) ?? "", model),
    events: eventsOf(words.get(`e${suffix}`) ?? "", model),
    from: isDate(from) ? from.slice(0, 7) : "",
  };
  // A scenario that was renamed is one of the reader's own; the model's keeps its place.
  if (label || (isChanged(filled) && base === model.scenarios[0]?.name)) {
    const id = `new-${drafts.filter((draft) => draft.id.startsWith("new-")).length + 1}`;
    return { drafts: [...drafts, { ...filled, id }], id };
  }
  return { drafts: drafts.map((draft) => (draft === home ? filled : draft)), id: base };
}

export interface LiveLink {
  state: LiveState;
  /** Hash of the model that the link was made with; empty where it says none. */
  model: string;
}

/** Anything unknown in the hash is left at its default. */
export function readLive(hash: string, model: LiveModel, tabs: readonly string[]): LiveLink {
  const words = wordsOf(hash);
  const asked = words.get("tab") ?? "";
  const state = firstState(model, tabs.includes(asked) ? asked : (tabs[0] ?? ""));
  ["", "2", "3"].forEach((suffix) => {
    const found = withDraft(words, suffix, state.drafts, model);
    if (found) {
      state.drafts = found.drafts;
      if (suffix === "") {
        state.current = found.id;
      } else if (found.id !== state.current) {
        state.compared = [...state.compared, found.id];
      }
    }
  });
  const outputs = (words.get("v") ?? "").split(",");
  const known = model.outputs.map(({ name }) => name).filter((name) => outputs.includes(name));
  if (known.length > 0) {
    state.outputs = outputs.filter((name) => known.includes(name));
  }
  const policy = words.get("p") ?? "";
  if (model.policies.some(({ name }, i) => i > 0 && name === policy)) {
    state.policy = policy;
  }
  if (words.get("view") === "diff") {
    state.view = "difference";
    state.viewChosen = true;
  }
  state.tables = words.get("table") === "1";
  state.single = words.get("single") === "1";
  const shown = (words.get("show") ?? "").split(",");
  state.verdicts = verdicts.filter((verdict) => shown.includes(verdict));
  state.known = knownOf(words.get("known") ?? "", levelsOf(model.track_record));
  return { state, model: words.get("m") ?? "" };
}
