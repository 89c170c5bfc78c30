// SPDX-License-Identifier: Apache-2.0
// Finding a variable, and sharing what is shown.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

import type { LiveModel } from "../api";
import { copy, provenanceOf, save } from "../exports";
import { Dialog } from "../keys";
import { rasterised } from "../picture";
import { pictureOfPage } from "../snapshot";
import { strings } from "../strings";
import { refusalFrom } from "./client";
import { baselineOf, shownDrafts } from "./drafts";
import { focusLever } from "./keys";
import type { LiveStore } from "./store";

/** Closes that dialog: another that a key opened meanwhile stays. */
export const closing = (live: LiveStore, name: "help" | "find" | "share") => () => {
  if (live.dialog.value === name) {
    live.dialog.value = "";
  }
};

interface Found {
  name: string;
  label: string;
  what: string;
  act: () => void;
}

const mostFound = 12;

/** Outputs get a chart, levers the focus, anything else is shown in the tab Why. */
function everything(live: LiveStore, model: LiveModel): Found[] {
  const outputs = model.outputs.map(({ name, label }) => ({
    name,
    label,
    what: strings.findOutput,
    act: () => {
      const { outputs: shown } = live.state.value;
      live.go("whatif");
      live.show({ outputs: [name, ...shown.filter((other) => other !== name)] });
      requestAnimationFrame(() => document.getElementById(`chart-${name}`)?.scrollIntoView({ block: "center" }));
    },
  }));
  const levers = model.levers.map(({ name, label, holder_label }) => ({
    name,
    label,
    what: `${strings.lever} · ${holder_label}`,
    act: () => {
      live.go("whatif");
      requestAnimationFrame(() => focusLever(name));
    },
  }));
  const known = new Set([...outputs, ...levers].map(({ name }) => name));
  const others = model.graph.nodes
    .filter(({ name }) => !known.has(name))
    .map(({ name, label, kind }) => ({ name, label, what: strings.kinds[kind], act: () => live.go("why", name) }));
  return [...outputs, ...levers, ...others];
}

export function Find({ live, model }: { live: LiveStore; model: LiveModel }) {
  const [asked, setAsked] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const open = live.dialog.value === "find";
  const close = closing(live, "find");
  useLayoutEffect(() => {
    if (open) {
      setAsked("");
      input.current?.focus();
    }
  }, [open]);
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
  const found = open
    ? everything(live, model).filter(({ name, label }) =>
      words.every((word) => `${name} ${label}`.toLowerCase().includes(word)))
    : [];
  const choose = (one: Found | undefined) => {
    if (one) {
      close();
      one.act();
    }
  };
  return (
    <Dialog open={open} onClose={close} title={strings.find}>
      <form
        class="find"
        onSubmit={(event) => {
          event.preventDefault();
          choose(found[0]);
        }}
      >
        <label>
          {strings.findWhat}{" "}
          <input ref={input} type="search" value={asked} onInput={(event) => setAsked(event.currentTarget.value)} />
        </label>
        <p role="status">{strings.findCount(found.length)}</p>
        <ul class="found">
          {found.slice(0, mostFound).map((one) => (
            <li key={one.name}>
              <button type="button" onClick={() => choose(one)}>
                {one.label || one.name} <span class="what">{one.what}</span>
              </button>
            </li>
          ))}
        </ul>
      </form>
    </Dialog>
  );
}

export function Share({ live, model }: { live: LiveStore; model: LiveModel }) {
  const [said, setSaid] = useState("");
  const [busy, setBusy] = useState(false);
  const open = live.dialog.value === "share";
  useEffect(() => setSaid(""), [open]);
  const link = async () => setSaid((await copy(location.href)) ? strings.copied : location.href);
  const picture = async () => {
    const { origin, link: shown } = provenanceOf(model.model, live.hash.value, strings.provenance.ofFutures);
    try {
      save(`${model.model.name}-${live.state.value.tab}.png`, await rasterised(pictureOfPage([origin, shown])));
      setSaid(strings.pictureSaved);
    } catch {
      setSaid(strings.save.failed);
    }
  };
  const report = async () => {
    setBusy(true);
    setSaid(strings.reportMade);
    const names = model.scenarios.slice(1).map(({ name }) => name);
    const scenarios = shownDrafts(live.state.value, baselineOf(model))
      .map(({ base }) => base)
      .filter((base) => names.includes(base));
    try {
      const claims = [...live.cards.open.value];
      save(`${model.model.name}.html`, await live.file("/api/report", { scenarios: [...new Set(scenarios)], claims }));
      setSaid(strings.reportSaved);
    } catch (error) {
      setSaid(refusalFrom(error).text);
    }
    setBusy(false);
  };
  return (
    <Dialog open={open} onClose={closing(live, "share")} title={strings.share}>
      <p class="choices">
        <button type="button" onClick={() => void link()}>{strings.copyLink}</button>
        <button type="button" onClick={() => void picture()}>{strings.savePicture}</button>
        <button type="button" disabled={busy} onClick={() => void report()}>{strings.saveReport}</button>
      </p>
      <p class="note">{strings.shareNote}</p>
      <p role="status">{said}</p>
    </Dialog>
  );
}
