// SPDX-License-Identifier: Apache-2.0
// The frame of the live page: tabs, undo and redo, sharing, what the server says, the footer.
import type { ComponentType } from "preact";

import type { LiveModel } from "../api";
import { Help } from "../keys";
import { shortHash } from "../state";
import { strings } from "../strings";
import { ClaimsTab } from "../tabs/claims";
import { Data } from "../tabs/data";
import { Timeline } from "../tabs/timeline";
import { Track } from "../tabs/track";
import { WhatIf } from "../tabs/whatif";
import { Why } from "../tabs/why";
import { closing, Find, Share } from "./dialogs";
import type { Runs } from "./runs";
import type { LiveStore } from "./store";

export interface TabProps {
  model: LiveModel;
  live: LiveStore;
  runs: Runs;
}

/** In the order of the keys 1 to 6; `claims` opens first. */
const tabs: readonly { name: string; label: string; tab: ComponentType<TabProps> }[] = [
  { name: "claims", label: strings.claims, tab: ClaimsTab },
  { name: "whatif", label: strings.whatIf, tab: WhatIf },
  { name: "timeline", label: strings.timelineTab.title, tab: Timeline },
  { name: "why", label: strings.whyTab.title, tab: Why },
  { name: "data", label: strings.seriesTab.title, tab: Data },
  { name: "track", label: strings.trackTab.title, tab: Track },
];

export const tabNames: readonly string[] = tabs.map(({ name }) => name);

function Head({ live, model }: { live: LiveStore; model: LiveModel }) {
  const chosen = live.state.value.tab;
  return (
    <header class="bar">
      <a class="skip" href="#tab">{strings.skipTabs}</a>
      <h1>
        <span class="crumb">{strings.product} <span aria-hidden="true">▸</span></span> {model.model.label || model.model.name}
      </h1>
      <nav aria-label={strings.tabs}>
        {tabs.map(({ name, label }) => (
          <button
            key={name}
            type="button"
            aria-current={name === chosen ? "page" : undefined}
            onClick={() => live.go(name)}
          >
            {label}
          </button>
        ))}
      </nav>
      <div class="tools">
        <button type="button" disabled={!live.canUndo.value} onClick={live.undo} title={`${strings.undo} (Z)`}>
          <span aria-hidden="true">⟲</span> <span class="wide">{strings.undo}</span>
        </button>
        <button type="button" disabled={!live.canRedo.value} onClick={live.redo} title={`${strings.redo} (⇧Z)`}>
          <span aria-hidden="true">⟳</span> <span class="wide">{strings.redo}</span>
        </button>
        <button type="button" aria-haspopup="dialog" onClick={() => (live.dialog.value = "find")}>
          {strings.find} <kbd class="wide">/</kbd>
        </button>
        <button type="button" aria-haspopup="dialog" onClick={() => (live.dialog.value = "share")}>
          {strings.share}
        </button>
        <button type="button" aria-haspopup="dialog" onClick={() => (live.dialog.value = "help")}>
          {strings.help} <kbd class="wide">?</kbd>
        </button>
      </div>
    </header>
  );
}

/** What the reader has to know before believing what stands below. */
function Banners({ live, model }: { live: LiveStore; model: LiveModel }) {
  const foreign = live.foreignModel.value;
  return (
    <div role="status">
      {foreign && <p class="banner">{strings.otherModelLive(foreign, shortHash(model.model.hash))}</p>}
      {!live.connected.value && <p class="banner">{strings.unreachable} {strings.unreachableHelp}</p>}
      {live.notice.value && (
        <p class="banner">
          {live.notice.value}{" "}
          <button type="button" onClick={() => (live.notice.value = "")}>{strings.dismiss}</button>
        </p>
      )}
      {live.broken.value && (
        <div class="banner">
          <p>{strings.brokenModel}</p>
          <pre tabIndex={0}>{live.broken.value}</pre>
        </div>
      )}
    </div>
  );
}

export function Shell({ live, runs }: { live: LiveStore; runs: Runs }) {
  const model = live.model.value;
  const Tab = tabs.find(({ name }) => name === live.state.value.tab)?.tab ?? ClaimsTab;
  return (
    <div class={live.presenting.value ? "presenting" : ""}>
      <Head live={live} model={model} />
      <Banners live={live} model={model} />
      <main id="tab" tabIndex={-1}>
        <Tab model={model} live={live} runs={runs} />
      </main>
      <footer class={live.state.value.tab === "whatif" ? "print-only" : ""}>
        {strings.seed} {model.seed} · {model.model.name} {shortHash(model.model.hash)} · {strings.dataTo}{" "}
        {model.model.data_end} · {strings.product} {model.version}. {model.limits.at(-1)}
      </footer>
      <Help
        open={live.dialog.value === "help"}
        onClose={closing(live, "help")}
        keys={strings.liveKeys}
        singleKeys={live.singleKeys}
      />
      <Find live={live} model={model} />
      <Share live={live} model={model} />
    </div>
  );
}
