// SPDX-License-Identifier: Apache-2.0
// The tab Claims: the answer, and the cards of a report with what can be done about them here.
import { useState } from "preact/hooks";

import type { Claim, LiveModel, OtherSide } from "../api";
import { Claims } from "../claims";
import { refusalFrom } from "../live/client";
import { copy } from "../exports";
import { Failure } from "../live/failure";
import type { TabProps } from "../live/shell";
import type { LiveStore } from "../live/store";
import { toggled } from "../state";
import { strings } from "../strings";

function Actions({ claim, live, model }: { claim: Claim & { scenario?: string }; live: LiveStore; model: LiveModel }) {
  const [other, setOther] = useState<OtherSide | null>(null);
  const [said, setSaid] = useState("");
  const argue = async () => {
    setSaid(strings.arguing);
    try {
      setOther(await live.ask<OtherSide>("/api/other_side", { claim: claim.name }));
      setSaid("");
    } catch (error) {
      setSaid(refusalFrom(error).text);
    }
  };
  const sentence = claim.sentence || claim.parts[0]?.sentences.model || claim.label;
  // A part that rests on the record alone has no setting to argue with.
  const against = other?.parts.filter(({ text }) => text !== "");
  const known = model.scenarios.some(({ name }) => name === claim.scenario);
  return (
    <div class="actions">
      {against && against.length === 0 && <p class="other-side">{strings.noOtherSide}</p>}
      {against && against.length > 0 && (
        <dl class="other-side">
          {against.map(({ name, text }) => (
            <div class="field" key={name}>
              <dt>{strings.against}{against.length > 1 && `: ${name.replaceAll("_", " ")}`}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
      <p class="choices">
        <button
          type="button"
          onClick={() => {
            if (known && claim.scenario) {
              live.select(claim.scenario);
            }
            live.go("whatif");
          }}
        >
          {strings.openWhatIf}
        </button>
        <button type="button" disabled={other !== null} onClick={() => void argue()}>{strings.argue}</button>
        <button type="button" onClick={() => void copy(sentence).then((done) => setSaid(done ? strings.copied : sentence))}>
          {strings.copySentence}
        </button>
      </p>
      <p role="status">{said}</p>
    </div>
  );
}

export function ClaimsTab({ live, model }: TabProps) {
  const judged = live.claims.value;
  const fault = live.claimsFault.value;
  const failure = fault && <Failure refusal={fault} again={() => void live.loadClaims()} />;
  if (!judged) {
    return failure ?? <p>{strings.judging}</p>;
  }
  return (
    <>
      {failure}
      {/* Before the first verdict there is no answer yet. */}
      <p class="answer">{judged.done || judged.judged > 0 ? judged.answer.sentence : strings.judging}</p>
      <p class="confidence">{judged.answer.confidence}</p>
      {!judged.done && (
        <p>
          <label>
            {strings.judgedOf(judged.judged, judged.of)}{" "}
            <progress value={judged.judged} max={judged.of} />
          </label>
        </p>
      )}
      {(judged.done || judged.claims.length > 0) && <Claims
        answer={judged.answer}
        claims={judged.claims}
        chosen={judged.cards}
        cards={live.cards}
        verdicts={live.state.value.verdicts}
        onVerdict={(verdict) => live.show({ verdicts: toggled(live.state.value.verdicts, verdict) })}
        actions={(claim) => <Actions claim={claim} live={live} model={model} />}
      />}
    </>
  );
}
