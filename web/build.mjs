// SPDX-License-Identifier: Apache-2.0
// build.mjs OUT: bundles the page into OUT/report.js and OUT/report.css and holds them to their budget.
// The licences of the bundled packages go into the script, as they ask.
import { build } from "esbuild";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2];
const mostBytes = 220 * 1024; // compressed, script and style together

if (!out) {
  console.error("usage: node build.mjs OUT");
  process.exit(2);
}

/** A line a package that the script has code of: name, version, licence, who holds the rights. */
function notices(metafile) {
  const folders = new Set();
  for (const { inputs } of Object.values(metafile.outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path);
      if (found && bytesInOutput > 0) {
        folders.add(found[1]);
      }
    }
  }
  return [...folders].sort().map((folder) => {
    const about = JSON.parse(readFileSync(join(here, folder, "package.json"), "utf8"));
    let rights = "";
    for (const name of ["LICENSE", "LICENSE.md", "license"]) {
      try {
        rights = /^.*copyright.*\d{4}.*$/im.exec(readFileSync(join(here, folder, name), "utf8"))?.[0] ?? rights;
      } catch {
        // another spelling
      }
    }
    return ` * ${about.name} ${about.version} (${about.license}) ${rights.trim()}`;
  });
}

const { metafile, outputFiles } = await build({
  absWorkingDir: here,
  entryPoints: { report: "src/page.tsx", style: "src/page.css" },
  outdir: "/",
  bundle: true,
  minify: true,
  write: false,
  metafile: true,
  format: "iife",
  target: ["chrome100", "firefox100", "safari16"],
  jsx: "automatic",
  jsxImportSource: "preact",
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
});

const textOf = (ending) => outputFiles.find((file) => file.path.endsWith(ending)).text.trim();
const licences = readFileSync(join(here, "licences.txt"), "utf8").trim().split("\n").map((line) => ` * ${line}`.trimEnd());
const script = ["/*!", ...notices(metafile), " *", ...licences, " */", textOf("report.js")].join("\n");
const style = textOf("style.css");

for (const [name, text] of [["script", script], ["style", style]]) {
  // Either would end the element of the page that holds it, or comment out what follows.
  if (/<\/(script|style)|<!--/i.test(text)) {
    console.error(`the ${name} holds a tag that would end its element`);
    process.exit(1);
  }
}
const bytes = gzipSync(script + style).length;
if (bytes > mostBytes) {
  console.error(`the bundle has ${bytes} bytes compressed; its budget is ${mostBytes}`);
  process.exit(1);
}
mkdirSync(out, { recursive: true });
writeFileSync(resolve(out, "report.js"), script);
writeFileSync(resolve(out, "report.css"), style);
console.log(`web page: ${script.length + style.length} bytes, ${bytes} compressed`);
