#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a lever costs at the server: latency and processor time of previews and full runs of models/korea,
every one with a value of its own, from the request to the last byte.

usage: serve_bench.py ENTENTE SOURCE_DIR"""
import http.client
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time

ENTENTE, SOURCE = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
SHOWN = ["trade_china", "output", "food", "nuclear_tests", "warheads", "backing"]


class Served:
    def __init__(self):
        self.process = subprocess.Popen([ENTENTE, "serve", "models/korea", "--no-browser", "--quiet"], cwd=SOURCE,
                                        stdout=subprocess.PIPE)
        found = re.search(r":(\d+)/\?k=([0-9a-f]+)", self.process.stdout.readline().decode())
        self.port, self.token = int(found[1]), found[2]

    def ask(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        connection.request(method, path, json.dumps(body) if body else None, {"X-Entente-Token": self.token})
        reply = connection.getresponse()
        text = reply.read()
        connection.close()
        assert reply.status == 200, text
        return text

    def engine(self):
        """Process id of the engine for runs."""
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for child in children:
            if b"runs" in pathlib.Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0"):
                return int(child)
        raise RuntimeError("no engine")

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait()


def processor_seconds(process):
    fields = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(served, futures, outputs, times):
    engine = served.engine()
    before = processor_seconds(engine)
    taken = []
    for i in range(times):
        body = {"client": "bench", "sequence": i, "scenario": "crude_cut", "futures": futures, "outputs": outputs,
                "levers": {"food_aid": (i + 1) / (times + 1) + futures * 1e-6 + len(outputs) * 1e-5}}
        began = time.perf_counter()
        lines = served.ask("POST", "/api/run", body).splitlines()
        taken.append(1000 * (time.perf_counter() - began))
        assert json.loads(lines[-1])["done"]
    taken.sort()
    cost = 1000 * (processor_seconds(engine) - before) / times
    print(f"{futures:6} futures  {len(outputs) or 25:3} charts  median {taken[times // 2]:7.0f} ms  "
          f"p95 {taken[int(0.95 * (times - 1))]:7.0f} ms  processor {cost:7.0f} ms")


def main():
    served = Served()
    try:
        served.ask("GET", "/api/model")
        # The baseline is kept; the claims are judged meanwhile, at a lower priority.
        served.ask("POST", "/api/run", {"futures": 2000})
        while not json.loads(served.ask("GET", "/api/claims"))["done"]:
            time.sleep(0.5)
        print("from a lever to the last byte, models/korea, paired with the baseline, its past shared")
        for futures, times in ((200, 40), (2000, 12)):
            for outputs in (SHOWN, []):
                measure(served, futures, outputs, times)
    finally:
        served.stop()


main()
