// SPDX-License-Identifier: Apache-2.0
// A chart as a picture that stands alone: its look written into it, with title, legend, source, caveat
// and link around it, so that none of them is lost when it travels. SVG, and PNG at twice the size.

export interface Frame {
  title: string;
  unit: string;
  /** Class of a scenario's marks (fan.ts, styleOf) and the words for it; none where there is one. */
  lines: readonly { style: string; text: string }[];
  /** Small print beneath, a paragraph each: how to read it, source, caveat, link. */
  notes: readonly string[];
}

export interface Picture {
  svg: string;
  /** Pixels. */
  width: number;
  height: number;
}

const namespace = "http://www.w3.org/2000/svg";
const family = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans CJK KR', sans-serif";
export const pad = 16;
/** Narrower pictures would break their small print into slivers. */
const leastWidth = 460;

const looks = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity",
  "stroke-linejoin", "stroke-linecap", "paint-order", "opacity", "font-size", "font-weight", "font-family",
];

/** Lines of at most `width`, broken at spaces; a word that is longer stands on a line of its own. */
export function wrapped(text: string, width: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter((one) => one !== "")) {
    const last = lines.at(-1);
    if (last !== undefined && measure(`${last} ${word}`) <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}

/** The drawing with its look written into it, for programs that do not have our style sheet. */
function standAlone(svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = svg.querySelectorAll<SVGElement>("*");
  copy.querySelectorAll<SVGElement>("*").forEach((element, i) => {
    const original = originals[i];
    const look = original && getComputedStyle(original);
    for (const property of look ? looks : []) {
      element.setAttribute(property, look?.getPropertyValue(property) ?? "");
    }
    element.removeAttribute("tabindex");
  });
  copy.querySelectorAll(".cursor").forEach((line) => line.remove());
  copy.removeAttribute("aria-hidden");
  return copy;
}

export function make(name: string, attributes: Record<string, string | number>, text = ""): SVGElement {
  const element = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, String(value));
  }
  element.textContent = text;
  return element;
}

/** A colour of the style sheet, as it is in the reader's theme. */
export const colourOf = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Writes paragraphs down a picture. */
export class Pen {
  y = pad;
  private readonly brush = document.createElement("canvas").getContext("2d");

  constructor(private readonly into: SVGElement, private readonly width: number) {}

  measure(text: string, size: number, weight: number): number {
    if (!this.brush) {
      return text.length * size * 0.55;
    }
    this.brush.font = `${weight} ${size}px ${family}`;
    return this.brush.measureText(text).width;
  }

  write(text: string, size: number, weight: number, fill: string) {
    const fits = (line: string) => this.measure(line, size, weight);
    for (const line of wrapped(text, this.width - 2 * pad, fits)) {
      this.y += size * 1.3;
      this.into.append(
        make("text", { x: pad, y: this.y, fill, "font-size": size, "font-weight": weight, "font-family": family }, line),
      );
    }
  }

  /** Lines of the legend beside each other, as many as fit. */
  legend(lines: Frame["lines"]) {
    const dashes: Record<string, string> = { "scenario-2": "6 3", "scenario-3": "2 3" };
    let x = pad;
    this.y += lines.length > 0 ? 18 : 0;
    for (const { style, text } of lines) {
      const room = 30 + this.measure(text, 12, 400) + 16;
      if (x > pad && x + room > this.width - pad) {
        x = pad;
        this.y += 17;
      }
      const stroke = colourOf(`--${style}`);
      this.into.append(
        make("line", { x1: x, x2: x + 24, y1: this.y - 4, y2: this.y - 4, stroke, "stroke-width": 3, "stroke-dasharray": dashes[style] ?? "none" }),
        make("text", { x: x + 30, y: this.y, fill: colourOf("--ink"), "font-size": 12, "font-family": family }, text),
      );
      x += room;
    }
  }
}

/** Must be called with the drawing in the document: its look is asked of the browser. */
export function framed(drawing: SVGSVGElement, frame: Frame): Picture {
  const inner = standAlone(drawing);
  const view = drawing.viewBox.baseVal;
  const [innerWidth, innerHeight] = view && view.width > 0
    ? [view.width, view.height]
    : [drawing.clientWidth, drawing.clientHeight];
  const width = Math.max(leastWidth, innerWidth + 2 * pad);
  const outer = make("svg", { width }) as SVGSVGElement;
  const ground = make("rect", { width: "100%", height: "100%", fill: colourOf("--ground") });
  outer.append(ground);
  const pen = new Pen(outer, width);
  pen.write(frame.title, 16, 650, colourOf("--ink"));
  pen.write(frame.unit, 12, 400, colourOf("--soft"));
  pen.legend(frame.lines);
  pen.y += 8;
  for (const [name, value] of Object.entries({ x: (width - innerWidth) / 2, y: pen.y, width: innerWidth, height: innerHeight })) {
    inner.setAttribute(name, String(value));
  }
  outer.append(inner);
  pen.y += innerHeight + 4;
  for (const note of frame.notes) {
    pen.write(note, 10.5, 400, colourOf("--soft"));
    pen.y += 3;
  }
  const height = Math.ceil(pen.y + pad);
  outer.setAttribute("height", String(height));
  outer.setAttribute("viewBox", `0 0 ${width} ${height}`);
  return { svg: new XMLSerializer().serializeToString(outer), width, height };
}

/** Pixels that every browser has room for, in a picture and along its side. */
const mostPixels = 64e6;
const mostAlong = 32_000;

/** The picture at twice its size, or less where that is too large to draw. Rejects where the browser cannot draw it. */
export async function rasterised(picture: Picture): Promise<Blob> {
  const { width, height } = picture;
  const scale = Math.min(2, mostAlong / Math.max(width, height), Math.sqrt(mostPixels / (width * height)));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture.svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png");
  });
}
