// SPDX-License-Identifier: Apache-2.0
// The levers, grouped by who holds them: a range and a number, marks for now and for what was seen. A
// lever that is held is previewed; letting go is one step of undo.
import { useComputed } from "@preact/signals";
import { useId, useRef } from "preact/hooks";

import type { Lever, LiveModel } from "../api";
import { monthText, monthOf } from "../months";
import { numberText, unitText } from "../numbers";
import { strings } from "../strings";
import { setLever } from "./drafts";
import type { LiveStore } from "./store";

/** 1, 2 or 5 times a power of ten, about a hundredth of the span. */
export function stepOf(low: number, high: number): number {
  const rough = (high - low) / 100;
  const power = 10 ** Math.floor(Math.log10(rough));
  const first = [1, 2, 5, 10].find((digit) => digit * power >= rough * 0.999) ?? 10;
  return Number((first * power).toPrecision(1));
}

/** `value` on the lever's steps and within its range. */
export function settle(value: number, { low, high }: Pick<Lever, "low" | "high">): number {
  const step = stepOf(low, high);
  return Math.min(Math.max(Number((Math.round(value / step) * step).toPrecision(12)), low), high);
}

/** Whether the record has never seen the value. */
export function isOutside(value: number, { seen_low, seen_high }: Pick<Lever, "seen_low" | "seen_high">): boolean {
  return (seen_low !== null && value < seen_low) || (seen_high !== null && value > seen_high);
}

interface Group {
  holder: string;
  label: string;
  levers: Lever[];
}

/** Holders in the order of their first lever. */
export function byHolder(levers: readonly Lever[]): Group[] {
  const groups: Group[] = [];
  for (const lever of levers) {
    const group = groups.find(({ holder }) => holder === lever.holder);
    if (group) {
      group.levers.push(lever);
    } else {
      groups.push({ holder: lever.holder, label: lever.holder_label || lever.holder, levers: [lever] });
    }
  }
  return groups;
}

/** Marks behind the track: where the lever stands now, and the part of its range that was seen. */
function Marks({ lever }: { lever: Lever }) {
  const at = (value: number) => `${(100 * (value - lever.low)) / (lever.high - lever.low)}%`;
  const { seen_low: low, seen_high: high } = lever;
  const share = (value: number) => (100 * value) / (lever.high - lever.low);
  return (
    <span class="marks" aria-hidden="true">
      {low !== null && high !== null && (
        <i class="seen-span" style={{ left: at(low), width: `${share(high - low)}%` }} />
      )}
      <i class="now" style={{ left: at(lever.now) }} />
    </span>
  );
}

/** What the number says besides itself. */
function Facts({ lever, value, id }: { lever: Lever; value: number; id: string }) {
  const { seen_low: low, seen_high: high } = lever;
  return (
    <p class="facts" id={id}>
      {strings.now} {numberText(lever.now)}
      {low !== null && high !== null && ` · ${strings.seenBefore} ${numberText(low)} – ${numberText(high)}`}
      {isOutside(value, lever) && <b class="outside"> {strings.outside}</b>}
    </p>
  );
}

const arrows = /^(Arrow|Page|Home|End)/;

function LeverRow({ lever, live }: { lever: Lever; live: LiveStore }) {
  const id = useId();
  const keyed = useRef(false);
  const moved = useComputed(() => live.current.value?.levers[lever.name]).value;
  const value = moved ?? Number(lever.now.toPrecision(4));
  const hold = (to: number) => {
    live.held.value = (one) => setLever(one, lever.name, settle(to, lever));
  };
  const reset = () => live.change((one) => setLever(one, lever.name, null));
  const common = { min: lever.low, max: lever.high, step: stepOf(lever.low, lever.high), value: String(value) };
  return (
    <div class={`lever ${moved === undefined ? "" : "moved"}`} data-lever={lever.name}>
      <label for={`${id}-range`}>
        {lever.label || lever.name}
        {moved !== undefined && <span class="dot" title={strings.changed}> ●</span>}
      </label>
      <span class="value">
        <input
          {...common}
          type="number"
          aria-label={strings.numberOf(lever.label || lever.name)}
          onChange={(event) => {
            const to = event.currentTarget.valueAsNumber;
            if (Number.isFinite(to)) {
              live.change((one) => setLever(one, lever.name, settle(to, lever)));
            }
            event.currentTarget.value = String(live.current.value?.levers[lever.name] ?? value);
          }}
        />{" "}
        <span class="unit">{unitText(lever.unit)}</span>
      </span>
      <span class="track">
        <Marks lever={lever} />
        <input
          {...common}
          type="range"
          id={`${id}-range`}
          aria-describedby={`${id}-facts`}
          aria-valuetext={`${numberText(value)} ${unitText(lever.unit)}${isOutside(value, lever) ? `, ${strings.outside}` : ""}`}
          onKeyDown={(event) => {
            keyed.current = arrows.test(event.key);
          }}
          onKeyUp={() => {
            keyed.current = false;
            live.release();
          }}
          onInput={(event) => hold(event.currentTarget.valueAsNumber)}
          onChange={() => {
            // An arrow that is held down is one step, as a drag is.
            if (!keyed.current) {
              live.release();
            }
          }}
          onBlur={() => live.release()}
          onDblClick={reset}
        />
      </span>
      <button type="button" class="reset" hidden={moved === undefined} onClick={reset}>
        {strings.reset}<span class="hidden"> {lever.label}</span>
      </button>
      <Facts lever={lever} value={value} id={`${id}-facts`} />
      <details>
        <summary>{strings.about}<span class="hidden"> {lever.label}</span></summary>
        <p>{lever.doc || strings.noDoc}</p>
        <p>
          {strings.range} {numberText(lever.low)} – {numberText(lever.high)}
          {lever.usual !== null && `, ${strings.usual} ${numberText(lever.usual)}`}.{" "}
          {lever.source && `${strings.source}: ${lever.source}. `}
          {lever.grade && `${strings.grade} ${lever.grade}.`}
        </p>
        {live.has("why") && (
          <button type="button" onClick={() => live.go("why", lever.name)}>{strings.why}</button>
        )}
      </details>
    </div>
  );
}

/** How actors that choose do so; nothing where the model leaves no choice. */
function Policy({ live, model }: { live: LiveStore; model: LiveModel }) {
  if (model.policies.length < 2) {
    return null;
  }
  return (
    <label class="narrow">
      {strings.policy}{" "}
      <select
        value={live.state.value.policy || model.policies[0]?.name}
        onChange={(event) => {
          const policy = event.currentTarget.value;
          live.edit({ ...live.state.value, policy: policy === model.policies[0]?.name ? "" : policy });
        }}
      >
        {model.policies.map(({ name, label }) => <option key={name} value={name}>{label || name}</option>)}
      </select>
    </label>
  );
}

export function Levers({ live, model }: { live: LiveStore; model: LiveModel }) {
  const draft = live.current.value;
  const moved = Object.keys(draft?.levers ?? {}).length;
  const forecast = monthText(monthOf(model.model.forecast));
  return (
    <section class="levers" aria-labelledby="levers-title">
      <header class="section-head">
        <h2 id="levers-title">{strings.levers}</h2>
        <button
          type="button"
          class="quiet"
          disabled={moved === 0}
          onClick={() => live.change((one) => ({ ...one, levers: {} }))}
        >
          {strings.resetAll}
        </button>
      </header>
      <label class="narrow">
        {strings.leversFrom}{" "}
        <input
          type="month"
          min={forecast}
          max={monthText(monthOf(model.model.end))}
          value={draft?.from || forecast}
          onChange={(event) => {
            const from = event.currentTarget.value;
            if (Number.isFinite(monthOf(from)) && monthOf(from) >= monthOf(forecast)) {
              live.change((one) => ({ ...one, from: from === forecast ? "" : from }));
            }
          }}
        />
      </label>
      <Policy live={live} model={model} />
      {byHolder(model.levers).map(({ holder, label, levers }, i) => (
        <details class="holder" key={holder} open={i === 0 || levers.some(({ name }) => draft && name in draft.levers)}>
          <summary>
            <h3>{label}</h3> <span class="what">{levers.length}</span>
            {levers.some(({ name }) => draft && name in draft.levers) && <span class="dot" title={strings.changed}> ●</span>}
          </summary>
          {levers.map((lever) => <LeverRow key={lever.name} lever={lever} live={live} />)}
        </details>
      ))}
    </section>
  );
}
