// SPDX-License-Identifier: Apache-2.0
// What failed, how it is mended, and a way to try again: in place of a blank screen.
import { strings } from "../strings";
import type { Refusal } from "./client";

export function Failure({ refusal, again }: { refusal: Refusal; again: () => void }) {
  return (
    <div class="failure" role="alert">
      <h2>{strings.failed}</h2>
      <pre tabIndex={0}>{refusal.text}</pre>
      {refusal.help && <p>{refusal.help}</p>}
      <button type="button" onClick={again}>{strings.again}</button>
    </div>
  );
}
