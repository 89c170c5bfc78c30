// SPDX-License-Identifier: Apache-2.0
// Undo and redo, and the browser's way back beside it. An edit is a step of both; what is merely looked
// at is a place to go back to and no step.
import { computed, signal, type Signal } from "@preact/signals";

import type { LiveState } from "./drafts";

/** What an entry of the browser's history carries. */
export interface Entry {
  step: number;
  live: LiveState;
}

/** The browser's history, as far as it is needed. */
export interface Places {
  push(entry: Entry): void;
  replace(entry: Entry): void;
}

export function makeSteps(state: Signal<LiveState>, places: Places) {
  const steps = signal([{ id: 0, state: state.value }]);
  const at = signal(0);
  let last = 0;
  const entry = (): Entry => ({ step: steps.value[at.value]?.id ?? -1, live: state.value });

  const stepTo = (to: number) => {
    const step = steps.value[to];
    if (step) {
      at.value = to;
      // What is looked at stays: undo brings back scenarios only.
      const { drafts, current, compared, policy } = step.state;
      state.value = { ...state.value, drafts, current, compared, policy };
      places.push(entry());
    }
  };
  return {
    /** One step of undo and of the way back; what was undone before is gone. */
    edit(next: LiveState) {
      steps.value = [...steps.value.slice(0, at.value + 1), { id: ++last, state: next }];
      at.value = steps.value.length - 1;
      state.value = next;
      places.push(entry());
    },
    /** Another view of the same: no place of its own. */
    show(next: LiveState) {
      state.value = next;
      places.replace(entry());
    },
    /** A place to go back to, and no step of undo. */
    visit(next: LiveState) {
      state.value = next;
      places.push(entry());
    },
    /** Forgets all steps: those of another model. */
    restart(next: LiveState) {
      steps.value = [{ id: ++last, state: next }];
      at.value = 0;
      state.value = next;
      places.replace(entry());
    },
    /** The browser went to a place. */
    arrive(kept: Entry) {
      state.value = kept.live;
      const found = steps.value.findIndex((step) => step.id === kept.step);
      at.value = found < 0 ? at.value : found;
    },
    entry,
    undo: () => stepTo(at.value - 1),
    redo: () => stepTo(at.value + 1),
    canUndo: computed(() => at.value > 0),
    canRedo: computed(() => at.value < steps.value.length - 1),
  };
}
