// SPDX-License-Identifier: Apache-2.0
// What the engine tells of one quantity of the graph: its equation, value, source, and its neighbours.
import { useEffect, useState } from "preact/hooks";

import type { Explanation, GraphNode, Neighbour } from "../api";
import { refusalFrom } from "../live/client";
import type { LiveStore } from "../live/store";
import { numberText, unitText } from "../numbers";
import { Grade } from "../record";
import { strings } from "../strings";

const words = strings.whyTab;

function Neighbours({ name, all, onGo }: { name: string; all: readonly Neighbour[]; onGo: (name: string) => void }) {
  return all.length === 0 ? null : (
    <div class="field">
      <dt>{name}</dt>
      <dd class="neighbours">
        {all.map((one) => (
          <button key={one.name} type="button" onClick={() => onGo(one.name)}>
            <b>{one.sign === "-" ? "−" : one.sign === "?" ? "±" : "+"}</b> {one.label || one.name}
          </button>
        ))}
      </dd>
    </div>
  );
}

/** The explanation once it is there, or why there is none. Asked again when the model is another. */
function useExplanation(live: LiveStore, name: string): { told: Explanation | null; fault: string } {
  const [told, setTold] = useState<Explanation | null>(null);
  const [fault, setFault] = useState("");
  useEffect(() => {
    let wanted = true;
    setTold(null);
    setFault("");
    live.ask<Explanation>(`/api/explain?name=${encodeURIComponent(name)}`).then(
      (answer) => wanted && setTold(answer),
      (error: unknown) => wanted && setFault([refusalFrom(error).text, refusalFrom(error).help].join(" ")),
    );
    return () => {
      wanted = false;
    };
  }, [name, live.model.value.model.hash]);
  return { told, fault };
}

function Fields({ told, onGo }: { told: Explanation; onGo: (name: string) => void }) {
  return (
    <>
      {told.doc && <p>{told.doc}</p>}
      <dl>
        {told.equation && <div class="field"><dt>{words.equation}</dt><dd><code>{told.equation}</code></dd></div>}
        <div class="field"><dt>{words.unit}</dt><dd>{told.unit}</dd></div>
        {told.value_now !== null && (
          <div class="field"><dt>{words.now}</dt><dd>{numberText(told.value_now)} {unitText(told.unit)}</dd></div>
        )}
        <div class="field"><dt>{strings.grade}</dt><dd>{told.grade ?? strings.none}</dd></div>
        <div class="field"><dt>{strings.source}</dt><dd>{told.source || strings.none}</dd></div>
        {told.caveat && <div class="field"><dt>{strings.caveat}</dt><dd>{told.caveat}</dd></div>}
        <Neighbours name={words.inputs} all={told.inputs} onGo={onGo} />
        <Neighbours name={words.outputs} all={told.outputs} onGo={onGo} />
      </dl>
    </>
  );
}

export function Told({ name, node, live, onGo, onFold }: {
  name: string;
  /** None for what the graph does not draw. */
  node: GraphNode | undefined;
  live: LiveStore;
  onGo: (name: string) => void;
  onFold: () => void;
}) {
  const { told, fault } = useExplanation(live, name);
  return (
    <aside class="told" aria-label={node?.label || name} aria-live="polite">
      <h3>{told?.label || node?.label || name} <Grade grade={told?.grade ?? node?.grade ?? null} /></h3>
      {fault && <p class="banner">{fault}</p>}
      {!told && !fault && <p class="note">{words.loading}</p>}
      {told && <Fields told={told} onGo={onGo} />}
      <button type="button" class="quiet" onClick={onFold}>{words.foldSector}</button>
    </aside>
  );
}
