"""A house under four clients who remember every answer: their memory is the only oracle."""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

from dayuan.config.operations import processes
from tests.houses import ROOT, House
from tools import postgres

HONEST = "dayuan.config.operations.web:application"
EARLY = "tests.chaos.early:application"
FULL = "tests.chaos.full:application"
CSRF = "c" * 32


class FailedError(Exception):
    """A row did not hold; the sentence says where."""


@contextmanager
def built(engine, *, folder=None, application=HONEST, **server):
    """Yield a running house on an engine, in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="dayuan-chaos-") as place:
        home = Path(folder or place) / "home"
        home.mkdir(mode=0o750)
        if engine == "sqlite":
            with running(House(home, ""), application) as one:
                yield one
            return
        durable = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
        with (
            postgres.stoppable(**durable | server) as database,
            running(House(home, database.url), application) as one,
        ):
            one.database = database
            yield one


@contextmanager
def running(house, application):
    one = Running(house, application)
    one.prepare()
    try:
        one.start_web()
        one.start_worker()
        one.healthy()
        yield one
    finally:
        one.end()


class Running:
    """Web and worker of one house, to be killed and started again."""

    def __init__(self, house, application):
        self.house, self.application = house, application
        self.database = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.log = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed with the house
        self.processes = {}

    def prepare(self):
        done = self.house.python("-m", "tests.chaos.prepare", DAYUAN_DEBUG="0")
        self.sessions = json.loads(done.stdout.splitlines()[-1])

    def start_web(self):
        command = processes.web(host="127.0.0.1", port=self.port, workers=2)
        self._start("web", [*command[:-1], self.application])

    def start_worker(self):
        self._start("worker", [sys.executable, "-m", "dayuan.config.operations.work"])

    def _start(self, name, command):
        self.processes[name] = subprocess.Popen(
            command, cwd=ROOT, env=self.house.env | {"DAYUAN_DEBUG": "0"},
            stdout=self.log, stderr=self.log, start_new_session=True,
        )  # fmt: skip

    def kill(self, name):
        """End a process and all it started, as a power cut does: without a word."""
        os.killpg(self.processes[name].pid, signal.SIGKILL)
        self.processes[name].wait()

    def end(self):
        for name, process in self.processes.items():
            if process.poll() is None:
                self.kill(name)
        self.log.close()

    def ask(self, path="/accounts/login/", session="", fields=None, timeout=30):
        """Return status, whether a time to come back was named, and the page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        headers = {"Cookie": f"dayuan={session}; csrftoken={CSRF}"}
        body = None
        if fields is not None:
            body = urlencode({"csrfmiddlewaretoken": CSRF, **fields})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request("POST" if body else "GET", path, body, headers)
            answer = connection.getresponse()
            return answer.status, bool(answer.getheader("Retry-After")), answer.read().decode()
        finally:
            connection.close()

    def healthy(self, status=200, path="/accounts/login/", within=60.0):
        """Ask until it answers so; return how long that took."""
        begun = time.monotonic()
        while time.monotonic() - begun < within:
            try:
                if self.ask(path, timeout=5)[0] == status:
                    return time.monotonic() - begun
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.02)
        self.log.seek(0)
        raise FailedError(f"{path} did not answer {status}:\n{self.log.read()[-2000:]}")

    def count(self):
        done = self.house.python("-m", "tests.chaos.count", timeout=300)
        return json.loads(done.stdout.splitlines()[-1])


class Clients:
    """Four people who report and report, and keep what they were told."""

    def __init__(self, one, seed):
        self.one, self.rng = one, random.Random(seed)  # noqa: S311 - moments, not secrets
        self.asked, self.acked, self.wrong = set(), set(), Counter()
        self.answers = Counter()
        self.stop, self.lock = threading.Event(), threading.Lock()

    def __enter__(self):
        self.threads = [
            threading.Thread(target=self._report, args=(session,), daemon=True)
            for session in self.one.sessions
        ]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def _report(self, session):
        while not self.stop.is_set():
            self.report_once(session)
            self.stop.wait(0.1)  # four people, not a flood: what they did is counted afterwards

    def report_once(self, session):
        """Report under a key nobody has used; remember the answer."""
        with self.lock:
            key = str(UUID(int=self.rng.getrandbits(128)))
            self.asked.add(key)
        try:
            status, comes_back, page = self.one.ask(
                "/desk/report/",
                session,
                {"category": "air_conditioning", "place": "主楼一层", "description": key},
            )
        except (OSError, http.client.HTTPException):
            status, comes_back, page = 0, False, ""
            time.sleep(0.05)
        with self.lock:
            self.answers[status] += 1
            if status == 302:
                self.acked.add(key)
            elif (status == 503 and comes_back and "Traceback" not in page) or status == 0:
                pass
            else:
                self.wrong[status] += 1
        return status

    def verdict(self, counted):
        """Return what is wrong with what is in the house, by name; empty when nothing is."""
        keys = counted["keys"]
        found = {
            "lost": len(self.acked - set(keys)),
            "twice": sum(1 for n in keys.values() if n > 1),
            "unasked": len(set(keys) - self.asked),
            "wrong answers": sum(self.wrong.values()),
            "untold": counted["untold"],
            "told twice": counted["told_twice"],
            "undelivered": counted["undelivered"],
            "damaged": int(not counted["intact"]),
            "log": len(counted["log"]),
        }
        return {name: number for name, number in found.items() if number}
