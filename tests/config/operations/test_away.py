"""The database really goes away and comes back, under a whole house of processes."""

import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest
from django.db import connection

from tests.houses import House
from tests.houses import houses as houses
from tests.permissions import driving
from tests.tables import PREPARE
from tools import postgres

pytestmark = [
    pytest.mark.whole,
    pytest.mark.timeout(240),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
WORDS = "数据库暂时连接不上", "The database cannot be reached"


class FileDatabase:
    """A database that is a file: away when it was moved."""

    def __init__(self, house):
        self.house, self.place = house, house.home / "elsewhere"
        self.place.mkdir()

    def go(self):
        # Closed first, as a disk is before it is taken out; readers fold the journal in.
        for file in self.house.home.glob("dayuan.sqlite3*"):
            shutil.move(file, self.place / file.name)

    def come(self):
        assert not list(self.house.home.glob("dayuan.sqlite3*")), "an empty house was made"
        for file in self.place.iterdir():
            shutil.move(file, self.house.home / file.name)


class ServerDatabase:
    """A database that is a server: away when it was stopped."""

    def __init__(self, server):
        self.go, self.come = server.stop, server.start


@contextmanager
def built(houses, folder):
    if connection.vendor == "sqlite":
        with houses.built(folder / "home") as house:
            yield house, FileDatabase(house)
        return
    with postgres.stoppable() as server:
        house = House(folder / "home", server.url)
        house.home.mkdir(mode=0o750)
        house.python("-c", PREPARE)
        yield house, ServerDatabase(server)


class Running:
    """A house of web and worker, and a way to ask it."""

    def __init__(self, house, database):
        self.house, self.database = house, database
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.log = (house.home / "log").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dayuan.config.cli", "up", "--port", str(self.port)],
            env=house.env | {"DAYUAN_DEBUG": "0"}, stdout=self.log, stderr=self.log,
        )  # fmt: skip

    def ask(self, path, data=None, headers=None):
        """Return status, headers and body."""
        url = f"http://127.0.0.1:{self.port}{path}"
        request = urllib.request.Request(url, data=data, headers=headers or {})
        opener = urllib.request.build_opener(NoRedirect)
        try:
            with opener.open(request, timeout=40) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.headers, answer.read().decode()

    def sign_in(self):
        """Type a wrong name and password: the count of tries is a write."""
        _, headers, page = self.ask("/accounts/login/")
        token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[0]
        cookie = headers["Set-Cookie"].partition(";")[0]
        data = f"csrfmiddlewaretoken={token}&username=1001&password=wrong".encode()
        return self.ask("/accounts/login/", data=data, headers={"Cookie": cookie})

    def until(self, path, status, seconds=60):
        """Ask until it answers so; return how long that took."""
        begun = time.monotonic()
        while time.monotonic() - begun < seconds:
            try:
                if self.ask(path)[0] == status:
                    return time.monotonic() - begun
            except OSError:
                pass  # it does not listen yet
            self.process.poll()
        raise AssertionError(f"{path} never answered {status}:\n{self.said()}")

    def said(self):
        self.log.flush()
        return (self.house.home / "log").read_text()


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


@pytest.fixture
def running(houses, tmp_path):
    with built(houses, tmp_path) as (house, database):
        one = Running(house, database)
        try:
            one.until("/readyz", 200)
            yield one
        finally:
            one.process.send_signal(signal.SIGTERM)
            one.process.wait(60)
            one.log.close()


def pages():
    """Return every address of the program, with a number where it wants one."""
    for route in driving.routes():
        path = re.sub(r"<[^>]+>", "1", route.pattern)
        if path not in {"healthz", "readyz"}:
            yield f"/{path}"


def assert_away(answer, path):
    status, headers, body = answer
    assert (status, headers["Retry-After"]) == (503, "10"), path
    assert all(words in body for words in WORDS), path
    assert "Traceback" not in body
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_away_and_back_again_without_a_restart(running):
    running.database.go()
    asked = list(pages())
    assert len(asked) > 40
    for path in asked:
        assert_away(running.ask(path), path)
    assert_away(running.ask("/accounts/login/", data=b"username=1001&password=x"), "POST")
    assert running.ask("/healthz")[0] == 200
    assert running.ask("/readyz")[0] == 503
    # The worker has noticed, and waits.
    begun = time.monotonic()
    while "the database is away, waiting" not in running.said():
        assert time.monotonic() - begun < 30
        running.ask("/healthz")

    running.database.come()
    assert running.until("/accounts/login/", 200) < 10
    # Ready again means, too, that the same worker beats again.
    running.until("/readyz", 200)
    assert running.process.poll() is None
    assert "ended with" not in running.said()
    assert "has lost a loop" not in running.said()


@pytest.mark.deep
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL locks rows, not files")
def test_a_locked_file_is_read_meanwhile_and_written_to_afterwards(running):
    lock = sqlite3.connect(running.house.home / "dayuan.sqlite3")
    lock.execute("BEGIN IMMEDIATE")
    assert running.ask("/accounts/login/")[0] == 200
    assert_away(running.sign_in(), "a write waits twenty seconds at most")
    lock.rollback()
    lock.close()
    assert running.sign_in()[0] == 200  # a wrong password, counted
