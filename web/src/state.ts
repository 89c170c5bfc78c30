// SPDX-License-Identifier: Apache-2.0
// What the reader chose, and its text in the hash of the address, so that a copied link brings it
// back. Keys are sorted and defaults left out. Works on files, where nothing else of an address can
// be set.
import type { TrackRecord, Verdict } from "./api";

export type View = "levels" | "difference";

export interface State {
  /** Verdicts shown; all where empty. */
  verdicts: Verdict[];
  /** Name of the scenario drawn beside the baseline; empty for the baseline alone. */
  scenario: string;
  view: View;
  tables: boolean;
  /** What was known of the past that forecasts of the past are drawn with: C1, C2; empty for the first level. */
  known: string;
}

export interface Link {
  state: State;
  /** Hash of the model that the link was made with; empty where it says none. */
  model: string;
}

const verdicts: readonly Verdict[] = ["supported", "possible", "undetermined", "contradicted"];

/** As much of a model's hash as a link carries. */
export const shortHash = (hash: string): string => hash.slice(0, 7);

/** The list without the one, or with it. */
export function toggled<T>(list: readonly T[], one: T): T[] {
  return list.includes(one) ? list.filter((other) => other !== one) : [...list, one];
}

/** Levels of what was known, as the forecasts of the past have them. */
export const levelsOf = ({ hindcasts }: Pick<TrackRecord, "hindcasts">): string[] =>
  [...new Set(hindcasts.map(({ level }) => level))];

/** The level that a link asks for; empty where it is the first one, or none of these. */
export const knownOf = (asked: string, levels: readonly string[]): string =>
  levels.indexOf(asked) > 0 ? asked : "";

export function writeLink(state: State, defaults: State, model: string): string {
  const words = new URLSearchParams();
  words.set("m", shortHash(model));
  if (state.known !== defaults.known) {
    words.set("k", state.known);
  }
  if (state.scenario !== defaults.scenario) {
    words.set("s", state.scenario || "baseline");
  }
  if (state.tables !== defaults.tables) {
    words.set("t", state.tables ? "1" : "0");
  }
  if (state.verdicts.length > 0) {
    words.set("v", [...state.verdicts].sort().join(" "));
  }
  if (state.view !== defaults.view) {
    words.set("w", state.view);
  }
  words.sort();
  return `#${words.toString()}`;
}

/** What a link may name in a report. */
export interface Names {
  scenarios: readonly string[];
  levels: readonly string[];
}

/** Anything unknown in the hash is left at its default. */
export function readLink(hash: string, defaults: State, { scenarios, levels }: Names): Link {
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  const state: State = { ...defaults, known: knownOf(words.get("k") ?? "", levels) };
  const scenario = words.get("s");
  if (scenario === "baseline") {
    state.scenario = "";
  } else if (scenario !== null && scenarios.includes(scenario)) {
    state.scenario = scenario;
  }
  const tables = words.get("t");
  if (tables === "0" || tables === "1") {
    state.tables = tables === "1";
  }
  const view = words.get("w");
  if (view === "levels" || view === "difference") {
    state.view = view;
  }
  const asked = (words.get("v") ?? "").split(" ");
  state.verdicts = verdicts.filter((verdict) => asked.includes(verdict));
  return { state, model: words.get("m") ?? "" };
}
