// SPDX-License-Identifier: Apache-2.0
// Forecasts of the past as charts, a series each, by what was known from their origins on: the bands, what
// came, and the best naive forecast. The table of scores beside them has all horizons.
import type { Hindcast, Reliability, TrackRecord } from "./api";
import { Bars, type Bar } from "./bars";
import { tableCsv } from "./csv";
import type { Provenance } from "./exports";
import { ChartFigure } from "./figure";
import { monthOf, monthText } from "./months";
import { numberText } from "./numbers";
import { knownOf, levelsOf } from "./state";
import { strings } from "./strings";

const words = strings.trackTab;

function PastFigure({ hindcast: { level, chart }, tables, from }: { hindcast: Hindcast; tables: boolean; from: Provenance }) {
  const first = chart.fans[0]?.from ?? "";
  return (
    <ChartFigure
      chart={chart}
      fans={chart.fans}
      names={[level]}
      view="levels"
      tables={tables}
      forecast={first}
      end={monthText(monthOf(first) + (chart.fans[0]?.q50.length ?? 1) - 1)}
      label={() => words.hindcast}
      from={from}
    />
  );
}

function PastLegend() {
  return (
    <ul class="legend">
      <li class="scenario-0"><i class="line" aria-hidden="true" />{strings.median}</li>
      <li><i class="swatch band50" aria-hidden="true" />{strings.band50}</li>
      <li><i class="swatch band90" aria-hidden="true" />{strings.band90}</li>
      <li><i class="naive" aria-hidden="true" />{words.naive}</li>
      <li><i class="dot seen" aria-hidden="true" />{words.inside}</li>
      <li><i class="dot seen outside" aria-hidden="true" />{words.outside}</li>
      <li><i class="dot estimated" aria-hidden="true" />{words.open}</li>
    </ul>
  );
}

/** From the share of figures that a band was meant to hold to what it held, where the dot is. */
export function reliabilityBars({ bands }: Reliability): Bar[] {
  return bands.map(({ level, band, held, of }) => {
    const share = (100 * held) / of;
    return {
      key: `${level} ${band}`,
      label: words.bandOf(level, band),
      more: words.heldOf(held, of),
      from: band,
      to: share,
      fromText: words.meant(band),
      toText: words.held(numberText(Math.round(share))),
      middle: share,
    };
  });
}

function ReliabilityFigure({ reliability, from }: { reliability: Reliability; from: Provenance }) {
  return (
    <Bars
      name="reliability"
      title={words.reliability}
      unit={words.inHundred}
      bars={reliabilityBars(reliability)}
      zero={null}
      summary={reliability.sentence}
      source={`${strings.provenance.dataTo} ${from.dataEnd}.`}
      csv={() =>
        tableCsv(
          ["level", "band", "held", "of"],
          reliability.bands.map(({ level, band, held, of }) => [level, band, held, of]),
        )}
      exports={{ sentence: `${reliability.sentence} ${from.origin}`, reading: strings.reading.reliability, link: from.link }}
    />
  );
}

/** How forecasts of the past are looked at. */
export interface PastLook {
  /** Series that are shown without asking; the others stand behind a line. */
  open: number;
  tables: boolean;
  from: Provenance;
  /** The level of what was known; empty for the first one. */
  known: string;
  onKnown: (known: string) => void;
}

export function Hindcasts({ record, open, tables, from, known, onKnown }: PastLook & { record: TrackRecord }) {
  const { hindcasts, reliability } = record;
  const levels = levelsOf(record);
  const level = levels.includes(known) ? known : (levels[0] ?? "");
  const shown = hindcasts.filter((one) => one.level === level);
  const figures = (some: readonly Hindcast[]) => (
    <div class="charts">
      {some.map((one) => <PastFigure key={one.chart.name + level} hindcast={one} tables={tables} from={from} />)}
    </div>
  );
  if (shown.length === 0) {
    return null;
  }
  return (
    <div class="hindcasts">
      <header class="section-head">
        <h3>{words.hindcasts}</h3>
        <div class="switch" role="group" aria-label={strings.known}>
          {levels.map((one) => (
            <button key={one} type="button" aria-pressed={one === level} onClick={() => onKnown(knownOf(one, levels))}>{one}</button>
          ))}
        </div>
      </header>
      <PastLegend />
      {figures(shown.slice(0, open))}
      {shown.length > open && (
        <details class="list">
          <summary>{words.more} ({shown.length - open})</summary>
          {figures(shown.slice(open))}
        </details>
      )}
      <ReliabilityFigure reliability={reliability} from={from} />
    </div>
  );
}
