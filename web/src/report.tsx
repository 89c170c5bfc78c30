// SPDX-License-Identifier: Apache-2.0
// A report: reads the payload that stands in the file and shows it. It asks nothing of the network.
// Without script the file still says the answer (the noscript part).
import { render } from "preact";

import type { Payload } from "./api";
import { Charts } from "./charts";
import { Claims } from "./claims";
import { Help, listen } from "./keys";
import { Influences, MattersMost } from "./matters";
import { Events, Limits, Reproduce, Sources, Track } from "./record";
import { shortHash } from "./state";
import { makeStore, type PageStore } from "./store";
import { strings } from "./strings";
import { unpack } from "./unpack";

function Head({ store }: { store: PageStore }) {
  const { model, answer, charts } = store.payload;
  const known = charts.some((chart) => chart.fans[0]?.matters);
  const sections = [
    ["claims", strings.claims],
    ["charts", strings.charts],
    ...(known ? [["matters", strings.mattersTab.title] as const] : []),
    ["events", strings.events],
    ["sources", strings.sources],
    ["track", strings.track],
    ["limits", strings.limits],
    ["reproduce", strings.reproduce],
  ] as const;
  return (
    <header class="page-head">
      <a class="skip" href="#claims">{strings.skip}</a>
      <p class="crumb">{strings.product} <span aria-hidden="true">▸</span> {model.name}</p>
      <h1>{model.label || model.name}</h1>
      <p class="answer">{answer.sentence}</p>
      <p class="confidence">{answer.confidence}</p>
      {model.doc && <p class="doc">{model.doc}</p>}
      <nav aria-label={strings.sections}>
        {sections.map(([id, name]) => <a key={id} href={`#${id}`}>{name}</a>)}
        <button
          type="button"
          class="quiet"
          onClick={() => {
            store.help.value = true;
          }}
        >
          {strings.help} <kbd>?</kbd>
        </button>
      </nav>
    </header>
  );
}

function Page({ store }: { store: PageStore }) {
  const { payload } = store;
  const foreign = store.foreignModel.value;
  const last = payload.limits.at(-1);
  return (
    <>
      {foreign && (
        <p class="banner" role="status">
          {strings.otherModel(foreign, shortHash(payload.model.hash))}
        </p>
      )}
      <Head store={store} />
      <main>
        <Claims
          answer={payload.answer}
          claims={payload.claims}
          chosen={payload.cards}
          cards={store.cards}
          verdicts={store.state.value.verdicts}
          onVerdict={store.toggleVerdict}
        />
        {payload.charts.length > 0 && <Charts store={store} />}
        <MattersMost store={store} />
        <Influences payload={payload} hash={store.hash.value} />
        <Events payload={payload} />
        <Sources payload={payload} />
        <Track store={store} />
        <Limits payload={payload} />
        <Reproduce payload={payload} />
      </main>
      <footer>
        {payload.reproduce.futures} {strings.futures.toLowerCase()} · {strings.seed} {payload.reproduce.seed} ·{" "}
        {payload.model.name} {shortHash(payload.model.hash)} · {strings.dataTo} {payload.model.data_end}. {last}
      </footer>
      <Help
        open={store.help.value}
        onClose={() => {
          store.help.value = false;
        }}
        keys={strings.keys}
        singleKeys={store.singleKeys}
      />
    </>
  );
}

/** Draws the payload of the file into the element. */
export async function startReport(root: HTMLElement): Promise<void> {
  let payload: Payload;
  try {
    payload = await unpack(document.getElementById("payload")?.textContent ?? "");
  } catch {
    root.textContent = strings.broken;
    return;
  }
  const store = makeStore(payload);
  listen(store);
  render(<Page store={store} />, root);
}
