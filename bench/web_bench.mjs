// SPDX-License-Identifier: Apache-2.0
// Times in the browser, from the event of a lever to the painted chart, on the flagship. usage: node
// web_bench.mjs, with ENTENTE and SOURCE in the environment. It prints and judges nothing.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { launch } from "../tests/web/browser.mjs";
import { serve, visit } from "../tests/web/served.mjs";

// The server runs in a folder of its own.
const [ENTENTE, SOURCE] = [process.env.ENTENTE, process.env.SOURCE].map((path) => resolve(path));
const moves = 60;
const releases = 12;
const redraws = 20;
const charts = 12;
const patience = 120_000;

/** In the page: notes when a lever spoke and when what came of it was painted. */
function watchPaints() {
  window.bench = { event: 0, painted: 0, unpainted: 0 };
  addEventListener("input", (event) => (window.bench.event = event.timeStamp), { capture: true });
  addEventListener("change", (event) => (window.bench.event = event.timeStamp), { capture: true });
  addEventListener("keydown", (event) => (window.bench.event = event.timeStamp), { capture: true });
  const stage = document.querySelector(".stage");
  new MutationObserver(() => {
    ++window.bench.unpainted;
    // Behind the next frame everything that this one changed is on the screen.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        window.bench.painted = performance.now();
        --window.bench.unpainted;
      };
      port2.postMessage(0);
    });
  }).observe(stage, { subtree: true, childList: true, attributeFilter: ["aria-busy"] });
}

const quantile = (times, share) => [...times].sort((a, b) => a - b)[Math.ceil(times.length * share) - 1];

function print(what, goal, times) {
  const [middle, most] = [quantile(times, 0.5), quantile(times, 0.95)].map((time) => time.toFixed(0));
  console.log(`${what.padEnd(44)} median ${middle.padStart(5)} ms   95 in 100 within ${most.padStart(5)} ms   goal ${goal} ms   n ${times.length}`);
}

/** The time from what `act` makes the page hear to when all that comes of it is painted. */
async function timed(page, act) {
  await page.evaluate(() => Object.assign(window.bench, { event: 0, painted: 0 }));
  await act();
  await page.waitForFunction(
    () => {
      const { event, painted, unpainted } = window.bench;
      const still = document.querySelector('.stage[aria-busy="false"]') !== null;
      return still && unpainted === 0 && event > 0 && painted > event && performance.now() - painted > 40;
    },
    null,
    { timeout: patience, polling: 5 },
  );
  return page.evaluate(() => window.bench.painted - window.bench.event);
}

const folder = mkdtempSync(join(tmpdir(), "entente-web-bench-"));
// Claims are judged in between, as on a first visit; of few futures, or they would not end here.
const served = await serve(ENTENTE, join(SOURCE, "models/korea"), { cwd: folder, flags: ["-n", "100"] });
const browser = await launch();
const { page } = await visit(browser, served, { hash: "#tab=whatif" });
await page.locator(".canvas svg").first().waitFor({ timeout: patience });
await page.locator('.stage[aria-busy="false"]').waitFor({ timeout: patience });
await page.waitForTimeout(1000);
await page.evaluate(watchPaints);

let asked = 0;
page.on("request", (request) => (asked += request.url().includes("/api/run") ? 1 : 0));
for (const end of ["requestfinished", "requestfailed"]) {
  page.on(end, (request) => (asked -= request.url().includes("/api/run") ? 1 : 0));
}
/** Waits until no run is under way, not even one that nobody waits for. */
async function quiet() {
  do {
    await page.waitForTimeout(500);
  } while (asked > 0);
}

const previews = [];
const fulls = [];
const range = page.locator(".lever input[type=range]").first();
/** Where the lever's thumb stands at a share of its track; the page above it may have grown. */
async function place(share) {
  const box = await range.boundingBox();
  return [box.x + 8 + share * (box.width - 16), box.y + box.height / 2];
}
await range.scrollIntoViewIfNeeded();
let share = 0.05;
for (let i = 0; i < releases; ++i) {
  await page.mouse.move(...(await place(share)));
  await page.mouse.down();
  for (let k = 0; k < moves / releases; ++k) {
    // Never where it stood before, so that every move is an event.
    share = (share + 0.37) % 0.9 + 0.05;
    const to = await place(share);
    previews.push(await timed(page, () => page.mouse.move(...to)));
  }
  fulls.push(await timed(page, () => page.mouse.up()));
}

const names = await page.evaluate(() => [...document.querySelectorAll(".chooser input")].length);
await page.locator(".chooser summary").click();
for (let i = 0; i < Math.min(charts, names); ++i) {
  await page.locator(".chooser input").nth(i).check();
}
await page.locator("h1").click();
await quiet();
const drawn = [];
for (let i = 0; i < redraws; ++i) {
  drawn.push(await timed(page, () => page.keyboard.press("d")));
}
const shown = await page.locator(".stage figure.chart").count();

print("preview of 200 futures, lever to chart", 100, previews);
print("run of 2,000 futures, lever to chart", 1000, fulls);
print(`redraw of ${shown} charts, key to chart`, 60, drawn);
await browser.close();
await served.stop();
rmSync(folder, { recursive: true, force: true });
