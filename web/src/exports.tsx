// SPDX-License-Identifier: Apache-2.0
// The menu of a chart: files of what is drawn, its sentence and link to copy, how it is to be read.
// One for every chart of both shells; it asks nothing of the network.
import { useRef, useState } from "preact/hooks";

import type { ModelInfo } from "./api";
import { framed, rasterised, type Frame } from "./picture";
import { shortHash } from "./state";
import { strings } from "./strings";

export interface Exportable {
  /** Of the files, without an ending. */
  name: string;
  title: string;
  unit: string;
  lines: Frame["lines"];
  source: string;
  caveat: string;
  /** What the chart says, with the model it is of. */
  sentence: string;
  /** How to read this kind of chart. */
  reading: string;
  /** The address that brings the chart back, without any token. */
  link: string;
  csv: () => string;
  /** Finds the drawing in the document; null where a table stands in its place. */
  drawing: (() => SVGSVGElement | null) | null;
}

/** The address of the page with what the reader chose. The query of a live page is its token, and the
 * folder of a file is nobody's business: neither goes into a picture. */
export function publicLink(address: URL, hash: string): string {
  const place = address.protocol === "file:"
    ? decodeURIComponent(address.pathname.split("/").at(-1) ?? "")
    : address.origin + address.pathname;
  return place + hash;
}

/** What every chart of a page says of where it comes from. */
export interface Provenance {
  /** YYYY-MM, or empty where no series has an observation. */
  dataEnd: string;
  /** Stands behind a copied sentence. */
  origin: string;
  link: string;
}

/** `says` is one of strings.provenance: of the record alone, or of futures. */
export function provenanceOf(
  model: ModelInfo,
  hash: string,
  says: (label: string, hash: string, dataEnd: string) => string,
): Provenance {
  return {
    dataEnd: model.data_end,
    origin: says(model.label || model.name, shortHash(model.hash), model.data_end),
    link: publicLink(new URL(location.href), hash),
  };
}

/** Hands a file to the browser's downloads. */
export function save(name: string, blob: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Copies the text, without the permission for the clipboard as by hand; says whether that worked. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

export function notesOf(of: Exportable): string[] {
  const named = (name: string, text: string) => (text ? [`${name}: ${text}`] : []);
  return [of.sentence, ...named(strings.source, of.source), ...named(strings.caveat, of.caveat), of.reading, of.link]
    .filter((note) => note !== "");
}

/** Its name, what it does, what is said when it is done. */
type Action = readonly [string, () => unknown, string];

/** Rejects where the browser refuses. */
async function copied(text: string): Promise<void> {
  if (!(await copy(text))) {
    throw new Error("not copied");
  }
}

export function ExportMenu({ of }: { of: Exportable }) {
  const menu = useRef<HTMLDetailsElement>(null);
  const [said, setSaid] = useState("");
  const [reading, setReading] = useState(false);
  const picture = () => {
    const drawing = of.drawing?.();
    if (!drawing) {
      throw new Error("nothing is drawn");
    }
    return framed(drawing, { title: of.title, unit: of.unit, lines: of.lines, notes: notesOf(of) });
  };
  const pictures: readonly Action[] = [
    [strings.save.png, async () => save(`${of.name}.png`, await rasterised(picture())), strings.save.saved],
    [strings.save.svg, () => save(`${of.name}.svg`, new Blob([picture().svg], { type: "image/svg+xml" })), strings.save.saved],
  ];
  const actions: readonly Action[] = [
    ...(of.drawing ? pictures : []),
    [strings.save.csv, () => save(`${of.name}.csv`, new Blob([of.csv()], { type: "text/csv" })), strings.save.saved],
    [strings.save.sentence, () => copied(of.sentence), strings.save.copied],
    [strings.save.link, () => copied(of.link), strings.save.copied],
  ];
  const run = async (action: () => unknown, done: string) => {
    try {
      await action();
      setSaid(done);
    } catch {
      setSaid(strings.save.failed);
    }
  };
  return (
    <div class="files">
      <details
        class="menu"
        ref={menu}
        onKeyDown={(event) => {
          if (event.key === "Escape" && menu.current?.open) {
            menu.current.open = false;
            menu.current.querySelector("summary")?.focus();
            event.stopPropagation();
          }
        }}
        onToggle={() => setSaid("")}
      >
        <summary aria-label={`${strings.save.menu}: ${of.title}`}>⋯</summary>
        <div class="actions">
          {actions.map(([name, action, done]) => (
            <button key={name} type="button" onClick={() => void run(action, done)}>{name}</button>
          ))}
          <button type="button" aria-expanded={reading} onClick={() => setReading(!reading)}>
            {strings.save.reading}
          </button>
          <span role="status">{said}</span>
        </div>
      </details>
      {reading && <p class="reading">{of.reading}</p>}
    </div>
  );
}
