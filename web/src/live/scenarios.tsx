// SPDX-License-Identifier: Apache-2.0
// The list of scenarios: choose, make new, copy, rename, remove, compare.
import { useRef, useState } from "preact/hooks";

import type { LiveModel } from "../api";
import { styleOf } from "../fan";
import { strings } from "../strings";
import {
  addDraft,
  baselineOf,
  draftLabel,
  isChanged,
  mostShown,
  removeDraft,
  shownDrafts,
  toggleCompared,
  type Draft,
} from "./drafts";
import type { LiveStore } from "./store";

/** The baseline, then the reader's own scenarios, then those of the model. */
function ownFirst(drafts: readonly Draft[], baseline: string): Draft[] {
  const rank = ({ id }: Draft) => (id === baseline ? 0 : id.startsWith("new-") ? 1 : 2);
  return [...drafts].sort((a, b) => rank(a) - rank(b));
}

/** As many as are listed without a filter. */
const mostListed = 12;

function Row({ draft, live, model, names }: {
  draft: Draft;
  live: LiveStore;
  model: LiveModel;
  names: readonly string[];
}) {
  const state = live.listed.value;
  const baseline = baselineOf(model);
  const label = draftLabel(draft, model);
  const full = shownDrafts(state, baseline).length >= mostShown && !state.compared.includes(draft.id);
  return (
    <li class={names.includes(draft.id) ? styleOf(names, draft.id) : ""}>
      <label class="choice">
        <input
          type="radio"
          name="scenario"
          checked={draft.id === state.current}
          onChange={() => live.select(draft.id)}
        />
        {names.includes(draft.id) && <i class="line" aria-hidden="true" />}
        <span>
          {label}
          {isChanged(draft) && <b class="changed"> {strings.changed}</b>}
        </span>
      </label>
      {draft.id !== baseline && draft.id !== state.current && (
        <label class="beside">
          <input
            type="checkbox"
            checked={state.compared.includes(draft.id)}
            disabled={full}
            aria-label={strings.compareNamed(label)}
            onChange={() => live.edit(toggleCompared(live.state.value, draft.id))}
          />
          {strings.compare}
        </label>
      )}
    </li>
  );
}

function Rename({ draft, live, model, done }: {
  draft: Draft;
  live: LiveStore;
  model: LiveModel;
  done: () => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <form
      class="rename"
      onSubmit={(event) => {
        event.preventDefault();
        const label = input.current?.value.trim() ?? "";
        if (label && label !== draftLabel(draft, model)) {
          live.change((one) => ({ ...one, label }));
        }
        done();
      }}
    >
      <label>
        {strings.nameOf}{" "}
        <input ref={input} type="text" maxLength={60} defaultValue={draftLabel(draft, model)} autoFocus />
      </label>
      <button type="submit">{strings.rename}</button>
    </form>
  );
}

export function Scenarios({ live, model, names }: { live: LiveStore; model: LiveModel; names: readonly string[] }) {
  const [filter, setFilter] = useState("");
  const [renaming, setRenaming] = useState(false);
  const state = live.listed.value;
  const baseline = baselineOf(model);
  const current = live.current.value;
  const many = state.drafts.length > mostListed;
  const wanted = filter.trim().toLowerCase();
  const listed = ownFirst(state.drafts, baseline).filter(
    (draft) => draft.id === state.current || draftLabel(draft, model).toLowerCase().includes(wanted),
  );
  const base = model.scenarios.find(({ name }) => name === current?.base);
  const own = current?.id !== baseline;
  return (
    <section class="scenarios" aria-labelledby="scenarios-title">
      <h2 id="scenarios-title">{strings.scenarios}</h2>
      {many && (
        <label class="narrow">
          {strings.filterScenarios}{" "}
          <input type="search" value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />
        </label>
      )}
      <div class="list" role="group" aria-labelledby="scenarios-title">
        <ul>
          {listed.map((draft) => <Row key={draft.id} draft={draft} live={live} model={model} names={names} />)}
        </ul>
      </div>
      {base && own && (base.doc || base.changes.length > 0) && (
        <details class="changes">
          <summary>{strings.scenarioChanges}</summary>
          {base.doc && <p>{base.doc}</p>}
          <ul>{base.changes.map((line) => <li key={line}>{line}</li>)}</ul>
        </details>
      )}
      <p class="choices">
        <button type="button" onClick={() => live.edit(addDraft(live.state.value, { base: baseline }))}>{strings.newOne}</button>
        <button
          type="button"
          disabled={!current}
          onClick={() => {
            if (current) {
              const label = own ? strings.copyOf(draftLabel(current, model)) : undefined;
              live.edit(addDraft(live.state.value, { ...current, ...(label ? { label } : {}) }));
            }
          }}
        >
          {strings.copyOne}
        </button>
        <button type="button" disabled={!own} onClick={() => setRenaming(!renaming)}>{strings.rename}</button>
        <button
          type="button"
          disabled={!current?.id.startsWith("new-")}
          onClick={() => current && live.edit(removeDraft(live.state.value, current.id, baseline))}
        >
          {strings.remove}
        </button>
      </p>
      {renaming && current && own && (
        <Rename key={current.id} draft={current} live={live} model={model} done={() => setRenaming(false)} />
      )}
    </section>
  );
}
