// SPDX-License-Identifier: Apache-2.0
// The script of both shells: the report, which has its payload in the file, and the live page of
// `entente serve`, whose body says data-live.
import { startLive } from "./live/start";
import { startReport } from "./report";

const root = document.getElementById("page");
if (root) {
  void (document.body.dataset["live"] ? startLive(root) : startReport(root));
}
