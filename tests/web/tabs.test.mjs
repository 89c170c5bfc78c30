// SPDX-License-Identifier: Apache-2.0
// The tabs Timeline, Why, Data and Track record of the page that `entente serve` shows: what they
// show, by keyboard, what is saved of them. usage: node --test tabs.test.mjs, with ENTENTE and SOURCE
// in the environment.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { crossed, launch, violations } from "./browser.mjs";
import { serve, visit } from "./served.mjs";

const { ENTENTE, SOURCE } = process.env;
const folder = mkdtempSync(join(tmpdir(), "entente-tabs-"));
let browser;
let served;

before(async () => {
  browser = await launch();
  served = await serve(ENTENTE, join(SOURCE, "models/korea"), { cwd: folder });
});

after(async () => {
  await browser?.close();
  await served?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const names = { timeline: "svg.lanes .stop", why: "svg.graph .box", data: ".strip svg", track: ".tab-track .canvas svg" };

/** The page at a tab, once it is drawn. */
async function at(tab, options) {
  const visited = await visit(browser, served, { hash: `#tab=${tab}`, ...options });
  await visited.page.locator(names[tab]).first().waitFor({ timeout: 90_000 });
  return visited;
}

const modelOf = (page) =>
  page.evaluate(async () => {
    const token = new URLSearchParams(location.search).get("k");
    return (await fetch("/api/model", { headers: { "X-Entente-Token": token } })).json();
  });

async function saved(page, figure, name) {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    figure.getByRole("button", { name, exact: true }).click(),
  ]);
  return readFileSync(await download.path());
}

for (const scheme of ["light", "dark"]) {
  for (const width of [1280, 400]) {
    test(`no tab has a barrier, ${scheme}, ${width} pixels wide`, async () => {
      for (const tab of Object.keys(names)) {
        const { page, noted, close } = await at(tab, { width, scheme });
        assert.deepEqual(await violations(page), [], tab);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${tab} scrolls sideways`);
        assert.deepEqual(noted, []);
        await close();
      }
    });
  }
}

test("no line of a zero crosses the words of bars, wide or narrow", async () => {
  for (const width of [1280, 400]) {
    const { page, close } = await at("track", { width });
    // A line has no width, so it is never visible to Playwright.
    await page.locator("#bars-skill .bar-zero").first().waitFor({ state: "attached" });
    assert.deepEqual(await crossed(page), [], `${width} pixels`);
    await close();
  }
});

test("every figure says its source and where its data end", async () => {
  const { page, close } = await at("data");
  const { series, model } = await modelOf(page);
  const held = series.filter((one) => one.missing === "");
  assert.equal(await page.locator("figure.series").count(), held.length);
  for (const one of held.slice(0, 5)) {
    const text = await page.locator(`#series-${one.name}`).textContent();
    assert.ok(text.includes(one.source) && text.includes(one.caveat), one.name);
    assert.ok(text.includes(`to ${one.each === "year" ? one.to.slice(0, 4) : one.to}`), `${one.name} does not say its end`);
  }
  const missing = await page.locator(".tab-data .missing").textContent();
  for (const one of series.filter((other) => other.missing !== "")) {
    assert.ok(missing.includes(one.missing), one.name);
  }
  await close();
  for (const tab of ["timeline", "why", "track"]) {
    const other = await at(tab);
    assert.match(await other.page.locator("figure .source").first().textContent(), new RegExp(`reach to ${model.data_end}`));
    await other.close();
  }
});

test("the timeline is read, zoomed, moved and filtered by keyboard", async () => {
  const { page, close } = await at("timeline");
  const { events } = await modelOf(page);
  const summary = page.locator(".tab-timeline figure .summary").first();
  const count = async () => Number(/^\d+/.exec(await summary.textContent())[0]);
  assert.equal(await count(), events.length);

  await page.locator(".stop[tabindex='0']").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  const told = page.locator(".chosen-events");
  await told.waitFor();
  assert.match(await told.textContent(), /Source: /);

  // Telling more, and zooming, leave the focus on the event.
  const focused = () => page.evaluate(() => document.activeElement.closest("svg.lanes .stop")?.getAttribute("aria-label"));
  const event = await focused();
  assert.ok((await told.textContent()).includes(event.slice(0, event.lastIndexOf(","))), `${event} is not what is told`);
  const before = await count();
  await page.keyboard.press("+");
  await page.waitForFunction((n) => Number(/^\d+/.exec(document.querySelector(".tab-timeline figure .summary").textContent)[0]) < n, before);
  await page.waitForFunction(() => document.activeElement.matches("svg.lanes .stop[tabindex='0']"));
  assert.equal(await focused(), event, "the focus went elsewhere");
  await page.keyboard.press("Home");
  await page.waitForFunction((n) => Number(/^\d+/.exec(document.querySelector(".tab-timeline figure .summary").textContent)[0]) === n, before);

  await page.getByLabel("Filter by words").fill("nuclear");
  await page.waitForFunction((n) => Number(/^\d+/.exec(document.querySelector(".tab-timeline figure .summary").textContent)[0]) < n, before);
  await page.getByLabel("Filter by words").fill("");
  const lanes = await page.locator("svg.lanes .lane").count();
  await page.getByRole("button", { name: "Lanes by actor" }).press("Enter");
  await page.waitForFunction((n) => document.querySelectorAll("svg.lanes .lane").length > n, lanes);

  const strip = page.locator(".strip > div").first();
  await strip.focus();
  await page.keyboard.press("ArrowLeft");
  await page.locator(".strip .readout").first().filter({ hasText: /^\d{4}-\d{2}: / }).waitFor();
  await close();
});

test("the wheel zooms the timeline with Ctrl, and it can be dragged", async () => {
  const { page, close } = await at("timeline");
  const summary = page.locator(".tab-timeline figure .summary").first();
  const texts = [await summary.textContent()];
  const { x, y } = await page.locator("svg.lanes").boundingBox();
  await page.mouse.move(x + 700, y + 20);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -300);
  await page.keyboard.up("Control");
  await summary.filter({ hasNotText: texts[0] }).waitFor();
  texts.push(await summary.textContent());
  await page.mouse.down();
  await page.mouse.move(x + 400, y + 20, { steps: 5 });
  await page.mouse.up();
  await summary.filter({ hasNotText: texts[1] }).waitFor();
  assert.equal(await page.locator(".chosen-events").count(), 0, "a drag is no click");
  await close();
});

test("the graph unfolds, explains a quantity, goes from box to box and shows a loop, by keyboard", async () => {
  const { page, close } = await at("why");
  const { graph } = await modelOf(page);
  assert.ok(graph.edges.some((edge) => edge.sign === "+") && graph.edges.some((edge) => edge.sign === "-"));
  const boxes = page.locator("g.box");
  assert.ok(await boxes.count() <= 40);
  await page.locator("g.box[tabindex='0']").focus();
  await page.keyboard.press("Enter");
  await page.locator("g.box:not(.sector)").first().waitFor();
  assert.ok(await boxes.count() <= 40);

  // Every box of a quantity has the line of its median.
  const lines = await page.locator("g.box:not(.sector) .spark .path").evaluateAll((paths) => paths.map((path) => path.getAttribute("d")));
  assert.equal(lines.length, await page.locator("g.box:not(.sector)").count());
  assert.ok(lines.every((line) => /^M[\d.,L]+$/.test(line)), lines.join(" "));
  assert.match(await page.locator("g.box:not(.sector)").first().getAttribute("aria-description"), /median of the baseline from .+ to /);

  const graded = graph.nodes.find((node) => node.kind === "stock" && node.grade >= "D");
  await page.getByLabel("Find a quantity").fill(graded.name);
  await page.keyboard.press("Enter");
  const told = page.locator(".told");
  await told.locator("code").waitFor();
  assert.match(await told.textContent(), /Equation.*Unit.*Grade.*Source/s);
  assert.ok(await page.locator("g.box.chosen.weak").count() > 0, "a judgement is not marked");
  assert.match(await page.locator(".tab-why figcaption").textContent(), /Weakest shown: /);

  const first = await told.locator("h3").textContent();
  await told.locator(".neighbours button").first().press("Enter");
  await told.locator("h3").filter({ hasNotText: first }).waitFor();

  assert.ok(graph.loops.length > 0);
  await page.locator(".loops button").first().press("Enter");
  await page.locator("g.box.near").first().waitFor();
  assert.match(await page.locator(".loops li").first().textContent(), /(R|B)\d* (reinforcing|balancing)/);
  await close();
});

test("timeline, graph and series are saved as pictures and numbers", async () => {
  const heads = {
    timeline: /^date,kind,who,what,source,grade,on_record\n/,
    why: /^from,to,sign,links\n/,
    data: /^series,time,value,unit,grade\n/,
    track: /^period,q05,q25,q50,q75,q95,naive,observed,outside_90,unit\n/,
  };
  for (const [tab, head] of Object.entries(heads)) {
    const { page, close } = await at(tab);
    const figure = page.locator("figure", { has: page.locator(".menu") }).first();
    await figure.locator(".menu summary").click();
    assert.match(String(await saved(page, figure, "CSV")), head);
    const svg = String(await saved(page, figure, "SVG"));
    assert.match(svg, /^<svg .*127\.0\.0\.1:\d+\/#/s);
    assert.doesNotMatch(svg, /k=[0-9a-f]{8}|var\(/, "the token is nobody's business");
    assert.equal((await saved(page, figure, "PNG")).subarray(1, 4).toString(), "PNG");
    await close();
  }
});

test("the track record has naive forecasts beside every score, and says what is left out", async () => {
  const { page, close } = await at("track");
  const { track_record: track, limits } = await modelOf(page);
  const text = await page.locator(".tab-track").textContent();
  assert.match(text, /No (live )?track record/);
  assert.equal(await page.locator(".tab-track tbody tr").count(), track.rows.length);
  const figures = page.locator(".tab-track .hindcasts figure.chart");
  assert.equal(await figures.locator(".canvas svg").count(), track.hindcasts.filter((one) => one.level === "C0").length);
  await page.getByRole("button", { name: "C1", exact: true }).press("Enter");
  const told = track.hindcasts.find((one) => one.level === "C1").chart.fans[0].summary;
  await figures.first().locator(".summary").filter({ hasText: told }).waitFor();
  const hash = await page.evaluate(() => location.hash);
  assert.match(hash, /[#&]known=C1(&|$)/);
  const again = await at("track", { hash });
  await again.page.getByRole("button", { name: "C1", exact: true, pressed: true }).waitFor();
  assert.ok((await again.page.locator(".tab-track .hindcasts .summary").first().textContent()).includes(told));
  await again.close();
  assert.deepEqual(track.rows.filter((row) => !row.naive && row.leads !== "no rival"), []);
  assert.ok(text.includes(limits[0]));
  await close();
});
