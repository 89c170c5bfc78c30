// SPDX-License-Identifier: Apache-2.0
// Scenarios as the reader changes them: what is chosen on the live page, and pure functions from one
// choice to the next.
import type { LiveModel, PlannedEvent, Verdict } from "../api";
import type { View } from "../state";
import { strings } from "../strings";

/** A scenario of the model, or a new one, with the levers that were moved and the events that were added. */
export interface Draft {
  /** The name of the model's scenario that it began as, or "new-1", "new-2" and so on. */
  id: string;
  /** Empty for the label of the scenario it builds on. */
  label: string;
  /** The model's scenario it builds on. */
  base: string;
  levers: Record<string, number>;
  events: PlannedEvent[];
  /** YYYY-MM from which its levers hold; empty for the month the forecast opens. */
  from: string;
}

export interface LiveState {
  tab: string;
  drafts: Draft[];
  /** Id of the draft whose levers are shown. */
  current: string;
  /** Ids of those drawn beside it. */
  compared: string[];
  /** How actors that choose do so; empty for the model's first way. */
  policy: string;
  view: View;
  /** Whether the reader chose the view; else moving a lever turns to the difference. */
  viewChosen: boolean;
  tables: boolean;
  /** Whether single futures are drawn in the bands. */
  single: boolean;
  /** Names of the outputs that have charts. */
  outputs: string[];
  verdicts: Verdict[];
  /** What was known of the past that forecasts of the past are drawn with; empty for the first level. */
  known: string;
}

/** What the list of scenarios shows. */
export type Listed = Pick<LiveState, "drafts" | "current" | "compared">;

/** Scenarios beside the baseline that can be told apart. */
export const mostShown = 3;
const firstCharts = 6;

export function firstState(model: LiveModel, tab: string): LiveState {
  return {
    tab,
    drafts: model.scenarios.map(({ name }) => ({
      id: name,
      label: "",
      base: name,
      levers: {},
      events: [],
      from: "",
    })),
    current: baselineOf(model),
    compared: [],
    policy: "",
    view: "levels",
    viewChosen: false,
    tables: false,
    single: false,
    outputs: model.outputs.slice(0, firstCharts).map((output) => output.name),
    verdicts: [],
    known: "",
  };
}

export const baselineOf = (model: LiveModel): string => model.scenarios[0]?.name ?? "baseline";

export const isChanged = (draft: Draft): boolean =>
  Object.keys(draft.levers).length > 0 || draft.events.length > 0;

/** The current draft and those compared, without the baseline, which is always drawn. */
export function shownDrafts(state: Listed, baseline: string): Draft[] {
  const ids = [state.current, ...state.compared.filter((id) => id !== state.current)];
  return ids
    .flatMap((id) => state.drafts.filter((draft) => draft.id === id))
    .filter((draft) => draft.id !== baseline)
    .slice(0, mostShown);
}

export const currentDraft = (state: LiveState): Draft | undefined =>
  state.drafts.find((draft) => draft.id === state.current);

export function draftLabel(draft: Draft, model: LiveModel): string {
  const base = model.scenarios.find((scenario) => scenario.name === draft.base);
  return draft.label || base?.label || draft.base;
}

/** A new draft behind the others, chosen, with the changes of `like`. */
export function addDraft(state: LiveState, like: Partial<Draft> & { base: string }): LiveState {
  const taken = new Set(state.drafts.map((draft) => draft.id));
  let number = 1;
  while (taken.has(`new-${number}`)) {
    ++number;
  }
  const draft: Draft = {
    label: strings.newScenario(number),
    levers: {},
    events: [],
    from: "",
    ...like,
    id: `new-${number}`,
  };
  return { ...state, drafts: [...state.drafts, draft], current: draft.id };
}

/** The state with the current draft changed. The baseline never changes: a new draft on it does. */
export function changeDraft(
  state: LiveState,
  baseline: string,
  change: (draft: Draft) => Draft,
): LiveState {
  const open = state.current === baseline ? addDraft(state, { base: baseline }) : state;
  return {
    ...open,
    drafts: open.drafts.map((draft) => (draft.id === open.current ? change(draft) : draft)),
  };
}

/** `value` null takes the lever back to where the scenario has it. */
export function setLever(draft: Draft, lever: string, value: number | null): Draft {
  const levers = { ...draft.levers };
  if (value === null) {
    delete levers[lever];
  } else {
    levers[lever] = value;
  }
  return { ...draft, levers };
}

/** The event at `index` becomes `event`, goes away where that is null; behind the last it is added. */
export function setEvent(draft: Draft, index: number, event: PlannedEvent | null): Draft {
  const events = draft.events.filter((_, i) => i !== index);
  if (event) {
    events.splice(index, 0, event);
  }
  return { ...draft, events };
}

export function removeDraft(state: LiveState, id: string, baseline: string): LiveState {
  return {
    ...state,
    drafts: state.drafts.filter((draft) => draft.id !== id),
    current: state.current === id ? baseline : state.current,
    compared: state.compared.filter((other) => other !== id),
  };
}

/** At most three beside the baseline, the current one among them. */
export function toggleCompared(state: LiveState, id: string): LiveState {
  const compared = state.compared.includes(id)
    ? state.compared.filter((other) => other !== id)
    : [...state.compared, id].slice(-(mostShown - 1));
  return { ...state, compared };
}
