// SPDX-License-Identifier: Apache-2.0
// Single keys and the list of them. They can be turned off, and stay out of the way of typing.
import { useEffect, useRef } from "preact/hooks";

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

export function Help({ store }: { store: PageStore }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (store.help.value && !dialog.current?.open) {
      dialog.current?.showModal();
    }
  }, [store.help.value]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="keys-title"
      onClose={() => {
        store.help.value = false;
      }}
    >
      <h2 id="keys-title">{strings.help}</h2>
      <dl class="keys">
        {strings.keys.map(([key, what]) => (
          <div class="field" key={key}><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div>
        ))}
      </dl>
      <p>
        <label>
          <input
            type="checkbox"
            checked={store.singleKeys.value}
            onChange={(event) => {
              store.singleKeys.value = event.currentTarget.checked;
            }}
          />{" "}
          {strings.keysOn}
        </label>
      </p>
      <button type="button" onClick={() => dialog.current?.close()}>{strings.close}</button>
    </dialog>
  );
}
