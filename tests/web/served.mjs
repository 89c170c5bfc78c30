// SPDX-License-Identifier: Apache-2.0
// `entente serve` as the tests and the bench of the page start it, and a page that notes what goes wrong.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

const startsWithin = 60_000;

/** Starts the server; its address has the token in it. */
export function serve(program, model, { cwd, flags = [] } = {}) {
  const child = spawn(program, ["serve", model, "--port", "0", "--no-browser", ...flags], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`serve printed no address: ${said}`)), startsWithin);
    const read = (text) => {
      said += text;
      const found = /http:\/\/127\.0\.0\.1:\d+\/\?k=[0-9a-f]+/.exec(said);
      if (found) {
        clearTimeout(late);
        resolve({
          address: found[0],
          child,
          stop: () =>
            new Promise((done) => {
              child.once("exit", done);
              child.kill("SIGINT");
            }),
        });
      }
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("exit", (code) => reject(new Error(`serve ended with ${code}: ${said}`)));
  });
}

/** Processes that `pid` started, and those that they started. */
export function childrenOf(pid) {
  let own = [];
  try {
    own = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(/\s+/).filter(Boolean).map(Number);
  } catch {
    return [];
  }
  return [...own, ...own.flatMap(childrenOf)];
}

/** A page of the server, which may ask nothing of anyone else. */
export async function visit(browser, served, { width = 1280, scheme = "light", hash = "" } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    acceptDownloads: true,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  const noted = [];
  const { origin } = new URL(served.address);
  page.on("request", (request) => {
    if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith(`blob:${origin}/`)) {
      noted.push(`request ${request.url()}`);
    }
  });
  page.on("pageerror", (error) => noted.push(`error ${error.message}`));
  page.on("dialog", (dialog) => {
    noted.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(served.address + hash);
  return { page, noted, close: () => context.close() };
}
