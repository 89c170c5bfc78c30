#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The server over real sockets: what it answers, what it refuses, and that nothing a client does
stops it for the others.

usage: serve.py ENTENTE SOURCE_DIR"""
import csv
import http.client
import json
import os
import pathlib
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import jsonschema

HERE = pathlib.Path(__file__).resolve().parent
ENTENTE = None
SOURCE = None
MODEL = "served.ent"
MEGABYTE = 1 << 20


def check(value, name):
    schema = json.loads((SOURCE / "docs" / "schema" / "serve.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(value, {"$ref": f"#/$defs/{name}", "$defs": schema["$defs"]},
                        cls=jsonschema.Draft202012Validator)


class Served:
    """A server of a copy of the small model, and its address."""

    def __init__(self, *words, text=None):
        self.home = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.home.name) / "work"
        shutil.copytree(SOURCE / "tests" / "serve" / "models", self.folder)
        if text is not None:
            (self.folder / MODEL).write_text(text)
        keep = {k: v for k, v in os.environ.items() if k.startswith(("ASAN", "UBSAN", "LSAN"))}
        self.errors = open(pathlib.Path(self.home.name) / "errors", "w+")
        self.process = subprocess.Popen(
            [ENTENTE, "serve", MODEL, "--no-browser", "--members", "200", *words], cwd=self.folder,
            env=keep | {"PATH": "/usr/bin:/bin", "HOME": self.home.name}, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=self.errors)
        line = self.process.stdout.readline().decode()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/\?k=([0-9a-f]+)", line)
        assert found, (line, self.told())
        self.port = int(found[1])
        self.token = found[2]

    def told(self):
        self.errors.flush()
        return pathlib.Path(self.errors.name).read_text()

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(timeout=30)
        self.process.stdout.close()
        told = self.told()
        self.errors.close()
        self.home.cleanup()
        return code, told

    def ask(self, method, path, body=None, token=True, timeout=60, **headers):
        """Status, headers and bytes of a whole reply."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            if token:
                headers["X-Entente-Token"] = self.token
            text = json.dumps(body) if isinstance(body, (dict, list)) else body
            connection.request(method, path, text, {k.replace("_", "-"): v for k, v in headers.items()})
            reply = connection.getresponse()
            return reply.status, dict(reply.getheaders()), reply.read()
        finally:
            connection.close()

    def json(self, method, path, body=None, status=200, **headers):
        code, _, text = self.ask(method, path, body, **headers)
        assert code == status, (code, text)
        return json.loads(text)

    def run(self, status=200, **changes):
        """The lines of a run."""
        body = {"client": "a", "sequence": 1, "scenario": "baseline", "levers": {}, "events": [],
                "futures": 200, "outputs": []} | changes
        code, _, text = self.ask("POST", "/api/run", body)
        assert code == status, (code, text)
        return [json.loads(line) for line in text.splitlines()]

    def raw(self, data, timeout=30):
        """What comes back for these bytes, until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as connection:
            connection.sendall(data)
            got = b""
            while True:
                part = connection.recv(65536)
                if not part:
                    return got
                got += part

    def engines(self):
        """Process ids of the children, by engine."""
        found = {}
        for folder in pathlib.Path("/proc").iterdir():
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
                status = (folder / "status").read_text()
            except (OSError, ValueError):
                continue
            if b"serve-engine" in words and f"PPid:\t{self.process.pid}\n" in status:
                found[words[words.index(b"serve-engine") + 1].decode()] = int(folder.name)
        return found

    def held_still(self, process):
        return "State:\tT" in pathlib.Path(f"/proc/{process}/status").read_text()

    def wait_for(self, condition, seconds=60):
        """True once it holds; the server is what is waited for, there is no other way to know."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if condition():
                return True
            time.sleep(0.05)
        return False


class Events(threading.Thread):
    """Reads /api/watch into a list of (event, data)."""

    def __init__(self, served):
        super().__init__(daemon=True)
        self.seen = []
        self.connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=120)
        self.connection.request("GET", f"/api/watch?k={served.token}")
        self.reply = self.connection.getresponse()
        assert self.reply.status == 200
        self.start()

    def run(self):
        name = ""
        try:
            while line := self.reply.readline():
                text = line.decode().rstrip("\n")
                if text.startswith("event: "):
                    name = text[len("event: "):]
                elif text.startswith("data: "):
                    self.seen.append((name, json.loads(text[len("data: "):])))
        except (OSError, ValueError, AttributeError):
            return

    def has(self, name):
        return any(event == name for event, _ in self.seen)


class Answers(unittest.TestCase):
    """What a page asks for, in its order."""

    @classmethod
    def setUpClass(cls):
        cls.served = Served()

    @classmethod
    def tearDownClass(cls):
        code, told = cls.served.stop()
        assert code == 0, (code, told)
        assert "error" not in told.lower(), told

    def test_the_page_needs_the_token_and_allows_its_own_script_alone(self):
        status, headers, text = self.served.ask("GET", f"/?k={self.served.token}", token=False)
        self.assertEqual(status, 200)
        self.assertIn(b'data-live="1"', text)
        policy = headers["Content-Security-Policy"]
        for part in ("default-src 'none'", "script-src 'sha256-", "style-src 'sha256-", "connect-src 'self'",
                     "img-src data:", "frame-ancestors 'none'"):
            self.assertIn(part, policy)
        for name, value in {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
                            "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY"}.items():
            self.assertEqual(headers[name], value)
        self.assertFalse([name for name in headers if name.lower().startswith("access-control")])

    def test_the_model_matches_its_schema(self):
        model = self.served.json("GET", "/api/model")
        check(model, "model")
        self.assertIsNone(model["broken"])
        lever = model["levers"][0]
        self.assertEqual((lever["name"], lever["low"], lever["high"], lever["usual"], lever["now"],
                          lever["holder_label"]), ("border", 0, 1, 0, 0, "North Korea"))
        self.assertEqual(model["scenarios"][1]["doc"], "Nothing passes for a year.")
        self.assertEqual(model["scenarios"][1]["changes"],
                         ["set border = 1 from forecast until forecast + 12 months"])
        self.assertEqual([output["name"] for output in model["outputs"]], ["trust", "visits"])

    def test_the_boxes_of_the_graph_have_the_medians_of_a_few_futures_of_the_baseline(self):
        graph = self.served.json("GET", "/api/model")["graph"]
        paths = {node["name"]: node["path"] for node in graph["nodes"]}
        fans = {chart["name"]: chart["fans"][0] for chart in self.served.run(futures=32)[0]["charts"]}
        step = graph["months_of_paths"]
        # A stock has a value in the first month, a total of twelve months in the twelfth.
        for name, before in (("trust", 0), ("visits", 11)):
            median = [None] * before + fans[name]["q50"]
            self.assertEqual(len(paths[name]), len(median[::step]))
            for small, whole in zip(paths[name], median[::step], strict=True):
                self.assertEqual(small is None, whole is None)
                self.assertAlmostEqual(small or 0, whole or 0, delta=1e-2 * abs(whole or 0))

    def test_a_run_shows_the_first_futures_early_and_keeps_the_baseline_first(self):
        lines = self.served.run(futures=2000, scenario="shut", levers={"border": 0.5})
        check(lines, "run")
        self.assertEqual([line["futures"] for line in lines], [200, 1000, 2000])
        self.assertEqual([line["done"] for line in lines], [False, False, True])
        chart = lines[-1]["charts"][0]
        self.assertEqual([fan["scenario"] for fan in chart["fans"]], ["baseline", "scenario"])
        self.assertEqual(chart["differences"][0]["from"], "2024-02")
        self.assertIn("“The border shut for a year”, 1 lever set", lines[-1]["sentence"])
        self.assertEqual(lines[-1]["confidence"], "confidence in this answer: low")
        self.assertEqual(lines[-1]["matters"][0]["name"], "warmth")

    def test_a_run_has_the_numbers_of_the_command_line(self):
        chart = self.served.run(scenario="shut", outputs=["trust"])[-1]["charts"][0]
        subprocess.run([ENTENTE, "run", "served.ent", "-s", "shut", "-n", "200", "--quiet", "-o", "here"],
                       cwd=self.served.folder, check=True, capture_output=True)
        rows = csv.DictReader((self.served.folder / "here" / "quantiles.csv").read_text().splitlines())
        medians = {row["time"][:7]: float(row["q50"]) for row in rows
                   if (row["scenario"], row["variable"]) == ("shut", "trust")}
        fan = chart["fans"][1]
        first = list(medians).index(fan["from"])
        for shown, median in zip(fan["q50"], list(medians.values())[first:], strict=True):
            self.assertAlmostEqual(shown, median, delta=1e-3 * abs(median))

    def test_single_futures_are_sent_on_request_and_are_the_same_in_a_preview(self):
        fans = [fan for line in self.served.run(scenario="shut") for chart in line["charts"] for fan in chart["fans"]]
        self.assertFalse(any("samples" in fan for fan in fans))
        lines = self.served.run(futures=2000, scenario="shut", outputs=["trust"], samples=True)
        check(lines, "run")
        preview, whole = lines[0]["charts"][0]["fans"], lines[-1]["charts"][0]["fans"]
        self.assertEqual([fan["samples"] for fan in preview], [fan["samples"] for fan in whole])
        baseline, shut = whole
        self.assertEqual(len(baseline["samples"]), 20)
        # They begin with the forecast, or where the scenario first differs, and end with the fan.
        self.assertEqual(len(baseline["samples"][0]), len(shut["samples"][0]) + 1)
        self.assertEqual(len(shut["samples"][0]), len(shut["q50"]))
        self.assertNotEqual(baseline["samples"][0][1:], shut["samples"][0])

    def test_the_same_request_gives_the_same_bytes(self):
        def numbers(line):
            return {name: value for name, value in line.items() if name != "seconds"}
        first = self.served.run(levers={"border": 0.25})
        self.served.run(levers={"border": 0.75})
        again = self.served.run(levers={"border": 0.25})
        self.assertEqual([numbers(line) for line in first], [numbers(line) for line in again])
        other = self.served.run(levers={"border": 0.75})
        self.assertNotEqual(first[0]["charts"], other[0]["charts"])

    def test_an_event_added_shows_from_its_month_on(self):
        chart = self.served.run(events=[{"kind": "visits", "date": "2024-06-15"}], outputs=["visits"])[0]["charts"][0]
        self.assertEqual(chart["differences"][0]["from"], "2024-06")

    def test_names_that_the_model_lacks_are_refused_with_near_ones(self):
        for change, part in ((({"scenario": "shutt"}), "Did you mean `shut`"),
                             ({"levers": {"bordr": 1}}, "Did you mean `border`"),
                             ({"levers": {"border": 2}}, "`border` goes from 0 to 1, not to 2"),
                             ({"outputs": ["trus"]}, "Did you mean `trust`"),
                             ({"events": [{"kind": "visit", "date": "2024-06"}]}, "Did you mean `visits`"),
                             ({"events": [{"kind": "visits", "date": "2021-06"}]}, "not within the forecast"),
                             ({"policy": "wish"}, "no policy `wish`"),
                             ({"futures": 10001}, "whole number from 1 to 10000")):
            error = self.served.run(status=400, **change)[0]["error"]
            self.assertEqual(error["code"], "bad_request")
            self.assertIn(part, error["text"])

    def test_a_newer_request_of_a_page_ends_the_older(self):
        older = []
        thread = threading.Thread(
            target=lambda: older.extend(self.served.run(client="page", sequence=1, futures=10000,
                                                        levers={"border": 0.9})))
        thread.start()
        # The older one must have begun: its connection is the server's first.
        time.sleep(0.1)
        newer = self.served.run(client="page", sequence=2)
        thread.join()
        self.assertTrue(newer[-1]["done"])
        self.assertIn(older[-1], ({"sequence": 1, "cancelled": True}, older[-1] if older[-1].get("done") else None))
        stale = self.served.run(client="page", sequence=3, futures=200)
        self.assertTrue(stale[-1]["done"])

    def test_claims_are_judged_and_the_other_side_is_argued(self):
        self.assertTrue(self.served.wait_for(lambda: self.served.json("GET", "/api/claims")["done"]))
        claims = self.served.json("GET", "/api/claims")
        check(claims, "claims")
        self.assertEqual((claims["judged"], claims["of"]), (2, 2))
        self.assertEqual(claims["claims"][0]["scenario"], "shut")
        side = self.served.json("POST", "/api/other_side", {"claim": "P1_1"})
        check(side, "other_side")
        self.assertEqual(side["claim"], "P1_1")

    def test_a_name_explains_itself(self):
        explained = self.served.json("GET", "/api/explain?name=trust")
        check(explained, "explain")
        self.assertEqual(explained["kind"], "stock")
        self.assertIn("warmth", [item["name"] for item in explained["inputs"]])
        self.assertGreater(explained["value_now"], 0)
        error = self.served.json("GET", "/api/explain?name=trusst", status=404)["error"]
        self.assertIn("Did you mean `trust`", error["text"])

    def test_influence_is_told_by_channel(self):
        told = self.served.json("GET", "/api/influence")
        check(told, "influence")
        shares = told["influences"][0]["outcomes"][0]["channels"]
        self.assertEqual([(share["channel"], share["share"]) for share in shares], [("visiting", 1)])
        self.assertEqual(told, self.served.json("GET", "/api/influence"))

    def test_a_report_is_a_file_to_save(self):
        status, headers, text = self.served.ask("POST", "/api/report", {"scenarios": ["shut"], "claims": ["P1_1"]})
        self.assertEqual(status, 200, text)
        self.assertEqual(headers["Content-Disposition"], 'attachment; filename="report.html"')
        self.assertIn(b"Shutting the border lowers trust", text)


class Refusals(unittest.TestCase):
    """Whatever one client does, the next one is answered."""

    @classmethod
    def setUpClass(cls):
        cls.served = Served()
        cls.served.json("GET", "/api/model")

    @classmethod
    def tearDownClass(cls):
        cls.served.stop()

    def tearDown(self):
        self.assertTrue(self.served.run()[-1]["done"])

    def refused(self, code, status, *words, **more):
        reply = self.served.json(*words, status=status, **more)
        check(reply, "error")
        error = reply["error"]
        self.assertEqual(error["code"], code)
        self.assertTrue(error["text"])

    def test_a_wrong_token_is_refused(self):
        self.refused("wrong_token", 403, "GET", "/api/model", token=False)
        self.refused("wrong_token", 403, "GET", "/?k=" + "0" * 32, token=False)
        self.refused("wrong_token", 403, "GET", f"/api/model?k={self.served.token}x", token=False)
        self.refused("wrong_token", 403, "GET", "/api/none", token=False)

    def test_a_wrong_host_or_origin_is_refused(self):
        for host in ("example.org", f"example.org:{self.served.port}", "127.0.0.1", "127.0.0.1:1",
                     f"127.0.0.1:{self.served.port}.example.org", f"localhost.:{self.served.port}"):
            self.refused("wrong_host", 403, "GET", "/api/model", Host=host)
        self.refused("wrong_host", 403, "GET", "/api/model", Origin="http://example.org")
        self.refused("wrong_host", 403, "GET", "/api/model", Origin="null")
        for name in ("localhost", "[::1]"):
            self.served.json("GET", "/api/model", Host=f"{name}:{self.served.port}")

    def test_paths_outside_the_table_are_not_there(self):
        for path in ("/etc/passwd", "/../../etc/passwd", "/api/../../served.ent", "/%2e%2e/%2e%2e/etc/passwd",
                     "/served.ent", "/api/model/", "/api/modelx", "//api/model", "/api/model%00"):
            status, _, text = self.served.ask("GET", path)
            self.assertEqual(status, 404, path)
            self.assertNotIn(b"root:", text)
        self.refused("not_found", 404, "GET", "/api/explain?name=../../etc/passwd")

    def test_a_method_that_a_path_does_not_take_is_refused(self):
        for method, path in (("POST", "/api/model"), ("GET", "/api/run"), ("PUT", "/api/run"),
                             ("DELETE", "/api/model"), ("OPTIONS", "/api/run"), ("TRACE", "/api/model")):
            self.refused("wrong_method", 405, method, path)

    def test_bodies_that_are_no_request_are_refused(self):
        for body in ("", "{", "[]", "null", "\x00\x01", "{}", '{"futures":"many"}', '{"futures":-1}', '{"futures":1e3}',
                     '{"futures":200,"levers":[1]}', '{"futures":200,"levers":{"border":"x"}}',
                     '{"futures":200,"levers":{"border":1e999}}', '{"futures":200,"events":[{"kind":"visits"}]}',
                     '{"futures":200,"events":[{"kind":"visits","date":"soon"}]}', '{"futures":200,"from":"2024"}',
                     '{"futures":200,"client":"' + "x" * 1000 + '"}', "[" * 100000, '{"a":' * 5000):
            self.refused("bad_request", 400, "POST", "/api/run", body=body)
        self.refused("bad_request", 400, "POST", "/api/report", body={"scenarios": 3})
        self.refused("bad_request", 400, "POST", "/api/report", body={"scenarios": ["none"]})
        self.refused("bad_request", 400, "POST", "/api/other_side", body={"claim": "none"})

    def test_what_is_no_http_is_refused(self):
        for data in (b"hello\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n",
                     b"GET /\r\n\r\n", b"POST /api/run HTTP/1.1\r\nContent-Length: x\r\n\r\n",
                     b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"):
            self.assertRegex(self.served.raw(data).split(b"\r\n")[0], rb"^HTTP/1\.1 40[03] ", data)

    def test_a_body_of_100_megabytes_is_refused_and_the_refusal_can_be_read(self):
        head = (f"POST /api/run HTTP/1.1\r\nHost: 127.0.0.1:{self.served.port}\r\n"
                f"X-Entente-Token: {self.served.token}\r\n")
        with socket.create_connection(("127.0.0.1", self.served.port), timeout=30) as connection:
            connection.sendall(f"{head}Content-Length: {100 * MEGABYTE}\r\n\r\n".encode())
            for _ in range(100):
                connection.sendall(b"x" * MEGABYTE)
            self.assertTrue(connection.recv(65536).startswith(b"HTTP/1.1 413 "))
        # Without a length that says so, it is noticed on the way.
        with socket.create_connection(("127.0.0.1", self.served.port), timeout=30) as connection:
            connection.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
            try:
                for _ in range(100):
                    connection.sendall(b"100000\r\n" + b"x" * MEGABYTE + b"\r\n")
            except OSError:
                self.fail("the server closed before its refusal could be read")
            self.assertTrue(connection.recv(65536).startswith(b"HTTP/1.1 413 "))

    def test_a_head_that_has_no_end_is_refused(self):
        got = self.served.raw(b"GET / HTTP/1.1\r\nX: " + b"y" * 100000)
        self.assertTrue(got.startswith(b"HTTP/1.1 413 "), got[:100])

    def test_a_slow_writer_is_told_and_stops_nobody(self):
        with socket.create_connection(("127.0.0.1", self.served.port), timeout=30) as slow:
            slow.sendall(b"POST /api/run HTTP/1.1\r\nHost: 127")
            self.assertTrue(self.served.run()[-1]["done"])
            self.assertTrue(slow.recv(65536).startswith(b"HTTP/1.1 408 "))

    def test_a_slow_reader_stops_nobody(self):
        slow = [socket.create_connection(("127.0.0.1", self.served.port)) for _ in range(20)]
        for connection in slow:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.sendall(f"GET /?k={self.served.token} HTTP/1.1\r\nHost: 127.0.0.1:{self.served.port}\r\n\r\n"
                               .encode())
        began = time.monotonic()
        self.assertTrue(self.served.run()[-1]["done"])
        self.assertLess(time.monotonic() - began, 10)
        for connection in slow:
            connection.close()

    def test_fifty_clients_at_once_are_all_answered(self):
        results = []

        def one(number):
            lines = self.served.run(client=f"client {number}", futures=1000, levers={"border": number / 100})
            results.append(lines[-1]["done"] and lines[-1]["futures"] == 1000)
        threads = [threading.Thread(target=one, args=(number,)) for number in range(50)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(results, [True] * 50)

    def test_one_connection_too_many_is_told_to_come_again(self):
        held = []
        try:
            for _ in range(300):
                held.append(socket.create_connection(("127.0.0.1", self.served.port), timeout=30))
            self.assertTrue(held[260].recv(65536).startswith(b"HTTP/1.1 503 "))
        finally:
            for connection in held:
                connection.close()
        self.assertTrue(self.served.wait_for(
            lambda: self.served.ask("GET", "/api/claims")[0] == 200))

    def test_clients_that_leave_in_the_middle_stop_nobody(self):
        body = json.dumps({"client": "", "sequence": 1, "futures": 10000, "levers": {"border": 0.5}})
        for _ in range(20):
            with socket.create_connection(("127.0.0.1", self.served.port)) as connection:
                connection.sendall(
                    f"POST /api/run HTTP/1.1\r\nHost: 127.0.0.1:{self.served.port}\r\nX-Entente-Token: "
                    f"{self.served.token}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())

    def test_runs_of_clients_that_left_make_room(self):
        self.served.json("GET", "/api/model")
        engine = self.served.engines()["runs"]
        os.kill(engine, signal.SIGSTOP)
        try:
            body = json.dumps({"futures": 10000})
            head = (f"POST /api/run HTTP/1.1\r\nHost: 127.0.0.1:{self.served.port}\r\nX-Entente-Token: "
                    f"{self.served.token}\r\nContent-Length: {len(body)}\r\n\r\n{body}").encode()
            waiting = [socket.create_connection(("127.0.0.1", self.served.port)) for _ in range(101)]
            for connection in waiting:
                connection.sendall(head)
            # An engine takes a hundred asks; which of them comes too late is chance.
            late = select.select(waiting, [], [], 30)[0]
            self.assertEqual([connection.recv(12) for connection in late], [b"HTTP/1.1 503"])
            for connection in waiting:
                connection.close()
            answers = []
            asking = threading.Thread(target=lambda: answers.append(self.served.run(client="new")))
            asking.start()
            asking.join(timeout=0.5)
            self.assertEqual(answers, [], "it waits its turn")
        finally:
            os.kill(engine, signal.SIGCONT)
        asking.join()
        self.assertTrue(answers[0][-1]["done"])

    def test_claims_wait_while_futures_are_run_and_go_on_after(self):
        self.served.json("GET", "/api/model")
        engines = self.served.engines()
        os.kill(engines["runs"], signal.SIGSTOP)
        asking = threading.Thread(target=self.served.run)
        asking.start()
        self.assertTrue(self.served.wait_for(lambda: self.served.held_still(engines["claims"])))
        os.kill(engines["runs"], signal.SIGCONT)
        asking.join()
        self.assertTrue(self.served.wait_for(lambda: not self.served.held_still(engines["claims"])))


class Lives(unittest.TestCase):
    """What changes while the server stands: engines that die, models that break."""

    def test_a_killed_engine_is_started_again_and_says_so(self):
        served = Served()
        try:
            served.json("GET", "/api/model")
            events = Events(served)
            for engine in ("runs", "claims"):
                self.assertTrue(served.wait_for(lambda: len(served.engines()) == 2))
                before = served.engines()[engine]
                # Claims are held still while futures are run, and would be let go on.
                self.assertTrue(served.wait_for(lambda: not served.held_still(before)))
                os.kill(before, signal.SIGSTOP)
                answers = []
                path, body = (("/api/run", {"futures": 200}) if engine == "runs"
                              else ("/api/other_side", {"claim": "P1_1"}))
                asking = threading.Thread(target=lambda: answers.append(served.ask("POST", path, body)))
                asking.start()
                time.sleep(0.2)
                os.kill(before, signal.SIGKILL)
                asking.join()
                status, headers, text = answers[0]
                self.assertEqual(status, 503)
                self.assertEqual(json.loads(text)["error"]["code"], "engine_restarted")
                self.assertEqual(headers["Retry-After"], "1")
                self.assertTrue(served.wait_for(lambda: served.engines().get(engine) not in (None, before)))
                self.assertTrue(served.wait_for(lambda: served.ask("POST", path, body)[0] == 200))
            self.assertTrue(served.wait_for(lambda: events.has("engine")))
            self.assertEqual(served.json("GET", "/api/model")["model"]["name"], "served")
        finally:
            code, told = served.stop()
        self.assertEqual(code, 0)
        self.assertIn("was started again", told)

    def test_no_engine_outlives_its_server(self):
        served = Served()
        served.json("GET", "/api/model")
        engines = list(served.engines().values())
        self.assertEqual(len(engines), 2)
        served.process.kill()
        self.assertTrue(served.wait_for(lambda: not any(pathlib.Path(f"/proc/{id}/exe").exists() for id in engines)))
        served.stop()

    def test_a_broken_model_keeps_the_last_good_one_and_mends(self):
        served = Served()
        try:
            events = Events(served)
            good = served.json("GET", "/api/model")
            file = served.folder / MODEL
            text = file.read_text()
            file.write_text(text.replace("trust / cooling", "trust / nothing"))
            self.assertTrue(served.wait_for(lambda: events.has("broken")))
            self.assertIn("E2001", dict(events.seen)["broken"]["text"])
            model = served.json("GET", "/api/model")
            self.assertIn("E2001", model["broken"])
            self.assertEqual(model["model"], good["model"])
            self.assertTrue(served.run()[-1]["done"])
            file.write_text(text.replace('"Trust"', '"Trust of the other"'))
            self.assertTrue(served.wait_for(lambda: served.json("GET", "/api/model")["broken"] is None))
            model = served.json("GET", "/api/model")
            self.assertEqual(model["outputs"][0]["label"], "Trust of the other")
            self.assertNotEqual(model["model"]["hash"], good["model"]["hash"])
            self.assertTrue(served.run()[-1]["done"])
        finally:
            served.stop()

    def test_a_model_that_is_broken_at_the_start_is_shown_with_its_diagnostic_until_it_mends(self):
        text = (SOURCE / "tests" / "serve" / "models" / MODEL).read_text()
        served = Served(text=text.replace("trust / cooling", "trust / nothing"))
        try:
            self.assertEqual(served.ask("GET", f"/?k={served.token}", token=False)[0], 200)
            error = served.json("GET", "/api/model", status=503)["error"]
            self.assertEqual(error["code"], "model_broken")
            self.assertIn("E2001", error["text"])
            (served.folder / MODEL).write_text(text)
            self.assertTrue(served.wait_for(lambda: served.ask("GET", "/api/model")[0] == 200))
            self.assertTrue(served.run()[-1]["done"])
        finally:
            served.stop()

    def test_a_port_that_is_taken_is_one_line(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            done = subprocess.run([ENTENTE, "serve", str(SOURCE / "tests" / "serve" / "models" / MODEL), "--no-browser",
                                   "--port", str(taken.getsockname()[1])], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 2)
        self.assertIn("Take another one with --port", done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1)


if __name__ == "__main__":
    ENTENTE = pathlib.Path(sys.argv.pop(1)).resolve()
    SOURCE = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
