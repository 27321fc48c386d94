"""Web and worker: started again when they end, ended together."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from dayuan.config.operations import processes
from tests.houses import ROOT
from tests.houses import house as house
from tests.houses import houses as houses

pytestmark = pytest.mark.whole

_RUN = """
import sys
from dayuan.config.operations import supervisor
supervisor._WAIT = (0.05, 0.1)
children = [supervisor.Child(f"child {n}", [sys.executable, "-c", code])
            for n, code in enumerate(sys.argv[1:])]
sys.exit(supervisor.run(host="127.0.0.1", port=9, children=children))
"""
_STAY = """
import os, signal, sys

signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
# In one write: several children share the pipe, and unbuffered ones write a line in pieces.
os.write(1, f"alive {os.getpid()}\\n".encode())
signal.pause()
"""


@pytest.fixture
def supervise():
    """Run a supervisor over children given as code; it is ended with the test."""
    running = []

    def supervise(*codes):
        process = subprocess.Popen(
            [sys.executable, "-c", _RUN, *codes],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=os.environ | {"LANG": "en_US.UTF-8", "LC_ALL": "en_US.UTF-8"},
            cwd=ROOT,
            text=True,
        )
        running.append(process)
        return process

    yield supervise
    for process in running:
        process.kill()
        process.communicate()


def line_with(process, words):
    """Wait for a line that says this."""
    for line in process.stdout:
        if words in line:
            return line
    raise AssertionError(f"it ended without saying {words!r}")


def test_children_are_ended_together_and_politely(supervise):
    process = supervise(_STAY, _STAY)
    line_with(process, "alive")
    line_with(process, "alive")
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    assert "alive" not in process.stdout.read()


def test_a_child_that_ends_is_started_again(supervise, tmp_path):
    mark = tmp_path / "mark"
    code = f"import pathlib; p = pathlib.Path({str(mark)!r})\n"
    code += "first = not p.exists(); p.touch()\n"
    code += "if first: raise SystemExit(3)\n" + _STAY
    process = supervise(code)
    line_with(process, "alive")
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0


def test_a_child_that_cannot_stay_up_ends_everything_and_says_so(supervise):
    process = supervise(_STAY, "raise SystemExit(3)")
    line_with(process, "cannot be kept running")
    assert process.wait(30) == 1


def test_children_do_not_outlive_a_killed_supervisor(supervise):
    process = supervise(_STAY)
    line_with(process, "alive")
    process.send_signal(signal.SIGKILL)
    # The child holds the other end of the pipe: it closes when the child is gone.
    assert process.stdout.read() == ""


def test_a_child_that_does_not_listen_is_ended_all_the_same(supervise, monkeypatch):
    deaf = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    deaf += "print('alive', flush=True)\nsignal.pause()\n"
    code = _RUN.replace("supervisor._WAIT", "supervisor.GRACE = 0.2; supervisor._WAIT")
    monkeypatch.setattr(sys.modules[__name__], "_RUN", code)
    process = supervise(deaf)
    line_with(process, "alive")
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 1


def test_the_web_server_binds_what_it_was_told_and_logs_no_accesses(monkeypatch):
    monkeypatch.setenv("DAYUAN_WORKERS", "3")
    monkeypatch.setenv("DAYUAN_THREADS", "nonsense")
    command = processes.web(host="127.0.0.1", port=8123)
    assert command[command.index("--bind") + 1] == "127.0.0.1:8123"
    assert command[command.index("--workers") + 1] == "3"
    assert command[command.index("--threads") + 1] == "8"
    assert not any("access" in part for part in command)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.once
@pytest.mark.timeout(180)
def test_a_whole_house_goes_up_serves_and_goes_down(house):
    port = free_port()
    process = house.start("-m", "dayuan.config.cli", "up", "--port", str(port), LANG="en_US.UTF-8")
    try:
        line_with(process, "Dayuan answers at")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=20) as answer:
            assert (answer.status, answer.read()) == (200, b"ok\n")
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.communicate()
