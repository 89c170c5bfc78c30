// SPDX-License-Identifier: Apache-2.0
// Claims by row: a line each, and behind it the card with every field. Verdicts are told by mark and
// word, never by colour alone; likelihood and confidence stand on lines of their own.
import type { Answer, Claim, Part, Verdict, VerdictCount } from "./api";
import type { Cards } from "./cards";
import { strings } from "./strings";

interface Row {
  row: string;
  claims: Claim[];
}

/** Rows in the order of their first claim. */
export function byRow(claims: readonly Claim[]): Row[] {
  const rows: Row[] = [];
  for (const claim of claims) {
    const row = rows.find((candidate) => candidate.row === claim.row);
    if (row) {
      row.claims.push(claim);
    } else {
      rows.push({ row: claim.row, claims: [claim] });
    }
  }
  return rows;
}

function VerdictWord({ verdict, reason, counts }: {
  verdict: string;
  reason: string;
  counts: readonly VerdictCount[];
}) {
  const known = counts.find((one) => one.verdict === verdict);
  return (
    <span class={`verdict ${verdict}`}>
      <span class="mark" aria-hidden="true">{known?.mark}</span>
      <span class="word">{known?.text ?? verdict}</span>
      {reason && <span class="reason">({reason})</span>}
    </span>
  );
}

/** Twenty dots, as many filled as futures in twenty showed it. The model's line says it in words. */
function Dots({ share }: { share: number }) {
  const filled = Math.round(share * 20);
  return (
    <span class="dots" role="img" aria-label={`${filled} of 20: ${strings.dots}`}>
      {Array.from({ length: 20 }, (_, i) => <i key={i} class={i < filled ? "filled" : ""} />)}
    </span>
  );
}

function Field({ name, text, children }: {
  name: string;
  text: string | undefined;
  children?: preact.ComponentChildren;
}) {
  if (!text) {
    return null;
  }
  return (
    <div class="field">
      <dt>{name}</dt>
      <dd>{text}{children}</dd>
    </div>
  );
}

function PartFields({ part, named, counts }: {
  part: Part;
  named: boolean;
  counts: readonly VerdictCount[];
}) {
  const says = part.sentences;
  const share = part.prior_sets[0]?.p_claimed;
  return (
    <section class="part">
      {named && (
        <h4>
          {part.name.replaceAll("_", " ")}
          <VerdictWord verdict={part.verdict} reason={part.reason} counts={counts} />
        </h4>
      )}
      <dl>
        <Field name={strings.asks} text={says.asks} />
        <Field name={strings.why} text={says.reason} />
        <Field name={strings.model} text={says.model}>
          {part.evidence && <span class="evidence">{strings.evidence} {part.evidence}</span>}
          {typeof share === "number" && <Dots share={share} />}
        </Field>
        <Field name={strings.priors} text={says.prior_sets} />
        <Field name={strings.players} text={says.players ?? ""} />
        <Field name={strings.record} text={says.record} />
        <Field name={strings.depends} text={says.depends} />
        <Field name={strings.flips} text={says.flips} />
        <Field name={strings.against} text={says.other_side} />
        <Field name={strings.rests} text={part.rests_on.join(", ").replaceAll("_", " ")} />
      </dl>
    </section>
  );
}

function Card({ claim, props }: { claim: Claim; props: ClaimsProps }) {
  const counts = props.answer.verdicts;
  const confidence = claim.parts[0]?.sentences.confidence;
  return (
    <details
      class={`card ${claim.verdict} ${props.chosen.includes(claim.name) ? "chosen" : ""}`}
      id={`claim-${claim.name}`}
      open={props.cards.open.value.has(claim.name)}
      onToggle={(event) => props.cards.toggle(claim.name, event.currentTarget.open)}
    >
      <summary>
        <span class="label">{claim.label}</span>
        <VerdictWord verdict={claim.verdict} reason={claim.reason} counts={counts} />
      </summary>
      <div class="body">
        {claim.parts.map((part) => (
          <PartFields key={part.name} part={part} named={claim.parts.length > 1} counts={counts} />
        ))}
        <dl>
          {claim.rivals.map((rival) => (
            <div class="field" key={rival.text}>
              <dt>{strings.rival}</dt>
              <dd>“{rival.text}”{rival.source && <cite> {rival.source}</cite>}</dd>
            </div>
          ))}
          {claim.versions_tried > 1 && (
            <Field name={strings.tried} text={strings.versions(claim.versions_tried)} />
          )}
        </dl>
        <p class="confidence">{confidence}</p>
        {props.actions?.(claim)}
      </div>
    </details>
  );
}

function Filter({ answer, verdicts, onVerdict }: ClaimsProps) {
  return (
    <div class="filter" role="group" aria-label={strings.filter}>
      {answer.verdicts.map(({ verdict, mark, text, count }) => (
        <button
          key={verdict}
          type="button"
          class={verdict}
          aria-pressed={verdicts.includes(verdict)}
          disabled={count === 0}
          onClick={() => onVerdict(verdict)}
        >
          <span class="mark" aria-hidden="true">{mark}</span> {text} <b>{count}</b>
        </button>
      ))}
    </div>
  );
}

export interface ClaimsProps {
  answer: Answer;
  claims: readonly Claim[];
  /** Names of the claims that are printed whole. */
  chosen: readonly string[];
  cards: Cards;
  /** Those shown; all where empty. */
  verdicts: readonly Verdict[];
  onVerdict: (verdict: Verdict) => void;
  /** What can be done with a claim, at the foot of its card. */
  actions?: (claim: Claim) => preact.ComponentChildren;
}

export function Claims(props: ClaimsProps) {
  const { verdicts, cards } = props;
  const claims = props.claims.filter(
    (claim) => verdicts.length === 0 || verdicts.includes(claim.verdict),
  );
  const allOpen = claims.every((claim) => cards.open.value.has(claim.name));
  return (
    <section id="claims" aria-labelledby="claims-title">
      <header class="section-head">
        <h2 id="claims-title">{strings.claims}</h2>
        <Filter {...props} />
        <button
          type="button"
          class="quiet"
          onClick={() => cards.set(allOpen ? [] : props.claims.map((claim) => claim.name))}
        >
          {allOpen ? strings.closeAll : strings.openAll}
        </button>
      </header>
      {claims.length === 0 && <p>{strings.noClaims}</p>}
      {byRow(claims).map(({ row, claims: ofRow }) => (
        <section class="row" key={row} aria-label={row}>
          <h3>{row}</h3>
          <div class="cards">
            {ofRow.map((claim) => <Card key={claim.name} claim={claim} props={props} />)}
          </div>
        </section>
      ))}
      <p class="print-only note">{strings.printedCards}</p>
    </section>
  );
}
