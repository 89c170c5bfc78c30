// SPDX-License-Identifier: Apache-2.0
// The live page: asks for the model and shows the shell, or says what failed and asks again when it is
// mended.
import { render } from "preact";

import type { LiveModel } from "../api";
import { strings } from "../strings";
import { unpacked } from "./address";
import { makeClient, refusalFrom, type Client } from "./client";
import { Failure } from "./failure";
import { listen } from "./keys";
import { makeRuns } from "./runs";
import { Shell, tabNames } from "./shell";
import { makeLiveStore } from "./store";
import { watch, whenMended } from "./watch";

async function load(root: HTMLElement, client: Client): Promise<void> {
  let model: LiveModel;
  try {
    model = await client.ask<LiveModel>("/api/model");
  } catch (error) {
    const stop = whenMended(client, () => void load(root, client));
    const again = () => {
      stop();
      void load(root, client);
    };
    render(
      <main>
        <h1>{strings.product}</h1>
        <Failure refusal={refusalFrom(error)} again={again} />
      </main>,
      root,
    );
    return;
  }
  const live = makeLiveStore(client, model, tabNames, await unpacked(location.hash));
  watch(live);
  listen(live);
  render(<Shell live={live} runs={makeRuns(live)} />, root);
  await live.loadClaims();
}

export async function startLive(root: HTMLElement): Promise<void> {
  const token = new URLSearchParams(location.search).get("k") ?? "";
  document.body.classList.add("live");
  await load(root, makeClient(token));
}
