// SPDX-License-Identifier: Apache-2.0
// The tab Claims: the answer, and the cards of a report with what can be done about them here.
import { Claims } from "../claims";
import { Failure } from "../live/failure";
import type { TabProps } from "../live/shell";
import { toggled } from "../state";
import { strings } from "../strings";

export function ClaimsTab({ live }: TabProps) {
  const judged = live.claims.value;
  const fault = live.claimsFault.value;
  if (fault) {
    return <Failure refusal={fault} again={() => void live.loadClaims()} />;
  }
  if (!judged) {
    return <p>{strings.judging}</p>;
  }
  return (
    <>
      <p class="answer">{judged.answer.sentence}</p>
      <p class="confidence">{judged.answer.confidence}</p>
      {!judged.done && (
        <p>
          <label>
            {strings.judgedOf(judged.judged, judged.of)}{" "}
            <progress value={judged.judged} max={judged.of} />
          </label>
        </p>
      )}
      <Claims
        answer={judged.answer}
        claims={judged.claims}
        chosen={judged.cards}
        cards={live.cards}
        verdicts={live.state.value.verdicts}
        onVerdict={(verdict) => live.show({ verdicts: toggled(live.state.value.verdicts, verdict) })}
      />
    </>
  );
}
