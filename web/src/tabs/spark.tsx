// SPDX-License-Identifier: Apache-2.0
// The small line in a box of the graph: the median of the baseline, to its own scale, with a tick where the
// forecast opens.
import type { LiveModel } from "../api";
import { monthOf } from "../months";
import { sparkOf, type Size } from "../sparks";
import type { ShownNode } from "./fold";

/** Where the forecast opens, as a share of a path's length; null where that is not within it. */
export function forecastAt({ model, graph }: LiveModel, path: ShownNode["path"]): number | null {
  const at = (monthOf(model.forecast) - monthOf(model.start)) / graph.months_of_paths / (path.length - 1);
  return at >= 0 && at <= 1 ? at : null;
}

export function Spark({ path, forecast, x, y, width, height }: Size & {
  path: ShownNode["path"];
  forecast: number | null;
  /** Of its upper left corner. */
  x: number;
  y: number;
}) {
  return (
    <g class="spark" transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`} aria-hidden="true">
      {forecast !== null && <line class="tick" x1={forecast * width} x2={forecast * width} y1={0} y2={height} />}
      <path class="path" d={sparkOf(path, { width, height })} />
    </g>
  );
}
