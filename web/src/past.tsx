// SPDX-License-Identifier: Apache-2.0
// The numbers of a chart of past forecasts, period by period: its table, its file, what it says of a month.
import type { Chart } from "./api";
import { tableCsv } from "./csv";
import { monthOf } from "./months";
import { numberText } from "./numbers";
import { strings } from "./strings";

const quantiles = ["q05", "q25", "q50", "q75", "q95"] as const;

/** A period that was forecast. */
export interface Period {
  /** Its first month. */
  month: string;
  /** As in `quantiles`. */
  forecast: number[];
  naive: number | null;
  observed: number;
  /** Whether it lies outside the band of 90 in 100. */
  outside: boolean;
}

export function periodsOf(chart: Chart): Period[] {
  const [fan] = chart.fans;
  return chart.observed.flatMap(({ points }) =>
    points.flatMap(({ month, value, outside = false }) => {
      const i = fan ? monthOf(month) - monthOf(fan.from) : -1;
      const forecast = quantiles.flatMap((quantile) => fan?.[quantile][i] ?? []);
      return forecast.length === quantiles.length
        ? [{ month, forecast, naive: fan?.naive?.[i] ?? null, observed: value, outside }]
        : [];
    }),
  );
}

/** What came in the period that holds the month, and what a naive forecast had said; empty between periods. */
export function cameText(chart: Chart, month: number): string {
  const period = periodsOf(chart).filter((one) => monthOf(one.month) <= month).at(-1);
  const [fan] = chart.fans;
  if (!period || fan?.q50[month - monthOf(fan.from)] == null) {
    return "";
  }
  const { naive, observed, outside } = period;
  return strings.trackTab.came(numberText(observed), outside, naive === null ? "" : numberText(naive));
}

export function pastCsv(chart: Chart): string {
  return tableCsv(
    ["period", ...quantiles, "naive", "observed", "outside_90", "unit"],
    periodsOf(chart).map(({ month, forecast, naive, observed, outside }) => [
      month, ...forecast, naive ?? "", observed, outside ? 1 : 0, chart.unit,
    ]),
  );
}

export function PastTable({ chart }: { chart: Chart }) {
  const words = strings.trackTab;
  return (
    <div class="numbers">
      <table>
        <thead>
          <tr><th scope="col">{words.period}</th><th scope="col">5 %</th><th scope="col">25 %</th>
            <th scope="col">{strings.median}</th><th scope="col">75 %</th><th scope="col">95 %</th>
            <th scope="col">{words.naive}</th><th scope="col">{words.observed}</th></tr>
        </thead>
        <tbody>
          {periodsOf(chart).map(({ month, forecast, naive, observed, outside }) => (
            <tr key={month}>
              <th scope="row">{month}</th>
              {forecast.map((value, i) => <td key={i}>{numberText(value)}</td>)}
              <td>{naive === null ? "" : numberText(naive)}</td>
              <td>{numberText(observed)}{outside && ` ${words.outsideMark}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
