// SPDX-License-Identifier: Apache-2.0
// The state of the page as signals, kept in the hash of the address.
import { computed, effect, signal } from "@preact/signals";

import type { Payload, Verdict } from "./api";
import { makeCards } from "./cards";
import { levelsOf, readLink, shortHash, toggled, writeLink, type State } from "./state";

export function makeStore(payload: Payload) {
  const scenarios = payload.scenarios.slice(1).map((scenario) => scenario.name);
  const names = { scenarios, levels: levelsOf(payload.track_record) };
  const defaults: State = {
    verdicts: [],
    scenario: scenarios[0] ?? "",
    view: "levels",
    tables: false,
    known: "",
  };
  const link = readLink(location.hash, defaults, names);
  const ours = shortHash(payload.model.hash);
  const foreign = (model: string) => (model !== "" && model !== ours ? model : "");

  const state = signal<State>(link.state);
  const foreignModel = signal(foreign(link.model));
  const help = signal(false);
  const singleKeys = signal(true);

  const hash = computed(() => writeLink(state.value, defaults, payload.model.hash));
  let opened = true;
  effect(() => {
    const text = hash.value;
    // A report that was opened without a link keeps its plain address until something is chosen.
    if (!opened && location.hash !== text) {
      history.replaceState(null, "", text);
    }
    opened = false;
  });
  addEventListener("hashchange", () => {
    const again = readLink(location.hash, defaults, names);
    if (again.model === "") {
      return;  // a jump to a section, not a link with a state
    }
    state.value = again.state;
    foreignModel.value = foreign(again.model);
  });

  const change = (part: Partial<State>) => {
    state.value = { ...state.value, ...part };
  };
  return {
    payload,
    state,
    foreignModel,
    cards: makeCards(payload.cards),
    help,
    singleKeys,
    /** What the reader chose, as it stands in a link. */
    hash,
    change,
    toggleVerdict: (verdict: Verdict) => change({ verdicts: toggled(state.value.verdicts, verdict) }),
    /** The scenario `step` places on, the baseline alone being one of them. */
    stepScenario(step: number) {
      const all = ["", ...scenarios];
      const at = all.indexOf(state.value.scenario) + step;
      change({ scenario: all[(at + all.length) % all.length] ?? "" });
    },
  };
}

export type PageStore = ReturnType<typeof makeStore>;
