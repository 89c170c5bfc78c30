// SPDX-License-Identifier: Apache-2.0
// Claims by row: a line each, and behind it the card with every field. Verdicts are told by mark and
// word, never by colour alone; likelihood and confidence stand on lines of their own.
import type { Claim, Part, VerdictCount } from "./api";
import type { PageStore } from "./store";
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
        <Field name={strings.record} text={says.record} />
        <Field name={strings.depends} text={says.depends} />
        <Field name={strings.flips} text={says.flips} />
        <Field name={strings.against} text={says.other_side} />
        <Field name={strings.rests} text={part.rests_on.join(", ").replaceAll("_", " ")} />
      </dl>
    </section>
  );
}

function Card({ claim, store }: { claim: Claim; store: PageStore }) {
  const counts = store.payload.answer.verdicts;
  const confidence = claim.parts[0]?.sentences.confidence;
  return (
    <details
      class={`card ${claim.verdict} ${store.payload.cards.includes(claim.name) ? "chosen" : ""}`}
      id={`claim-${claim.name}`}
      open={store.openCards.value.has(claim.name)}
      onToggle={(event) => store.toggleCard(claim.name, event.currentTarget.open)}
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
      </div>
    </details>
  );
}

function Filter({ store }: { store: PageStore }) {
  const shown = store.state.value.verdicts;
  return (
    <div class="filter" role="group" aria-label={strings.filter}>
      {store.payload.answer.verdicts.map(({ verdict, mark, text, count }) => (
        <button
          key={verdict}
          type="button"
          class={verdict}
          aria-pressed={shown.includes(verdict)}
          disabled={count === 0}
          onClick={() => store.toggleVerdict(verdict)}
        >
          <span class="mark" aria-hidden="true">{mark}</span> {text} <b>{count}</b>
        </button>
      ))}
    </div>
  );
}

export function Claims({ store }: { store: PageStore }) {
  const wanted = store.state.value.verdicts;
  const claims = store.payload.claims.filter(
    (claim) => wanted.length === 0 || wanted.includes(claim.verdict),
  );
  const allOpen = claims.every((claim) => store.openCards.value.has(claim.name));
  return (
    <section id="claims" aria-labelledby="claims-title">
      <header class="section-head">
        <h2 id="claims-title">{strings.claims}</h2>
        <Filter store={store} />
        <button
          type="button"
          class="quiet"
          onClick={() => {
            store.openCards.value = new Set(
              allOpen ? [] : store.payload.claims.map((claim) => claim.name),
            );
          }}
        >
          {allOpen ? strings.closeAll : strings.openAll}
        </button>
      </header>
      {claims.length === 0 && <p>{strings.noClaims}</p>}
      {byRow(claims).map(({ row, claims: ofRow }) => (
        <section class="row" key={row} aria-label={row}>
          <h3>{row}</h3>
          <div class="cards">
            {ofRow.map((claim) => <Card key={claim.name} claim={claim} store={store} />)}
          </div>
        </section>
      ))}
      <p class="print-only note">{strings.printedCards}</p>
    </section>
  );
}
