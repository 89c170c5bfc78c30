// SPDX-License-Identifier: Apache-2.0
// The whole page as a picture, drawn as charts are: its elements and its style sheet within an SVG, what it
// is of beneath.
import { colourOf, make, pad, Pen, type Picture } from "./picture";

/** What the reader typed and chose is no attribute yet. */
function copyFields(from: HTMLElement, to: HTMLElement): void {
  const fields = to.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input, select");
  from.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input, select").forEach((field, i) => {
    const copy = fields[i];
    if (copy instanceof HTMLSelectElement) {
      copy.selectedOptions[0]?.removeAttribute("selected");
      copy.options[(field as HTMLSelectElement).selectedIndex]?.setAttribute("selected", "");
    } else if (field instanceof HTMLInputElement) {
      copy?.setAttribute("value", field.value);
      copy?.toggleAttribute("checked", field.checked);
    }
  });
}

/** What scrolls within the page keeps its height: the picture is one screen, as high as all of it. */
function copyFrames(from: HTMLElement, to: HTMLElement): void {
  const copies = to.querySelectorAll<HTMLElement>("*");
  from.querySelectorAll<HTMLElement>("*").forEach((element, i) => {
    if (element.scrollHeight > element.clientHeight && /auto|scroll/.test(getComputedStyle(element).overflowY)) {
      copies[i]?.setAttribute("style", `height: ${element.offsetHeight}px; overflow: hidden`);
    }
  });
}

/** Colours as they are now: within a picture no browser says whether the reader prefers dark ones. */
function lookOf(sheet: string): string {
  const names = new Set(sheet.match(/--[\w-]+(?=:)/g));
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  return [`color-scheme: ${dark ? "dark" : "light"}`, ...[...names].map((name) => `${name}: ${colourOf(name)}`)].join("; ");
}

/** `notes` stand beneath, a paragraph each. */
export function pictureOfPage(notes: readonly string[]): Picture {
  const { body, documentElement: page } = document;
  const copy = body.cloneNode(true) as HTMLElement;
  copyFields(body, copy);
  copyFrames(body, copy);
  copy.querySelectorAll("script, noscript, style, dialog, .skip, .drawer").forEach((element) => element.remove());
  const sheet = [...document.querySelectorAll("style")].map((style) => style.textContent).join("\n");
  const [width, height] = [page.clientWidth, page.scrollHeight];
  const outer = make("svg", { width, style: lookOf(sheet) });
  const inner = make("foreignObject", { width, height });
  inner.append(copy);
  outer.append(make("style", {}, sheet), make("rect", { width: "100%", height: "100%", fill: colourOf("--ground") }), inner);
  const pen = new Pen(outer, width);
  pen.y = height;
  notes.forEach((note) => pen.write(note, 10.5, 400, colourOf("--soft")));
  const whole = Math.ceil(pen.y + pad);
  outer.setAttribute("height", String(whole));
  outer.setAttribute("viewBox", `0 0 ${width} ${whole}`);
  return { svg: new XMLSerializer().serializeToString(outer), width, height: whole };
}
