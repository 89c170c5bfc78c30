// SPDX-License-Identifier: Apache-2.0
// The report in a browser, from a file: what it shows, what it must not do, by keyboard, without
// script, on paper. usage: node --test report.test.mjs, with ENTENTE and SOURCE in the environment.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { inflateSync } from "node:zlib";

import { here, launch, open, pagesOf, violations } from "./browser.mjs";

const { ENTENTE, SOURCE } = process.env;
const folder = mkdtempSync(join(tmpdir(), "entente-report-"));
const hostile = join(folder, "hostile.html");
const korea = join(folder, "korea.html");
let browser;

function report(model, file, ...flags) {
  execFileSync(ENTENTE, ["report", model, "-o", file, "-q", ...flags], { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
}

before(async () => {
  cpSync(join(here, "hostile"), folder, { recursive: true });
  report("hostile.ent", hostile, "-n", "300");
  // Few futures: what is tested here is the page, with all that the flagship has to show.
  report(join(SOURCE, "models/korea"), korea, "-n", "60", "--posterior", "none");
  browser = await launch();
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const payloadOf = async (page) => {
  const packed = await page.locator("#payload").textContent();
  return JSON.parse(inflateSync(Buffer.from(packed, "base64")).toString());
};
/** Waits until the element says it. */
async function says(locator, pattern) {
  await locator.filter({ hasText: pattern }).waitFor({ timeout: 5000 });
}
/** The zero line has no height, so it is never visible to Playwright. */
const differences = (page) => page.locator(".canvas svg .zero").first().waitFor({ state: "attached" });
const openAll = (page) => page.getByRole("button", { name: "Open all cards" }).click();

for (const scheme of ["light", "dark"]) {
  for (const width of [1280, 400]) {
    test(`the flagship's report, ${scheme}, ${width} pixels wide: everything there, nothing asked for, no barrier`, async () => {
      const { page, noted, close } = await open(browser, korea, { width, scheme });
      const payload = await payloadOf(page);
      await page.waitForSelector(".canvas svg");
      assert.ok(payload.claims.length > 0 && payload.charts.length > 0);
      assert.equal(await page.locator(".card").count(), payload.claims.length);
      assert.equal(await page.locator("figure.chart").count(), payload.charts.length);
      assert.equal(await page.locator(".canvas svg .median").count() >= payload.charts.length, true);
      assert.equal(await page.locator(".answer").textContent(), payload.answer.sentence);
      assert.match(await page.locator("footer").textContent(), /not a forecast/);
      await openAll(page);
      assert.deepEqual(await violations(page), []);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "scrolls sideways");
      assert.deepEqual(noted, []);
      await close();
    });
  }
}

test("differences and tables have no barrier either", async () => {
  const { page, noted, close } = await open(browser, korea, { width: 400 });
  await page.getByRole("button", { name: "Difference from baseline" }).click();
  await differences(page);
  assert.deepEqual(await violations(page), []);
  await page.getByRole("button", { name: "Table", exact: true }).click();
  await page.waitForSelector(".numbers table");
  assert.deepEqual(await violations(page), []);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "scrolls sideways");
  assert.deepEqual(noted, []);
  await close();
});

test("texts that try to become markup stay texts", async () => {
  // Its two cards are open from the start.
  const { page, noted, close } = await open(browser, hostile);
  await page.waitForSelector(".canvas svg");
  await page.locator("details.list summary").evaluateAll((all) => all.forEach((one) => one.click()));
  assert.equal(await page.locator("#page img, #page svg[onload], #page script, #page u, #page b b").count(), 0);
  assert.match(await page.locator("h1").textContent(), /<\/script><img src=x onerror=alert\(1\)>/);
  assert.match(await page.locator("#claims").textContent(), /<script>alert\(9\)<\/script>/);
  assert.match(await page.locator("#events").textContent(), /onerror=alert\(11\)/);
  assert.match(await page.locator("#sources").textContent(), /javascript:alert\(5\)/);
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(noted, []);
  await close();
});

test("a chart can be read by keyboard, month by month", async () => {
  const { page, close } = await open(browser, hostile);
  // A key pressed before there is a picture moves nothing.
  await page.waitForSelector(".canvas svg");
  const canvas = page.locator(".canvas").first();
  await canvas.focus();
  await page.keyboard.press("ArrowRight");
  const summary = page.locator("figure.chart .summary").first();
  await says(summary, /2022-02/);
  await page.keyboard.press("Shift+ArrowRight");
  await says(summary, /2023-02.*\[90 %: /);
  await page.keyboard.press("End");
  await says(summary, /2024-12/);
  assert.equal(await page.locator(".cursor").count(), 1);
  await page.keyboard.press("Tab");
  await page.locator(".cursor").waitFor({ state: "detached" });
  await close();
});

test("keys switch view, scenario and tables, and can be turned off", async () => {
  const { page, close } = await open(browser, hostile);
  await page.waitForSelector(".canvas svg");
  await page.keyboard.press("d");
  await differences(page);
  await page.keyboard.press("d");
  await page.keyboard.press("]");
  assert.equal(await page.locator("select").inputValue(), "no_visits");
  await page.keyboard.press("]");
  assert.equal(await page.locator("select").inputValue(), "");
  await page.keyboard.press("t");
  await page.waitForSelector(".numbers");
  await page.keyboard.press("?");
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  assert.deepEqual(await violations(page), []);
  await dialog.getByRole("checkbox").uncheck();
  await page.keyboard.press("Escape");
  await page.keyboard.press("t");
  assert.equal(await page.locator(".numbers").count() > 0, true, "the key still worked");
  await close();
});

test("verdicts filter the claims", async () => {
  const { page, close } = await open(browser, korea);
  const payload = await payloadOf(page);
  const { text, count } = payload.answer.verdicts.find((one) => one.verdict === "undetermined");
  await page.locator(".filter").getByRole("button", { name: text }).click();
  assert.equal(await page.locator(".card").count(), count);
  await page.locator(".filter").getByRole("button", { name: text }).click();
  assert.equal(await page.locator(".card").count(), payload.claims.length);
  await close();
});

test("a link brings its choices back, and one of another model says so", async () => {
  const first = await open(browser, hostile);
  await first.page.waitForSelector(".canvas svg");
  await first.page.keyboard.press("d");
  await first.page.keyboard.press("]");
  const hash = await first.page.evaluate(() => location.hash);
  await first.close();
  assert.match(hash, /^#m=[0-9a-f]{7}&s=no_visits&w=difference$/);

  const again = await open(browser, hostile, { hash });
  await differences(again.page);
  assert.equal(await again.page.locator("select").inputValue(), "no_visits");
  assert.equal(await again.page.locator(".banner").count(), 0);
  await again.close();

  const other = await open(browser, hostile, { hash: "#m=0000000&w=difference" });
  assert.match(await other.page.locator(".banner").textContent(), /made with model 0000000/);
  await other.close();
});

test("a chart is saved as a file of its numbers and as a picture", async () => {
  const { page, noted, close } = await open(browser, hostile);
  await page.waitForSelector(".canvas svg");
  const save = async (name) => {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.locator("figure.chart").first().getByRole("button", { name }).click(),
    ]);
    return readFileSync(await download.path(), "utf8");
  };
  assert.match(await save("CSV"), /^what,time,q05,q25,q50,q75,q95,unit\nbaseline,2020-01,/);
  const svg = await save("SVG");
  assert.match(svg, /^<svg /);
  assert.doesNotMatch(svg, /var\(|<script|<image/);
  // Reading a blob that the page itself made asks nothing of the network.
  assert.deepEqual(noted.filter((note) => !note.startsWith("request blob:")), []);
  await close();
});

test("without script the answer, the verdicts and the limits are there", async () => {
  const { page, noted, close } = await open(browser, korea, { script: false });
  const text = await page.locator("body").innerText();
  assert.match(text, /claims/);
  assert.match(text, /Not in this model: /);
  assert.match(text, /entente report /);
  assert.ok(await page.locator("noscript tr, tbody tr").count() > 3);
  assert.deepEqual(noted, []);
  await close();
});

test("a report that was cut short says so instead of staying blank", async () => {
  const html = readFileSync(hostile, "utf8");
  const payload = html.indexOf('id="payload">') + 13;
  const cut = join(folder, "cut.html");
  writeFileSync(cut, html.slice(0, payload + 200) + html.slice(html.indexOf("</script>", payload)));
  // The policy goes by hashes of script and style, which stay.
  const { page, close } = await open(browser, cut);
  assert.match(await page.locator("#page").textContent(), /could not be read/);
  await close();
});

test("the flagship's report is small, opens fast and prints on eight pages of A4 at most", async () => {
  const bytes = statSync(korea).size;
  assert.ok(bytes <= 1.5e6, `${bytes} bytes`);
  const { page, close } = await open(browser, korea);
  await page.waitForSelector(".canvas svg");
  const ready = await page.evaluate(() => performance.getEntriesByType("navigation")[0].domComplete);
  const pages = pagesOf(await page.pdf({ preferCSSPageSize: true }));
  console.log(`report of models/korea: ${(bytes / 1e6).toFixed(2)} MB, shown in ${ready.toFixed(0)} ms, ${pages} pages`);
  assert.ok(pages >= 2 && pages <= 8, `${pages} pages`);
  await close();
});
