// SPDX-License-Identifier: Apache-2.0
// Asks the server. Every refusal, and a server that does not answer, is a Refusal with a text to show.
import { strings } from "../strings";

export class Refusal extends Error {
  constructor(
    readonly code: string,
    readonly text: string,
    readonly help: string,
  ) {
    super(text);
  }
}

export interface Client {
  /** The JSON answer to a GET, or to a POST of `body`. Rejects with a Refusal. */
  ask<T>(path: string, body?: unknown, stop?: AbortSignal): Promise<T>;
  /** Hands over each line of the answer to a POST as it comes. Rejects with a Refusal. */
  stream<T>(path: string, body: unknown, line: (part: T) => void, stop?: AbortSignal): Promise<void>;
  /** A file that the answer to a POST is. Rejects with a Refusal. */
  file(path: string, body: unknown): Promise<Blob>;
  /** For what cannot send headers. */
  address(path: string): string;
}

async function refusalOf(response: Response): Promise<Refusal> {
  try {
    const { error } = (await response.json()) as { error: { code: string; text: string; help: string } };
    return new Refusal(error.code, error.text, error.help);
  } catch {
    return new Refusal("unreadable", strings.unreadable(response.status), "");
  }
}

export function makeClient(token: string): Client {
  const send = async (path: string, body: unknown, stop?: AbortSignal): Promise<Response> => {
    const init: RequestInit = { headers: { "X-Entente-Token": token }, cache: "no-store" };
    if (stop) {
      init.signal = stop;
    }
    if (body !== undefined) {
      init.method = "POST";
      init.headers = { ...init.headers, "Content-Type": "application/json" };
      init.body = JSON.stringify(body);
    }
    let response: Response;
    try {
      response = await fetch(path, init);
    } catch (error) {
      throw stop?.aborted ? error : new Refusal("unreachable", strings.unreachable, strings.unreachableHelp);
    }
    if (!response.ok) {
      throw await refusalOf(response);
    }
    return response;
  };
  return {
    ask: async <T>(path: string, body?: unknown, stop?: AbortSignal) =>
      (await (await send(path, body, stop)).json()) as T,
    file: async (path, body) => (await send(path, body)).blob(),
    address: (path) => `${path}?k=${encodeURIComponent(token)}`,
    stream: async <T>(path: string, body: unknown, line: (part: T) => void, stop?: AbortSignal) => {
      const response = await send(path, body, stop);
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      for (;;) {
        const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
        if (done) {
          break;
        }
        const lines = (rest + value).split("\n");
        rest = lines.pop() ?? "";
        lines.filter(Boolean).forEach((text) => line(JSON.parse(text) as T));
      }
      if (rest) {
        line(JSON.parse(rest) as T);
      }
    },
  };
}

/** What to show of any error. */
export function refusalFrom(error: unknown): Refusal {
  return error instanceof Refusal
    ? error
    : new Refusal("broken", strings.brokenAnswer, error instanceof Error ? error.message : "");
}
