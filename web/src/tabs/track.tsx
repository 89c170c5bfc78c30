// SPDX-License-Identifier: Apache-2.0
// The tab Track record: how good past forecasts were, always beside the best naive one.
import type { LiveModel } from "../api";
import { TrackRecordView } from "../record";
import { strings } from "../strings";

export function Track({ model }: { model: LiveModel }) {
  return (
    <section class="tab-track" aria-labelledby="track-title">
      <h2 id="track-title">{strings.trackTab.title}</h2>
      <TrackRecordView record={model.track_record} />
      <p class="omits">{model.limits[0]}</p>
    </section>
  );
}
