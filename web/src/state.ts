// SPDX-License-Identifier: Apache-2.0
// What the reader chose, and its text in the hash of the address, so that a copied link brings it
// back. Keys are sorted and defaults left out. Works on files, where nothing else of an address can
// be set.
import type { Verdict } from "./api";

export type View = "levels" | "difference";

export interface State {
  /** Verdicts shown; all where empty. */
  verdicts: Verdict[];
  /** Name of the scenario drawn beside the baseline; empty for the baseline alone. */
  scenario: string;
  view: View;
  tables: boolean;
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

export function writeLink(state: State, defaults: State, model: string): string {
  const words = new URLSearchParams();
  words.set("m", shortHash(model));
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

/** Anything unknown in the hash is left at its default. */
export function readLink(hash: string, defaults: State, scenarios: readonly string[]): Link {
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  const state: State = { ...defaults };
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
