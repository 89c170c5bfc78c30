// SPDX-License-Identifier: Apache-2.0
// The state of the live page: the model, what is chosen, undo and redo, the address, what the server
// tells of itself.
import { computed, signal, type Signal } from "@preact/signals";

import type { DatedEvent, LiveClaims, LiveModel } from "../api";
import { makeCards } from "../cards";
import { shortHash } from "../state";
import { strings } from "../strings";
import { makeAddress, unpacked } from "./address";
import { refusalFrom, type Client, type Refusal } from "./client";
import { baselineOf, changeDraft, currentDraft, draftLabel, type Draft, type Listed, type LiveState } from "./drafts";
import { readLive, writeLive } from "./link";
import { steady } from "./steady";
import { makeSteps, type Entry } from "./steps";

/** The claims as far as they are judged. */
function makeClaims(client: Client) {
  const claims = signal<LiveClaims | null>(null);
  const claimsFault = signal<Refusal | null>(null);
  const cards = makeCards([]);
  const loadClaims = async () => {
    try {
      claims.value = await client.ask<LiveClaims>("/api/claims");
      claimsFault.value = null;
      cards.openFirst(claims.value.cards);
    } catch (error) {
      claimsFault.value = refusalFrom(error);
    }
  };
  return { claims, claimsFault, cards, loadClaims };
}

/** How the page is looked at; none of it stands in the address. */
const makeLooks = () => ({
  focus: signal(""),
  dialog: signal<"" | "help" | "find" | "share">(""),
  singleKeys: signal(true),
  presenting: signal(false),
  baselineOnly: signal(false),
  frozen: signal(false),
});

/** Events that the reader planned in the scenario that is chosen. */
const plannedIn = (state: LiveState): DatedEvent[] =>
  (currentDraft(state)?.events ?? []).map(({ kind, date }) => ({
    kind,
    date,
    what: strings.planned,
    source: "",
    grade: null,
  }));

/** Scenarios as they are shown, and what is done to them. */
function makeScenarios(state: Signal<LiveState>, model: Signal<LiveModel>, steps: ReturnType<typeof makeSteps>) {
  /** What a lever or an event that is held does to the scenario: shown and previewed, no step yet. */
  const held = signal<((draft: Draft) => Draft) | null>(null);

  const show = (part: Partial<LiveState>) => steps.show({ ...state.value, ...part });
  /** Moving a lever turns to the difference, unless the reader chose a view. */
  const edit = (next: LiveState) => {
    const same = next.viewChosen || next.drafts === state.value.drafts;
    steps.edit(same ? next : { ...next, view: "difference" });
  };
  const change = (what: (draft: Draft) => Draft) =>
    edit(changeDraft(state.value, baselineOf(model.value), what));

  /** The state with what is held where it is held. */
  const shown = computed(() => {
    const what = held.value;
    return what ? changeDraft(state.value, baselineOf(model.value), what) : state.value;
  });

  const labels = steady(() =>
    Object.fromEntries(shown.value.drafts.map((draft) => [draft.id, draftLabel(draft, model.value)])),
  );

  return {
    held,
    holding: computed(() => held.value !== null),
    shown,
    current: computed(() => currentDraft(shown.value)),
    listed: steady<Listed>(() => {
      const { drafts, current, compared } = state.value;
      return { drafts, current, compared };
    }),
    /** What a scenario that is shown is called. */
    label: (id: string): string => labels.value[id] ?? id,
    planned: computed<readonly DatedEvent[]>(() => plannedIn(state.value)),
    show,
    edit,
    change,
    /** Chooses a scenario: a place to go back to, and no step of undo. */
    select: (id: string) => steps.visit({ ...state.value, current: id }),
    /** Lets go of what is held: one step, however far it was moved. */
    release() {
      const what = held.value;
      if (what) {
        held.value = null;
        change(what);
      }
    },
    canUndo: steps.canUndo,
    canRedo: steps.canRedo,
    undo: steps.undo,
    redo: steps.redo,
  };
}

/** `hash` is that of the address, unpacked; null where some of it is missing. */
export function makeLiveStore(client: Client, first: LiveModel, tabs: readonly string[], hash: string | null) {
  const link = readLive(hash ?? "", first, tabs);
  const model = signal(first);
  const state = signal<LiveState>(link.state);
  const foreign = (hash: string, of: LiveModel) =>
    hash !== "" && hash !== shortHash(of.model.hash) ? hash : "";
  const foreignModel = signal(foreign(link.model, first));
  const looks = makeLooks();
  const broken = signal(first.broken ?? "");
  const notice = signal(hash === null ? strings.cutLink : "");
  const connected = signal(true);

  const address = makeAddress((next) => writeLive(next, model.value));
  const steps = makeSteps(state, address);
  const followLink = async () => {
    const hash = await unpacked(location.hash);
    if (hash === null) {
      notice.value = strings.cutLink;
    }
    const again = readLive(hash ?? "", model.value, tabs);
    foreignModel.value = foreign(again.model, model.value);
    steps.show(again.state);
  };
  addEventListener("popstate", (event) => {
    const kept = event.state as Entry | null;
    if (kept) {
      steps.arrive(kept);
    } else {
      void followLink();
    }
  });
  // A page that was opened without a link keeps its plain address until something is chosen.
  history.replaceState(steps.entry(), "");

  const loadModel = async () => {
    try {
      const next = await client.ask<LiveModel>("/api/model");
      const before = model.value;
      model.value = next;
      broken.value = next.broken ?? "";
      if (before.model.hash !== next.model.hash) {
        // Names that went away leave with the old model.
        steps.restart(readLive(writeLive(state.value, before), next, tabs).state);
      }
    } catch (error) {
      broken.value = refusalFrom(error).text;
    }
  };

  return {
    ...client,
    ...looks,
    ...makeClaims(client),
    ...makeScenarios(state, model, steps),
    model,
    state,
    hash: address.hash,
    foreignModel,
    broken,
    notice,
    connected,
    loadModel,
    has: (tab: string) => tabs.includes(tab),
    /** Shows a tab, with what it should turn to. */
    go(tab: string, name = "") {
      looks.focus.value = name;
      if (tabs.includes(tab) && tab !== state.value.tab) {
        steps.visit({ ...state.value, tab });
      }
    },
  };
}

export type LiveStore = ReturnType<typeof makeLiveStore>;
