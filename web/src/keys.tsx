// SPDX-License-Identifier: Apache-2.0
// Single keys and the list of them. They can be turned off, and stay out of the way of typing.
import type { Signal } from "@preact/signals";
import { useId, useLayoutEffect, useRef } from "preact/hooks";

import type { PageStore } from "./store";
import { strings } from "./strings";

export function listen(store: PageStore): void {
  addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName);
    if (!store.singleKeys.value || typing || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const { view, tables, scenario } = store.state.value;
    const actions: Record<string, () => void> = {
      d: () => scenario && store.change({ view: view === "levels" ? "difference" : "levels" }),
      t: () => store.change({ tables: !tables }),
      "[": () => store.stepScenario(-1),
      "]": () => store.stepScenario(1),
      "?": () => {
        store.help.value = true;
      },
    };
    actions[event.key.toLowerCase()]?.();
  });
}

/** A dialog that opens and closes with `open`. */
export function Dialog({ open, onClose, title, children }: {
  open: boolean;
  onClose: () => void;
  title: string;
  children: preact.ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Before the next key: what is typed is for the dialog.
  useLayoutEffect(() => {
    if (open && !dialog.current?.open) {
      dialog.current?.showModal();
    } else if (!open && dialog.current?.open) {
      dialog.current.close();
    }
  }, [open]);
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={onClose}>
      <h2 id={id}>{title}</h2>
      {open && children}
      <button type="button" onClick={() => dialog.current?.close()}>{strings.close}</button>
    </dialog>
  );
}

export function Help({ open, onClose, keys, singleKeys }: {
  open: boolean;
  onClose: () => void;
  keys: readonly (readonly [string, string])[];
  singleKeys: Signal<boolean>;
}) {
  return (
    <Dialog open={open} onClose={onClose} title={strings.help}>
      <dl class="keys">
        {keys.map(([key, what]) => (
          <div class="field" key={key}><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div>
        ))}
      </dl>
      <p>
        <label>
          <input
            type="checkbox"
            checked={singleKeys.value}
            onChange={(event) => {
              singleKeys.value = event.currentTarget.checked;
            }}
          />{" "}
          {strings.keysOn}
        </label>
      </p>
    </Dialog>
  );
}
