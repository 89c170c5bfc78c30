// SPDX-License-Identifier: Apache-2.0
// The state of the live page: the model, what is chosen, undo and redo, the address, what the server
// tells of itself.
import { computed, signal } from "@preact/signals";

import type { DatedEvent, LiveClaims, LiveModel } from "../api";
import { makeCards } from "../cards";
import { shortHash } from "../state";
import { strings } from "../strings";
import { refusalFrom, type Client, type Refusal } from "./client";
import { baselineOf, changeDraft, currentDraft, type Draft, type LiveState } from "./drafts";
import { readLive, writeLive } from "./link";

/** A state that undo can bring back. */
interface Step {
  id: number;
  state: LiveState;
}

/** What an entry of the browser's history carries. */
interface Entry {
  step: number;
  live: LiveState;
}

export function makeLiveStore(client: Client, first: LiveModel, tabs: readonly string[]) {
  const link = readLive(location.hash, first, tabs);
  const model = signal(first);
  const state = signal<LiveState>(link.state);
  const foreign = (hash: string, of: LiveModel) =>
    hash !== "" && hash !== shortHash(of.model.hash) ? hash : "";
  const foreignModel = signal(foreign(link.model, first));
  /** What a lever or an event that is held does to the scenario: shown and previewed, no step yet. */
  const held = signal<((draft: Draft) => Draft) | null>(null);
  const focus = signal("");
  const broken = signal(first.broken ?? "");
  const notice = signal("");
  const connected = signal(true);
  const claims = signal<LiveClaims | null>(null);
  const claimsFault = signal<Refusal | null>(null);
  const dialog = signal<"" | "help" | "find" | "share">("");
  const singleKeys = signal(true);
  const presenting = signal(false);
  const baselineOnly = signal(false);
  const frozen = signal(false);

  const steps = signal<Step[]>([{ id: 0, state: state.value }]);
  const at = signal(0);
  let lastStep = 0;

  const address = (next: LiveState) => location.pathname + location.search + writeLive(next, model.value);
  const entry = (): Entry => ({ step: steps.value[at.value]?.id ?? -1, live: state.value });
  const push = () => history.pushState(entry(), "", address(state.value));
  const replace = () => history.replaceState(entry(), "", address(state.value));

  addEventListener("popstate", (event) => {
    const kept = event.state as Entry | null;
    if (kept) {
      state.value = kept.live;
      const found = steps.value.findIndex((step) => step.id === kept.step);
      at.value = found < 0 ? at.value : found;
      return;
    }
    const again = readLive(location.hash, model.value, tabs);
    state.value = again.state;
    foreignModel.value = foreign(again.model, model.value);
    replace();
  });
  history.replaceState(entry(), "");

  const show = (part: Partial<LiveState>) => {
    state.value = { ...state.value, ...part };
    replace();
  };
  /** One step of undo and of the browser's way back; what was undone before is gone. */
  const edit = (next: LiveState) => {
    const turned: LiveState =
      next.viewChosen || next.drafts === state.value.drafts ? next : { ...next, view: "difference" };
    steps.value = [...steps.value.slice(0, at.value + 1), { id: ++lastStep, state: turned }];
    at.value = steps.value.length - 1;
    state.value = turned;
    push();
  };
  const stepTo = (to: number) => {
    const step = steps.value[to];
    if (step) {
      at.value = to;
      // What is looked at stays: undo brings back scenarios only.
      const { drafts, current, compared, policy } = step.state;
      state.value = { ...state.value, drafts, current, compared, policy };
      push();
    }
  };
  const change = (what: (draft: Draft) => Draft) =>
    edit(changeDraft(state.value, baselineOf(model.value), what));

  /** The state with what is held where it is held. */
  const shown = computed(() => {
    const what = held.value;
    return what ? changeDraft(state.value, baselineOf(model.value), what) : state.value;
  });

  const loadClaims = async () => {
    try {
      claims.value = await client.ask<LiveClaims>("/api/claims");
      claimsFault.value = null;
      cards.openFirst(claims.value.cards);
    } catch (error) {
      claimsFault.value = refusalFrom(error);
    }
  };
  const cards = makeCards([]);
  const loadModel = async () => {
    try {
      const next = await client.ask<LiveModel>("/api/model");
      const before = model.value;
      model.value = next;
      broken.value = next.broken ?? "";
      if (before.model.hash !== next.model.hash) {
        // Names that went away leave with the old model.
        state.value = readLive(writeLive(state.value, before), next, tabs).state;
        steps.value = [{ id: ++lastStep, state: state.value }];
        at.value = 0;
        replace();
      }
    } catch (error) {
      broken.value = refusalFrom(error).text;
    }
  };

  return {
    ...client,
    model,
    state,
    foreignModel,
    held,
    focus,
    broken,
    notice,
    connected,
    claims,
    claimsFault,
    cards,
    dialog,
    singleKeys,
    presenting,
    baselineOnly,
    frozen,
    loadClaims,
    loadModel,
    show,
    edit,
    change,
    shown,
    current: computed(() => currentDraft(shown.value)),
    canUndo: computed(() => at.value > 0),
    canRedo: computed(() => at.value < steps.value.length - 1),
    undo: () => stepTo(at.value - 1),
    redo: () => stepTo(at.value + 1),
    /** Lets go of what is held: one step, however far it was moved. */
    release() {
      const what = held.value;
      if (what) {
        held.value = null;
        change(what);
      }
    },
    has: (tab: string) => tabs.includes(tab),
    /** Shows a tab, with what it should turn to. */
    go(tab: string, name = "") {
      focus.value = name;
      if (tabs.includes(tab) && tab !== state.value.tab) {
        state.value = { ...state.value, tab };
        push();
      }
    },
    /** Chooses a scenario: a place to go back to, and no step of undo. */
    select(id: string) {
      state.value = { ...state.value, current: id };
      push();
    },
    /** Events that the reader planned in the scenario that is shown. */
    planned: computed<readonly DatedEvent[]>(() =>
      (currentDraft(state.value)?.events ?? []).map(({ kind, date }) => ({
        kind,
        date,
        what: strings.planned,
        source: "",
        grade: null,
      })),
    ),
  };
}

export type LiveStore = ReturnType<typeof makeLiveStore>;
