// SPDX-License-Identifier: Apache-2.0
// Single keys of the live page. They can be turned off, and stay out of the way of typing.
import { setLever } from "./drafts";
import { tabNames } from "./shell";
import type { LiveStore } from "./store";

/** Moves the focus to the first lever, or to the one of that name. */
export function focusLever(name = ""): void {
  const path = name ? `[data-lever="${CSS.escape(name)}"] input[type=range]` : "[data-lever] input[type=range]";
  const lever = document.querySelector<HTMLElement>(path);
  lever?.closest("details")?.setAttribute("open", "");
  lever?.focus();
}

function resetFocused(live: LiveStore): void {
  const name = document.activeElement?.closest<HTMLElement>("[data-lever]")?.dataset["lever"];
  if (name !== undefined && name in (live.current.value?.levers ?? {})) {
    live.change((draft) => setLever(draft, name, null));
  }
}

function stepScenario(live: LiveStore, step: number): void {
  const ids = live.state.value.drafts.map((draft) => draft.id);
  const to = ids.indexOf(live.state.value.current) + step;
  live.select(ids[(to + ids.length) % ids.length] ?? "");
}

function act(live: LiveStore, key: string): boolean {
  const { view, tables } = live.state.value;
  const keys: Record<string, () => void> = {
    "/": () => {
      live.dialog.value = "find";
    },
    "?": () => {
      live.dialog.value = "help";
    },
    "[": () => stepScenario(live, -1),
    "]": () => stepScenario(live, 1),
    b: () => {
      live.baselineOnly.value = true;
    },
    d: () => live.show({ view: view === "levels" ? "difference" : "levels", viewChosen: true }),
    f: () => {
      live.frozen.value = !live.frozen.value;
    },
    l: () => {
      live.go("whatif");
      requestAnimationFrame(() => focusLever());
    },
    p: () => {
      live.presenting.value = !live.presenting.value;
    },
    r: () => resetFocused(live),
    s: () => {
      live.dialog.value = "share";
    },
    t: () => live.show({ tables: !tables }),
    z: () => live.undo(),
    Z: () => live.redo(),
  };
  tabNames.forEach((name, i) => {
    keys[String(i + 1)] = () => live.go(name);
  });
  const what = keys[key] ?? keys[key.toLowerCase()];
  what?.();
  return what !== undefined;
}

export function listen(live: LiveStore): void {
  addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    // A range takes no letters, so its keys are free.
    const typing =
      /^(SELECT|TEXTAREA)$/.test(target.tagName) ||
      (target instanceof HTMLInputElement && !/^(range|checkbox|radio)$/.test(target.type));
    if (event.key === "Escape" && live.presenting.value) {
      live.presenting.value = false;
    }
    const held = event.ctrlKey || event.metaKey || event.altKey;
    if (!live.singleKeys.value || typing || held || document.querySelector("dialog[open]")) {
      return;
    }
    if (act(live, event.key)) {
      event.preventDefault();
    }
  });
  const show = () => {
    live.baselineOnly.value = false;
  };
  addEventListener("keyup", (event) => {
    if (event.key.toLowerCase() === "b") {
      show();
    }
  });
  addEventListener("blur", show);
}
