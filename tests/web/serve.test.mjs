// SPDX-License-Identifier: Apache-2.0
// The live page on a real server: by keyboard, by link, when things break, undone. usage: node --test
// serve.test.mjs, with ENTENTE and SOURCE in the environment.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { launch, violations } from "./browser.mjs";
import { childrenOf, serve, visit } from "./served.mjs";

const { ENTENTE, SOURCE } = process.env;
const folder = mkdtempSync(join(tmpdir(), "entente-serve-"));
const exampleFile = join(folder, "example", "korea_example.ent");
// As on a machine that has other things to do.
const patience = 120_000;
// What is tested here is the page: verdicts of few futures are as good to look at.
const few = ["-n", "100"];
let browser;
let example;

before(async () => {
  cpSync(join(SOURCE, "models/example"), join(folder, "example"), { recursive: true });
  // The example reads tables of the flagship.
  cpSync(join(SOURCE, "models/korea/data"), join(folder, "korea", "data"), { recursive: true });
  browser = await launch();
  example = await serve(ENTENTE, exampleFile, { cwd: folder, flags: few });
});

after(async () => {
  await browser?.close();
  await example?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const drawn = (page) => page.locator(".canvas svg .median").first().waitFor({ state: "attached", timeout: patience });
/** All futures are in. */
const whole = (page) => page.locator('.stage[aria-busy="false"]').waitFor({ timeout: patience });
const hashOf = (page) => page.evaluate(() => location.hash);
const firstRange = (page) => page.locator(".lever input[type=range]").first();
const button = (page, name) => page.getByRole("button", { name, exact: true });

/** Presses Tab until the element that has the focus is called that; fails where none is. */
async function tabTo(page, name, most = 400) {
  for (let i = 0; i < most; ++i) {
    await page.keyboard.press("Tab");
    const has = await page.evaluate(() => {
      const element = document.activeElement;
      const label = element?.labels?.[0]?.textContent ?? "";
      return (element?.getAttribute("aria-label") || element?.textContent?.trim() || label).trim();
    });
    if (name instanceof RegExp ? name.test(has) : has === name) {
      return;
    }
  }
  assert.fail(`Tab reaches nothing called ${name}`);
}

/** Every tab in turn, in one theme. */
async function lookAtTabs(served, scheme) {
  const { page, noted, close } = await visit(browser, served, { scheme });
  const tabs = page.locator("header.bar nav button");
  await tabs.first().waitFor({ timeout: patience });
  const names = await tabs.allTextContents();
  assert.ok(names.includes("Claims") && names.includes("What if"));
  for (const name of names) {
    await button(page, name).click();
    await page.locator("header.bar nav [aria-current=page]", { hasText: name }).waitFor();
    if (name === "What if") {
      await drawn(page);
      await whole(page);
    }
    assert.deepEqual(await violations(page), [], `${name}, ${scheme}`);
  }
  assert.deepEqual(noted, []);
  await close();
}

test("no tab of the example has a barrier, in either theme", async () => {
  for (const scheme of ["light", "dark"]) {
    await lookAtTabs(example, scheme);
  }
});

test("no tab of the flagship has a barrier, in either theme", async () => {
  const korea = await serve(ENTENTE, join(SOURCE, "models/korea"), { cwd: folder, flags: [...few, "--posterior", "none"] });
  try {
    for (const scheme of ["light", "dark"]) {
      await lookAtTabs(korea, scheme);
    }
  } finally {
    await korea.stop();
  }
});

for (const width of [1280, 400]) {
  test(`nothing scrolls sideways at ${width} pixels, and What if has no barrier there`, async () => {
    const { page, close } = await visit(browser, example, { width });
    await page.locator("header.bar").waitFor({ timeout: patience });
    for (const name of await page.locator("header.bar nav button").allTextContents()) {
      await button(page, name).click();
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name);
      if (name === "What if") {
        await drawn(page);
        await whole(page);
        assert.deepEqual(await violations(page), []);
      }
    }
    await close();
  });
}

test("the whole tour goes by keyboard alone", async () => {
  const { page, noted, close } = await visit(browser, example);
  await page.locator(".card[open] .actions").first().waitFor({ timeout: patience });
  await tabTo(page, "Argue the other side");
  await page.keyboard.press("Enter");
  // It runs settings that nobody ran before.
  await page.locator(".other-side").first().waitFor({ timeout: 2 * patience });
  assert.match(await page.locator(".other-side").first().textContent(), /\S/);
  await page.keyboard.press("2");
  await drawn(page);
  await whole(page);

  await page.keyboard.press("l");
  const range = page.locator(".lever input[type=range]:focus");
  const before = await range.inputValue();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => /[#&]l=/.test(location.hash));
  assert.notEqual(await range.inputValue(), before);
  await page.locator(".canvas svg .zero").first().waitFor({ state: "attached", timeout: patience });
  await whole(page);
  const sentence = await page.locator(".answer").textContent();
  assert.match(sentence, /\S/);
  assert.equal(await page.locator(".headline [aria-live]").textContent(), sentence);

  await tabTo(page, "Add an event");
  await page.keyboard.press("Enter");
  await page.locator(".planned li select:focus").waitFor();
  const planned = await hashOf(page);
  assert.match(planned, /[#&]e=/);
  await tabTo(page, /^Move /);
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction((then) => location.hash !== then, planned);
  await page.keyboard.press("z");
  await page.waitForFunction((then) => location.hash === then, planned);

  const tabs = await page.locator("header.bar nav button").count();
  for (let key = tabs; key >= 1; --key) {
    await page.keyboard.press(String(key));
    await page.waitForFunction((n) => document.querySelectorAll("header.bar nav button")[n - 1].getAttribute("aria-current"), key);
    assert.match(await page.locator("main").textContent(), /\S/, `tab ${key} is blank`);
  }

  await page.keyboard.press("/");
  await page.keyboard.type("trade");
  await page.locator(".found button").first().waitFor();
  await page.keyboard.press("Enter");
  await drawn(page);

  await page.keyboard.press("s");
  const download = page.waitForEvent("download", { timeout: patience });
  await tabTo(page, "Save report");
  await page.keyboard.press("Enter");
  assert.match(readFileSync(await (await download).path(), "utf8"), /^<!doctype html>/i);
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  assert.deepEqual(noted, []);
  await close();
});

test("keys can be turned off", async () => {
  const { page, close } = await visit(browser, example, { hash: "#tab=whatif" });
  await drawn(page);
  await page.keyboard.press("?");
  await page.getByRole("dialog").getByRole("checkbox").uncheck();
  await page.keyboard.press("Escape");
  await page.keyboard.press("1");
  assert.equal(await page.locator("nav [aria-current]").textContent(), "What if");
  await close();
});

/** Drags the first lever by pointer to a share of its track, in steps. */
async function drag(page, to) {
  const range = firstRange(page);
  await range.scrollIntoViewIfNeeded();
  const box = await range.boundingBox();
  const y = box.y + box.height / 2;
  const at = await range.evaluate((e) => (e.value - e.min) / (e.max - e.min));
  const x = (share) => box.x + 8 + share * (box.width - 16);
  await page.mouse.move(x(at), y);
  await page.mouse.down();
  for (let i = 1; i <= 20; ++i) {
    await page.mouse.move(x(at + ((to - at) * i) / 20), y);
  }
  await page.mouse.up();
}

test("dragging makes one step of undo, and a new edit discards redo", async () => {
  const { page, close } = await visit(browser, example, { hash: "#tab=whatif" });
  await drawn(page);
  await drag(page, 0.8);
  const first = await hashOf(page);
  assert.match(first, /[#&]l=/);
  await drag(page, 0.2);
  const second = await hashOf(page);
  assert.notEqual(second, first);
  await button(page, "Undo").click();
  assert.equal(await hashOf(page), first);
  await button(page, "Undo").click();
  assert.ok(!/[#&]l=/.test(await hashOf(page)));
  assert.equal(await button(page, "Undo").isDisabled(), true);
  await button(page, "Redo").click();
  assert.equal(await hashOf(page), first);
  await drag(page, 0.9);
  assert.equal(await button(page, "Redo").isDisabled(), true);
  // The browser's way back goes by releases as well.
  await page.goBack();
  assert.equal(await hashOf(page), first);
  await close();
});

test("a link brings everything back, and one of another model says so", async () => {
  const first = await visit(browser, example, { hash: "#tab=whatif" });
  await drawn(first.page);
  await drag(first.page, 0.7);
  await button(first.page, "Add an event").click();
  await button(first.page, "Table").click();
  await whole(first.page);
  const hash = await hashOf(first.page);
  const value = await firstRange(first.page).inputValue();
  const sentence = await first.page.locator(".answer").textContent();
  await first.close();

  const again = await visit(browser, example, { hash });
  await again.page.locator(".numbers table").first().waitFor({ timeout: patience });
  await whole(again.page);
  assert.equal(await hashOf(again.page), hash);
  assert.equal(await firstRange(again.page).inputValue(), value);
  assert.equal(await again.page.locator(".planned li").count(), 1);
  assert.equal(await again.page.locator(".answer").textContent(), sentence);
  assert.equal(await again.page.locator(".banner").count(), 0);
  await again.close();

  const other = await visit(browser, example, { hash: "#m=0000000&tab=whatif&s=no_such&l=gone:3" });
  await drawn(other.page);
  assert.match(await other.page.locator(".banner").textContent(), /made with model 0000000/);
  await other.close();
});

test("a long link is packed, brings everything back, and says so where some of it is missing", async () => {
  // Names of scenarios are the reader's own, and as long as they like.
  const name = Array.from({ length: 300 }, (_, i) => `visit-${i}`).join("+");
  const first = await visit(browser, example, { hash: `#tab=whatif&s=baseline&e=summits@2027-03&name=${name}` });
  await drawn(first.page);
  await button(first.page, "Table").click();
  await first.page.waitForFunction(() => location.hash.startsWith("#z="));
  const hash = await hashOf(first.page);
  assert.ok(hash.length < 1500, `${hash.length} characters`);
  await button(first.page, "Add an event").click();
  await first.page.goBack();
  assert.equal(await hashOf(first.page), hash);
  assert.equal(await first.page.locator(".planned li").count(), 1);
  await first.close();

  const again = await visit(browser, example, { hash });
  await again.page.locator(".numbers table").first().waitFor({ timeout: patience });
  assert.equal(await again.page.locator(".planned li").count(), 1);
  assert.equal(await again.page.locator(".banner").count(), 0);
  await again.close();

  const cut = await visit(browser, example, { hash: hash.slice(0, -40) });
  await cut.page.locator(".banner").filter({ hasText: "Some of the link is missing" }).waitFor({ timeout: patience });
  await cut.page.locator("header.bar").waitFor();
  await cut.close();
});

test("single futures are drawn on request, of levels, and stand in the link and the CSV", async () => {
  const { page, noted, close } = await visit(browser, example, { hash: "#tab=whatif" });
  await drawn(page);
  await whole(page);
  const thin = page.locator("figure.chart").first().locator(".sample path");
  assert.equal(await thin.count(), 0);
  await button(page, "Single futures").click();
  await thin.nth(19).waitFor({ state: "attached", timeout: patience });
  await whole(page);
  assert.equal(await thin.count(), 20);
  assert.match(await page.locator(".legend").textContent(), /20 single futures/);
  assert.match(await hashOf(page), /[#&]single=1/);
  await page.locator("figure.chart .menu summary").first().click();
  const [download] = await Promise.all([page.waitForEvent("download"), button(page.locator("figure.chart").first(), "CSV").click()]);
  assert.match(readFileSync(await download.path(), "utf8"), /^"baseline, future 20",/m);
  // They follow the levers.
  await button(page, "Levels").click();
  const before = await thin.first().getAttribute("d");
  await drag(page, 0.9);
  await whole(page);
  await page.waitForFunction((d) => document.querySelector("figure.chart .sample path").getAttribute("d") !== d, before);
  await button(page, "Difference from baseline").click();
  await thin.first().waitFor({ state: "detached" });
  assert.equal(await button(page, "Single futures").isDisabled(), true);
  await button(page, "Levels").click();
  await thin.first().waitFor({ state: "attached" });
  await button(page, "Single futures").click();
  await thin.first().waitFor({ state: "detached" });
  assert.deepEqual(noted, []);
  await close();
});

test("the whole page is saved as a picture, in the reader's theme, with what it is of beneath", async () => {
  for (const scheme of ["light", "dark"]) {
    const { page, noted, close } = await visit(browser, example, { hash: "#tab=whatif", scheme });
    await drawn(page);
    await whole(page);
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.keyboard.press("s");
    const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Save picture").click()]);
    assert.equal(download.suggestedFilename(), "korea_example-whatif.png");
    const png = readFileSync(await download.path());
    assert.equal(png.readUInt32BE(16), 2560);
    assert.ok(png.readUInt32BE(20) > 2 * height && png.readUInt32BE(20) < 2 * height + 200, "what it is of stands beneath");
    // The ground of the reader's theme, and much drawn on it.
    const { corner, colours } = await page.evaluate(async (base64) => {
      const image = new Image();
      image.src = `data:image/png;base64,${base64}`;
      await image.decode();
      const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
      const pen = canvas.getContext("2d");
      pen.drawImage(image, 0, 0);
      const { data } = pen.getImageData(0, 0, image.width, image.height);
      const seen = new Set();
      for (let i = 0; i < data.length; i += 4) {
        seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
      }
      return { corner: [...data.slice(0, 3)], colours: seen.size };
    }, png.toString("base64"));
    assert.deepEqual(corner, scheme === "dark" ? [0x14, 0x18, 0x1d] : [255, 255, 255]);
    assert.ok(colours > 100, `${colours} colours`);
    assert.deepEqual(noted, []);
    await close();
  }
});

test("a model that breaks keeps the last good run on screen, with the diagnostic, and recovers", async () => {
  const { page, close } = await visit(browser, example, { hash: "#tab=whatif" });
  await drawn(page);
  await whole(page);
  const text = readFileSync(exampleFile, "utf8");
  try {
    writeFileSync(exampleFile, `${text}\nlet broken_on_purpose : MUSD = output_that_is_not_there\n`);
    // The server may read the file while it is being written, and then says that it is empty.
    const told = page.locator(".banner pre").filter({ hasText: /error\[E\d{4}\].*(broken_on_purpose|output_that_is_not_there)/s });
    await told.waitFor({ timeout: patience });
    assert.ok((await page.locator(".canvas svg .median").count()) > 0);
    await page.reload();
    await drawn(page);
    await told.waitFor({ timeout: patience });
  } finally {
    writeFileSync(exampleFile, text);
  }
  await page.locator(".banner").waitFor({ state: "detached", timeout: patience });
  await close();
});

test("a server that starts on a broken model, or loses a file of it, says so and shows it when it is mended", async () => {
  cpSync(join(SOURCE, "models/example"), join(folder, "late"), { recursive: true });
  const elsewhere = join(folder, "late", "elsewhere.ent");
  const there = readFileSync(elsewhere, "utf8");
  rmSync(elsewhere);
  const late = await serve(ENTENTE, join(folder, "late", "korea_example.ent"), { cwd: folder, flags: few });
  try {
    const { page, close } = await visit(browser, late);
    await page.locator(".failure pre").filter({ hasText: /elsewhere\.ent/ }).waitFor({ timeout: patience });
    assert.deepEqual(await violations(page), []);
    writeFileSync(elsewhere, there);
    await page.locator("header.bar").waitFor({ timeout: patience });
    await close();
  } finally {
    await late.stop();
  }
});

test("an engine that is killed is started again, and the page goes on", async () => {
  const { page, close } = await visit(browser, example, { hash: "#tab=whatif" });
  await drawn(page);
  await whole(page);
  const workers = childrenOf(example.child.pid);
  assert.ok(workers.length > 0, "the engine is a process of its own");
  workers.forEach((pid) => process.kill(pid, "SIGKILL"));
  await page.locator(".banner").first().waitFor({ timeout: patience });
  await drag(page, 0.6);
  await whole(page);
  assert.equal(await page.locator(".failure").count(), 0);
  assert.match(await page.locator(".answer").textContent(), /\S/);
  await close();
});

test("a server that is stopped is named, and nothing goes blank", async () => {
  const brief = await serve(ENTENTE, exampleFile, { cwd: folder, flags: few });
  const { page, close } = await visit(browser, brief, { hash: "#tab=whatif" });
  await drawn(page);
  await whole(page);
  await brief.stop();
  await page.locator(".banner").filter({ hasText: "does not answer" }).waitFor({ timeout: patience });
  assert.ok((await page.locator(".canvas svg .median").count()) > 0);
  await drag(page, 0.6);
  await page.locator(".failure").filter({ hasText: "does not answer" }).waitFor({ timeout: patience });
  await close();
});
