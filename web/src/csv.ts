// SPDX-License-Identifier: Apache-2.0
// The numbers of a chart as a file for spreadsheets. A text that a spreadsheet would take for a
// formula gets an apostrophe in front.
import type { Chart, Fan } from "./api";
import { sampledFans, samplesFrom } from "./fan";
import { monthOf, monthText } from "./months";

export function csvText(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One row a month and fan, then one a month of each thin future and an observation; exactly what is drawn. */
export function chartCsv(chart: Chart, fans: readonly Fan[], observed: boolean, forecast: string): string {
  const lines = ["what,time,q05,q25,q50,q75,q95,unit"];
  const unit = csvText(chart.unit);
  for (const fan of fans) {
    const first = monthOf(fan.from);
    fan.q50.forEach((_, i) => {
      const cells = [fan.q05, fan.q25, fan.q50, fan.q75, fan.q95].map((q) => q[i] ?? "");
      lines.push([csvText(fan.scenario), monthText(first + i), ...cells, unit].join(","));
    });
  }
  for (const fan of sampledFans(fans)) {
    fan.samples?.forEach((values, future) => {
      values.forEach((value, i) => {
        const time = monthText(samplesFrom(fan, forecast) + i);
        lines.push([csvText(`${fan.scenario}, future ${future + 1}`), time, "", "", value ?? "", "", "", unit].join(","));
      });
    });
  }
  for (const series of observed ? chart.observed : []) {
    for (const point of series.points) {
      lines.push([csvText(series.name), point.month, "", "", point.value, "", "", unit].join(","));
    }
  }
  return `${lines.join("\n")}\n`;
}

/** Any table as such a file. */
export function tableCsv(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) =>
    cells.map((cell) => (typeof cell === "number" ? String(cell) : csvText(cell))).join(",");
  return `${[head, ...rows].map(line).join("\n")}\n`;
}
