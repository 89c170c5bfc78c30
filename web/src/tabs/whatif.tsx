// SPDX-License-Identifier: Apache-2.0
// The tab What if: scenarios, levers and dated events on one side, what the model makes of them on the
// other.
import { useEffect, useState } from "preact/hooks";

import type { LiveModel } from "../api";
import { copy } from "../exports";
import { Legend } from "../figure";
import { Failure } from "../live/failure";
import { Chooser, Grid, MattersMost, Multiples } from "../live/grid";
import { Levers } from "../live/levers";
import { Planned, Strip } from "../live/planned";
import type { Runs } from "../live/runs";
import { Scenarios } from "../live/scenarios";
import type { TabProps } from "../live/shell";
import type { LiveStore } from "../live/store";
import { shortHash } from "../state";
import { strings } from "../strings";
import { Unbroken } from "../unbroken";

/** The sentence and, on a line of its own, the confidence. Said aloud once the run is whole. */
function Headline({ live, runs }: { live: LiveStore; runs: Runs }) {
  const [said, setSaid] = useState("");
  const [copied, setCopied] = useState(false);
  const part = runs.current.value?.part;
  const whole = part?.done === true && !live.holding.value && !runs.running.value;
  const sentence = part?.sentence ?? "";
  useEffect(() => {
    if (whole) {
      setSaid(sentence);
    }
    setCopied(false);
  }, [whole, sentence]);
  return (
    <div class="headline">
      <p class="answer"><Unbroken text={sentence || strings.running} /></p>
      <p class="confidence">{part?.confidence}</p>
      <p class="choices">
        <button
          type="button"
          disabled={!sentence}
          onClick={() => void copy(`${sentence}\n${part?.confidence ?? ""}`).then(setCopied)}
        >
          {copied ? strings.copied : strings.copySentence}
        </button>
        {live.has("why") && <button type="button" onClick={() => live.go("why")}>{strings.toWhy}</button>}
        <button type="button" onClick={() => live.go("claims")}>{strings.toClaims}</button>
      </p>
      <p class="hidden" aria-live="polite">{said}</p>
    </div>
  );
}

/** `levels` is whether charts of levels are drawn, which alone hold single futures. */
function Views({ live, levels }: { live: LiveStore; levels: boolean }) {
  const { view, tables, single } = live.state.value;
  const is = (wanted: string) => (tables ? wanted === "table" : wanted === view);
  const views = [["levels", strings.levels], ["difference", strings.difference]] as const;
  return (
    <div class="controls">
      <div class="switch" role="group" aria-label={strings.view}>
        {views.map(([name, text]) => (
          <button
            key={name}
            type="button"
            aria-pressed={is(name)}
            onClick={() => live.show({ view: name, viewChosen: true, tables: false })}
          >
            {text}
          </button>
        ))}
        <button type="button" aria-pressed={tables} onClick={() => live.show({ tables: !tables })}>{strings.table}</button>
      </div>
      <button
        type="button"
        aria-pressed={single}
        disabled={!levels}
        onClick={() => live.show({ single: !single })}
      >
        {strings.single}
      </button>
      <button
        type="button"
        aria-pressed={live.frozen.value}
        onClick={() => {
          live.frozen.value = !live.frozen.value;
        }}
      >
        {strings.freeze}
      </button>
      <button
        type="button"
        aria-pressed={live.baselineOnly.value}
        onClick={() => {
          live.baselineOnly.value = !live.baselineOnly.value;
        }}
      >
        {strings.baselineOnly}
      </button>
    </div>
  );
}

/** A cookie, since the next server has another port, and storage goes by port. Nothing reads it but the page. */
const coachSeen = "entente_coach=seen";

/** Three hints for who is here for the first time; away for good once dismissed. */
function Coach() {
  const [shown, setShown] = useState(() => !document.cookie.includes(coachSeen));
  if (!shown) {
    return null;
  }
  const dismiss = () => {
    setShown(false);
    document.cookie = `${coachSeen}; max-age=31536000; samesite=strict`;
  };
  return (
    <aside class="coach" aria-label={strings.coach}>
      <ol>{strings.coachMarks.map((mark) => <li key={mark}>{mark}</li>)}</ol>
      <button type="button" onClick={dismiss}>{strings.dismiss}</button>
    </aside>
  );
}

/** What was run, and what the model leaves out. */
function RunFacts({ runs, model }: { runs: Runs; model: LiveModel }) {
  const part = runs.current.value?.part;
  return (
    <footer class="run-facts">
      <p>
        {part && `${part.futures.toLocaleString("en")} ${strings.futuresOf} ${part.of.toLocaleString("en")} · `}
        {strings.seed} {model.seed} · {model.model.name} {shortHash(model.model.hash)} · {strings.dataTo}{" "}
        {model.model.data_end}
        {part?.done && ` · ${part.seconds.toFixed(1)} s`}. {strings.drawsFrom} {model.draws}. {model.limits.at(-1)}
      </p>
      <p>{strings.omits} {model.model.omits}.</p>
      <details>
        <summary>{strings.limits}</summary>
        <ul>{model.limits.map((limit) => <li key={limit}>{limit}</li>)}</ul>
      </details>
    </footer>
  );
}

export function WhatIf({ live, model, runs }: TabProps) {
  const [drawer, setDrawer] = useState(false);
  const names = runs.names.value;
  // The baseline has no difference from itself.
  const view = names.length > 1 ? live.state.value.view : "levels";
  const { single, tables } = live.state.value;
  const levels = view === "levels" && !tables;
  const fault = runs.fault.value;
  return (
    <div class="whatif">
      <div class="panes">
        <button type="button" class="drawer" aria-expanded={drawer} aria-controls="side" onClick={() => setDrawer(!drawer)}>
          {drawer ? strings.closeDrawer : strings.openDrawer}
        </button>
        <div id="side" class={`side ${drawer ? "opened" : ""}`}>
          <Scenarios live={live} model={model} names={names} />
          <Levers live={live} model={model} />
          <Planned live={live} model={model} />
        </div>
        <section class="stage" aria-labelledby="stage-title" aria-busy={runs.running}>
          <h2 class="hidden" id="stage-title">{strings.charts}</h2>
          <Headline live={live} runs={runs} />
          <Coach />
          {fault && <Failure refusal={fault} again={() => runs.again()} />}
          <Views live={live} levels={levels} />
          <Legend
            shown={view === "difference" ? names.slice(1) : names}
            names={names}
            view={view}
            forecast={model.model.forecast}
            label={live.label}
            samples={single && levels ? runs.samples.value : 0}
          />
          <Strip live={live} model={model} />
          <Grid live={live} model={model} runs={runs} names={names} view={view} />
          <Chooser live={live} model={model} />
          <MattersMost live={live} runs={runs} changed={names.length > 1} model={model} />
          <Multiples live={live} model={model} runs={runs} />
        </section>
      </div>
      <RunFacts runs={runs} model={model} />
    </div>
  );
}
