// SPDX-License-Identifier: Apache-2.0
// Makes the pictures of docs/images from a report of models/korea and the page that `entente serve`
// shows, in Chromium. usage: node tools/pictures.mjs PROGRAM [FOLDER]; FOLDER is docs/images, and with
// another one every tab is taken in both themes, 1280 and 400 pixels wide, to be looked at.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { launch } from "../tests/web/browser.mjs";
import { serve } from "../tests/web/served.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const program = resolve(process.argv[2] ?? join(root, "build/release/entente"));
const folder = resolve(process.argv[3] ?? join(root, "docs/images"));
const all = process.argv[3] !== undefined;
const mostBytes = 320_000;
/** Milliseconds: claims take minutes beside other work. */
const patience = 300_000;
/** That claims are judged with: enough for their look. */
const futures = "200";
const scratch = mkdtempSync(join(tmpdir(), "entente-pictures-"));
/** As the command in a report is to name it. */
const model = "models/korea";

/** Claims last: they are judged meanwhile. */
const tabs = ["whatif", "timeline", "why", "data", "track", "claims"];
/** Those that README.md and docs/page.md show. */
const shown = ["whatif", "why", "report"];
/** Pixels of those, to the end of what is worth showing. */
const heights = { whatif: 800, why: 1310, report: 1352 };

function report() {
  const file = join(scratch, "korea.html");
  execFileSync(program, ["report", model, "--row", "P4", "-s", "crude_cut", "-n", futures, "-o", file, "-q"], { cwd: scratch, stdio: "inherit" });
  return pathToFileURL(file).href;
}

async function take(page, name, whole) {
  const file = join(folder, `${name}.png`);
  await page.screenshot({ path: file, fullPage: whole, animations: "disabled" });
  const { size } = statSync(file);
  console.log(`${file}: ${size} bytes`);
  if (!all && size > mostBytes) {
    throw new Error(`${name}.png is larger than ${mostBytes} bytes`);
  }
}

/** Has what is shown settle: runs end, pictures are drawn. */
async function ready(page, name) {
  const drawn = { report: ".canvas svg", claims: ".card", whatif: ".canvas svg", timeline: "svg.lanes", why: "svg.graph", data: ".strip svg", track: "#track-title" };
  await page.waitForSelector(drawn[name], { timeout: patience });
  await page.waitForTimeout(name === "whatif" ? 6000 : 1000);
}

mkdirSync(folder, { recursive: true });
symlinkSync(join(root, "models"), join(scratch, "models"));
const browser = await launch();
const server = await serve(program, model, { cwd: scratch, flags: ["-n", futures] });
try {
  const places = Object.fromEntries(tabs.map((tab) => [tab, `${server.address}#tab=${tab}`]));
  const looks = all ? ["light", "dark"].flatMap((scheme) => [1280, 400].map((width) => ({ scheme, width }))) : [{ scheme: "light", width: 1280 }];
  for (const { scheme, width } of looks) {
    const context = await browser.newContext({ colorScheme: scheme });
    for (const name of all ? [...tabs, "report"] : shown) {
      const page = await context.newPage();
      await page.setViewportSize({ width, height: all ? 800 : heights[name] });
      await page.goto(name === "report" ? (places.report ??= report()) : places[name]);
      await ready(page, name);
      await take(page, all ? `${name}-${width}-${scheme}` : name, all && name !== "data");
      await page.close();
    }
    await context.close();
  }
} finally {
  await server.stop();
  await browser.close();
  rmSync(scratch, { recursive: true, force: true });
}
