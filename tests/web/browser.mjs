// SPDX-License-Identifier: Apache-2.0
// What the tests of the page share: Debian's Chromium, watched pages, axe. The packages are those of
// web/package-lock.json.
import { createRequire } from "node:module";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(join(here, "../../web/package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

export async function launch() {
  const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
  if (!executablePath) {
    throw new Error("there is no Chromium; tools/install.sh installs what the tests need");
  }
  // Root may not use Chromium's own sandbox, and tests run as root where a container is all there is.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath, args });
}

/** A page that notes everything it should not do: requests, messages, errors, dialogs. */
export async function open(browser, file, { width = 1280, scheme = "light", script = true, hash = "" } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    javaScriptEnabled: script,
    acceptDownloads: true,
  });
  const page = await context.newPage();
  const noted = [];
  const address = pathToFileURL(file).href;
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== address) {
      noted.push(`request ${request.url()}`);
    }
  });
  page.on("console", (message) => noted.push(`console ${message.type()} ${message.text()}`));
  page.on("pageerror", (error) => noted.push(`error ${error.message}`));
  page.on("dialog", (dialog) => {
    noted.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(address + hash);
  return { page, noted, close: () => context.close() };
}

/** Violations of WCAG 2.1 A and AA and of axe's best practices, a line each. */
export async function violations(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
  });
}

/** Texts of bars that a line of their zero crosses. */
export const crossed = (page) =>
  page.locator("figure.bars svg").evaluateAll((pictures) =>
    pictures.flatMap((picture) => {
      const lines = [...picture.querySelectorAll(".bar-zero")].map((line) => line.getBoundingClientRect());
      return [...picture.querySelectorAll("g text")]
        .filter((text) => {
          const box = text.getBoundingClientRect();
          // Of a line of text a quarter is room above and beneath its letters.
          const room = box.height / 4;
          return lines.some(({ left, top, bottom }) =>
            left > box.left && left < box.right && top < box.bottom - room && bottom > box.top + room);
        })
        .map((text) => text.textContent);
    }),
  );

/** Pages of a PDF: objects of that type. */
export const pagesOf = (pdf) => pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
