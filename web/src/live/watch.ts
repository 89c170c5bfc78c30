// SPDX-License-Identifier: Apache-2.0
// What the server tells by itself: a model that was read again or broke, claims that were judged, an
// engine that was started again, and that it is there at all.
import { strings } from "../strings";
import type { Client } from "./client";
import type { LiveStore } from "./store";

/** Milliseconds between two looks at what is judged. */
const betweenClaims = 500;

export function watch(live: LiveStore): void {
  const source = new EventSource(live.address("/api/watch"));
  const on = <T>(name: string, act: (told: T) => void) =>
    source.addEventListener(name, (event) => act(JSON.parse((event as MessageEvent<string>).data) as T));
  source.addEventListener("open", () => {
    // After a gap anything may have changed.
    if (!live.connected.value) {
      live.connected.value = true;
      void live.loadModel();
      void live.loadClaims();
    }
  });
  source.addEventListener("error", () => {
    live.connected.value = false;
  });
  on<{ hash: string }>("model", () => {
    void live.loadModel();
    void live.loadClaims();
  });
  on<{ text: string }>("broken", ({ text }) => {
    live.broken.value = text;
  });
  on<{ text: string }>("engine", ({ text }) => {
    live.notice.value = text || strings.engineAgain;
  });
  // Where the cache has the answers they come many a second.
  let waiting = false;
  on<{ judged: number; of: number }>("claims", () => {
    if (!waiting) {
      waiting = true;
      setTimeout(() => {
        waiting = false;
        void live.loadClaims();
      }, betweenClaims);
    }
  });
}

/** Calls once when the server has read a model well, or answers again. */
export function whenMended(client: Client, act: () => void): () => void {
  const source = new EventSource(client.address("/api/watch"));
  source.addEventListener("model", () => {
    source.close();
    act();
  });
  return () => source.close();
}
