// SPDX-License-Identifier: Apache-2.0
// The tab Track record: how good past forecasts were, always beside the best naive one.
import type { TrackRow } from "../api";
import { Bars, type Bar } from "../bars";
import { tableCsv } from "../csv";
import { provenanceOf } from "../exports";
import type { TabProps } from "../live/shell";
import { signedText } from "../numbers";
import { TrackRecordView } from "../record";
import { strings } from "../strings";

const words = strings.trackTab;

/** Rows with an interval; right of zero the model leads the best naive forecast. */
export function skillBars(rows: readonly TrackRow[]): Bar[] {
  return rows.flatMap((row, i) => {
    const { skill_value: value, skill_low: low, skill_high: high } = row;
    return value == null || low == null || high == null
      ? []
      : [{
          key: String(i),
          label: `${row.series}, ${row.level}, ${words.ahead(row.horizon)}`,
          more: row.clearly ? row.leads : `${row.leads}, ${strings.notClearly}`,
          from: low,
          to: high,
          fromText: signedText(low),
          toText: signedText(high),
          middle: value,
        }];
  });
}

export function Track({ live, model }: TabProps) {
  const { track_record: record } = model;
  const { sentence, rows } = record;
  const { tables, known } = live.state.value;
  const from = provenanceOf(model.model, live.hash.value, strings.provenance.of);
  const bars = skillBars(rows);
  return (
    <section class="tab-track" aria-labelledby="track-title">
      <h2 id="track-title">{words.title}</h2>
      <TrackRecordView
        record={record}
        open={record.hindcasts.length}
        tables={tables}
        from={from}
        known={known}
        onKnown={(next) => live.show({ known: next })}
      />
      {bars.length > 0 && (
        <Bars
          name="skill"
          title={words.skill}
          unit=""
          bars={bars}
          zero={0}
          summary={sentence}
          source={`${strings.provenance.dataTo} ${from.dataEnd}.`}
          csv={() =>
            tableCsv(
              ["series", "level", "months", "skill", "low", "high", "leads"],
              rows.map((row) => [row.series, row.level, row.horizon, row.skill_value ?? "", row.skill_low ?? "", row.skill_high ?? "", row.leads]),
            )}
          exports={{ sentence: `${sentence} ${from.origin}`, reading: strings.reading.skill, link: from.link }}
        />
      )}
      <p class="omits">{model.limits[0]}</p>
    </section>
  );
}
