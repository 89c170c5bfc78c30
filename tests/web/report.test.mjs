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

import { crossed, here, launch, open, pagesOf, violations } from "./browser.mjs";

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
      assert.equal(await page.locator("#charts figure.chart").count(), payload.charts.length);
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
  assert.equal(await page.getByLabel("Scenario").inputValue(), "no_visits");
  await page.keyboard.press("]");
  assert.equal(await page.getByLabel("Scenario").inputValue(), "");
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
  assert.equal(await again.page.getByLabel("Scenario").inputValue(), "no_visits");
  assert.equal(await again.page.locator(".banner").count(), 0);
  await again.close();

  const other = await open(browser, hostile, { hash: "#m=0000000&w=difference" });
  assert.match(await other.page.locator(".banner").textContent(), /made with model 0000000/);
  await other.close();
});

/** Size and number of colours of a picture, as the browser sees it. */
async function pictureOf(browser, bytes) {
  const page = await browser.newPage();
  const seen = await page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.width;
    canvas.height = image.height;
    const brush = canvas.getContext("2d");
    brush.drawImage(image, 0, 0);
    const words = new Uint32Array(brush.getImageData(0, 0, image.width, image.height).data.buffer);
    return { width: image.width, height: image.height, colours: new Set(words).size };
  }, bytes.toString("base64"));
  await page.close();
  return seen;
}

for (const scheme of ["light", "dark"]) {
  test(`a chart is saved as numbers and as pictures that say where they come from, ${scheme}`, async () => {
    const { page, noted, close } = await open(browser, hostile, { scheme });
    await page.waitForSelector(".canvas svg");
    const figure = page.locator("figure.chart").first();
    await figure.locator(".menu summary").click();
    const save = async (name) => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        figure.getByRole("button", { name, exact: true }).click(),
      ]);
      return readFileSync(await download.path());
    };
    assert.match(String(await save("CSV")), /^what,time,q05,q25,q50,q75,q95,unit\nbaseline,2020-01,/);
    const svg = String(await save("SVG"));
    assert.match(svg, /^<svg /);
    assert.doesNotMatch(svg, /var\(|<script|<image|<img/);
    const words = svg.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
    for (const part of [await figure.locator("h3").innerHTML(), "Source:", "light band 90 in 100", "hostile.html#m="]) {
      assert.ok(words.includes(part.replace(/\s+/g, " ").trim()), `the picture does not say ${part}`);
    }
    const [, width, height] = /^<svg [^>]*width="([\d.]+)"[^>]*height="([\d.]+)"/.exec(svg);
    const png = await pictureOf(browser, await save("PNG"));
    assert.deepEqual([png.width, png.height], [Math.round(width * 2), Math.round(height * 2)]);
    assert.ok(png.colours > 50, `${png.colours} colours`);
    // Reading what the page itself made asks nothing of the network.
    assert.deepEqual(noted.filter((note) => !/^request (blob|data):/.test(note)), []);
    assert.deepEqual(await violations(page), []);
    await close();
  });
}

test("a chart's sentence and link are copied, how it is read is told, all by keyboard", async () => {
  const { page, noted, close } = await open(browser, hostile);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.waitForSelector(".canvas svg");
  const figure = page.locator("figure.chart").first();
  const copied = async (name) => {
    await figure.getByRole("button", { name }).press("Enter");
    await says(figure.getByRole("status"), /Copied/);
    return page.evaluate(() => navigator.clipboard.readText());
  };
  await figure.locator(".menu summary").press("Enter");
  assert.match(await copied("Copy sentence"), /not a forecast/);
  assert.match(await copied("Copy link"), /^hostile\.html#m=[0-9a-f]{7}/);
  await figure.getByRole("button", { name: "How to read this" }).press("Enter");
  assert.match(await figure.locator(".reading").textContent(), /90 in 100/);
  await page.keyboard.press("Escape");
  assert.equal(await figure.getByRole("button").count(), 0);
  assert.deepEqual(noted, []);
  await close();
});

test("every chart says its source and where the data end, levels and differences alike", async () => {
  const { page, close } = await open(browser, korea);
  const { model } = await payloadOf(page);
  await page.waitForSelector(".canvas svg");
  for (const view of ["Levels", "Difference from baseline"]) {
    await page.getByRole("button", { name: view }).click();
    const sources = await page.locator("figure.chart .source").allTextContents();
    assert.equal(sources.length, await page.locator("figure.chart").count());
    assert.deepEqual(sources.filter((text) => !text.includes(`reach to ${model.data_end}`)), []);
  }
  await close();
});

test("thin lines are single futures, from the forecast on, and in no difference", async () => {
  const { page, close } = await open(browser, hostile);
  const { charts } = await payloadOf(page);
  await page.waitForSelector(".canvas svg");
  const [first] = charts;
  assert.equal(first.fans[0].samples.length, 20);
  const drawn = page.locator("figure.chart .canvas svg").first().locator(".sample path, path.sample");
  assert.equal(await drawn.count(), 20);
  await page.keyboard.press("d");
  await differences(page);
  assert.equal(await drawn.count(), 0);
  await close();
});

test("what matters most has both ends, a grade and a share, for the output that is chosen", async () => {
  const { page, noted, close } = await open(browser, hostile);
  const { charts } = await payloadOf(page);
  const chart = charts.find((one) => one.fans[0].matters);
  const [input] = chart.fans[0].matters.inputs;
  const section = page.locator("#matters");
  await section.locator("svg").waitFor();
  const text = await section.locator("svg").textContent();
  assert.ok(text.includes(input.label || input.name));
  assert.match(text, /\d+ % of the spread +D/);
  assert.equal(await section.locator("rect.bar").count(), chart.fans[0].matters.inputs.length);
  assert.equal(await section.locator(".summary").textContent(), chart.fans[0].matters.sentence);
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(noted, []);
  await close();
});

test("influence stands by channel, with shares and intervals", async () => {
  const { page, noted, close } = await open(browser, korea, { width: 400 });
  const { influences } = await payloadOf(page);
  assert.ok(influences.length > 0);
  const figures = page.locator("#influence figure");
  assert.equal(await figures.count(), influences.flatMap((one) => one.outcomes).length);
  await figures.first().locator("svg").waitFor();
  const { channels, sentence } = influences[0].outcomes[0];
  assert.equal(await figures.first().locator("rect.bar").count(), channels.length);
  assert.equal(await figures.first().locator(".summary").textContent(), sentence);
  assert.deepEqual(noted, []);
  await close();
});

test("what the model leaves out is always shown, and naive forecasts beside every score", async () => {
  const { page, close } = await open(browser, korea);
  const { model, track_record: track } = await payloadOf(page);
  assert.ok(model.omits.length > 0);
  assert.ok((await page.locator("#limits").textContent()).includes(model.omits));
  const section = page.locator("#track");
  assert.match(await section.textContent(), /No (live )?track record/);
  assert.deepEqual(track.rows.filter((row) => !row.naive && row.leads !== "no rival"), []);
  const shown = await section.locator("table.stacks tbody tr").evaluateAll((rows) => rows.map((row) => row.cells[4].textContent));
  assert.deepEqual(shown.map((text) => text.trim()), track.rows.map((row) => (row.naive ? `${row.naive_score} (${row.naive})` : "none")));
  await close();
});

/** Each dot of a past forecast: whether it lies in the drawn band, and whether its shape says so. */
const dotsOf = (figure) =>
  figure.locator(".canvas svg").evaluate((svg) => {
    const band = svg.querySelector("path.band90, .band90 path");
    return [...svg.querySelectorAll(":is(.seen, .estimated) :is(circle, path), :is(circle, path):is(.seen, .estimated)")].map((dot) => {
      const { e, f } = dot.transform.baseVal.consolidate()?.matrix ?? { e: 0, f: 0 };
      const [x, y] = [e + (dot.cx?.baseVal.value ?? 0), f + (dot.cy?.baseVal.value ?? 0)];
      return { x, outside: dot.closest(".outside") !== null, drawnInside: band.isPointInFill(new DOMPoint(x, y)) };
    });
  });

test("past forecasts stand beside what came, missed or not, by what was known", async () => {
  const { page, noted, close } = await open(browser, korea);
  const { track_record: track } = await payloadOf(page);
  const at = (level) => track.hindcasts.filter((one) => one.level === level);
  const section = page.locator("#track .hindcasts");
  const figures = section.locator("figure.chart");
  assert.ok(at("C0").length > 3 && at("C1").length === at("C0").length);
  assert.ok(track.rows.every((row) => at("C0").some(({ chart }) => (chart.label || chart.name) === row.series)));
  for (const level of ["C0", "C1"]) {
    await section.getByRole("button", { name: level, exact: true }).click();
    await figures.nth(2).locator(".canvas svg").waitFor();
    // The first three are yearly and monthly amounts, of which none lies on the edge of a band.
    for (const [i, { chart }] of at(level).slice(0, 3).entries()) {
      const { points } = chart.observed[0];
      const dots = (await dotsOf(figures.nth(i))).sort((a, b) => a.x - b.x);
      assert.deepEqual(dots.map((dot) => dot.outside), points.map((point) => point.outside), chart.name);
      assert.deepEqual(dots.map((dot) => dot.drawnInside), points.map((point) => !point.outside), chart.name);
      assert.equal(await figures.nth(i).locator(".naive path, path.naive").count(), 1);
      assert.equal(await figures.nth(i).locator(".summary").textContent(), `${chart.fans[0].summary} `);
    }
  }
  assert.ok(at("C0").some(({ chart }) => chart.observed[0].points.some((point) => point.outside)));
  const points = at("C0").flatMap(({ chart }) => chart.observed[0].points);
  const { bands } = track.reliability;
  const { held, of } = bands.find((one) => one.level === "C0" && one.band === 90);
  assert.deepEqual([held, of], [points.filter((point) => !point.outside).length, points.length]);
  assert.equal(await section.locator("#bars-reliability circle.bar-middle").count(), bands.length);
  await section.locator("details.list > summary").click();
  await page.waitForFunction((n) => document.querySelectorAll("#track .canvas svg").length === n, at("C1").length);
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(noted, []);
  await close();
});

test("a past forecast is read by keyboard, as a table and as numbers", async () => {
  const { page, close } = await open(browser, korea, { width: 400 });
  const { track_record: track } = await payloadOf(page);
  const [{ chart }] = track.hindcasts;
  const figure = page.locator("#track .hindcasts figure.chart").first();
  await figure.locator(".canvas svg").waitFor();
  await figure.locator(".canvas").focus();
  await page.keyboard.press("End");
  await says(figure.locator(".summary"), /Hindcast .*\[90 %: .*What came: .*Best naive forecast: /);
  await figure.locator(".menu summary").click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    figure.getByRole("button", { name: "CSV", exact: true }).click(),
  ]);
  const rows = String(readFileSync(await download.path())).trim().split("\n");
  assert.equal(rows[0], "period,q05,q25,q50,q75,q95,naive,observed,outside_90,unit");
  const { points } = chart.observed[0];
  assert.deepEqual(rows.slice(1).map((row) => row.split(",")[7]), points.map((point) => String(point.value)));
  await page.keyboard.press("t");
  await figure.locator(".numbers").waitFor();
  assert.equal(await figure.locator("tbody tr").count(), points.length);
  assert.equal(await figure.locator("tbody td:last-child", { hasText: "◆" }).count(), points.filter((point) => point.outside).length);
  assert.deepEqual(await violations(page), []);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "scrolls sideways");
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

test("on paper every picture is within its column, whatever the width of the screen", async () => {
  for (const width of [1280, 400]) {
    const { page, close } = await open(browser, korea, { width });
    await page.locator("#influence .bars svg").first().waitFor();
    assert.deepEqual(await crossed(page), []);
    await page.emulateMedia({ media: "print" });
    await page.setViewportSize({ width: 695, height: 1000 });  // A4 within its margins
    const wide = await page.locator("figure.chart svg").evaluateAll((pictures) =>
      pictures
        .filter((picture) => picture.getBoundingClientRect().right > picture.closest("figure").getBoundingClientRect().right + 1)
        .map((picture) => picture.closest("figure").id),
    );
    assert.deepEqual(wide, [], `${width} pixels`);
    await close();
  }
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
