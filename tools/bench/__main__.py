"""Fills houses of several sizes on both databases and measures the work engine in them.

    python -m tools.bench --sizes 10k,100k,1M --engines sqlite,postgres --samples 80

Nothing is kept: each house lies in a folder of its own that goes when it was measured.
"""

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from tools import postgres
from tools.bench import measuring, plan, table
from tools.bench.measuring import House, Times
from tools.bench.plan import Plan
from tools.shell import PYTHON, ROOT, StepError, say

NOTES = "bench.json"
WORKERS = 2
#: The longest list that is taken away as a file.
FILE_ROWS = 100_000
#: The longest file that is brought.
IMPORT_ROWS = 10_000
_READY_WITHIN = 60.0
#: A server as one that people rely on: what it says is written is on the disk.
_DURABLE = {
    "fsync": "on", "synchronous_commit": "on", "full_page_writes": "on",
    "shared_buffers": "512MB", "max_wal_size": "4GB",
}  # fmt: skip


def run(wanted: Plan) -> None:
    """Measure every size on every engine and print a table for each."""
    for engine in wanted.engines:
        first: dict[tuple[str, str], float] = {}
        for size in wanted.sizes:
            with _house(engine) as environment:
                times = _of_one(environment, size, wanted)
                files = [] if wanted.only else _files(environment, size)
            say(f"\n{engine}, {size:,} cases, {wanted.open} open, {WORKERS} workers")
            for line in (*table.table(times, first), *files):
                say(line)
            first = first or table.slow_of(times)


def _of_one(environment: Mapping[str, str], size: int, wanted: Plan) -> list[Times]:
    began = time.monotonic()
    _fill(environment, "cases", str(size), str(wanted.open))
    say(f"  {size:,} cases stand after {time.monotonic() - began:.0f} s")
    with _served(environment) as house:
        times = list(measuring.read(house, wanted))
    if not any(map(wanted.wants, plan.WRITTEN)):
        return times
    _fill(environment, "in-hand", str(2 * (wanted.samples + 2 * measuring.CLIENTS) + 8))
    with _served(environment) as house:
        return [*times, *measuring.written(house, wanted)]


def _files(environment: Mapping[str, str], size: int) -> list[str]:
    return [_file_of(environment, size), _import_of(environment, size)]


def _file_of(environment: Mapping[str, str], size: int) -> str:
    """Take the list of cases away as a file; return the line on how long it took."""
    told = _told(environment, "tools.bench.files", min(size, FILE_ROWS))
    a_row = told["ours"] / max(told["rows"], 1) * 1000
    return (
        f"file of {told['rows']:,} rows: {told['ours']:.1f} s, {a_row:.2f} ms a row, "
        f"× F2 {told['ours'] / told['bare']:.1f}"
    )


def _import_of(environment: Mapping[str, str], size: int) -> str:
    """Bring equipment in a file; return the line on how long it took to show and to take it."""
    told = _told(environment, "tools.bench.imports", min(size, IMPORT_ROWS))
    whole = told["checked"] + told["taken"]
    a_row = told["taken"] / max(told["rows"], 1) * 1000
    return (
        f"import of {told['rows']:,} rows: shown after {told['checked']:.1f} s, taken in "
        f"{told['taken']:.1f} s, {a_row:.2f} ms a row, × F2 {whole / told['bare']:.1f}"
    )


def _told(environment: Mapping[str, str], module: str, rows: int) -> dict[str, float]:
    """Run a measuring of its own process; return what it printed."""
    done = subprocess.run(
        [str(PYTHON), "-m", module, str(rows)], env=environment, cwd=ROOT, check=False,
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    if done.returncode:
        raise StepError(f"{module} did not go through")
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def _fill(environment: Mapping[str, str], *arguments: str) -> None:
    command = [str(PYTHON), "-m", "tools.bench.load", *arguments]
    done = subprocess.run(command, env=environment, cwd=ROOT, check=False)
    if done.returncode:
        raise StepError("the house could not be filled")


@contextmanager
def _house(engine: str) -> Iterator[dict[str, str]]:
    """Yield the environment of an empty house on an engine."""
    folder = Path(tempfile.mkdtemp(prefix="dayuan-bench-"))
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment = kept | {
        "DAYUAN_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "dayuan.config.settings",
    }  # fmt: skip
    try:
        if engine == "sqlite":
            yield environment
            return
        with postgres.server(**_DURABLE) as url:
            yield environment | {"DAYUAN_DATABASE_URL": url}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _served(environment: Mapping[str, str]) -> Iterator[House]:
    """Yield a server with its workers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        str(PYTHON), "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS),
        "--log-level", "error", "tools.bench.serving:application",
    ]  # fmt: skip
    notes = json.loads((Path(environment["DAYUAN_HOME"]) / NOTES).read_text())
    server = subprocess.Popen(command, env=environment, cwd=ROOT)
    try:
        _await(port, server)
        yield House(port, notes)
    finally:
        server.terminate()
        server.wait(30)


def _await(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _READY_WITHIN
    while time.monotonic() < deadline and server.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/live")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.2)
        else:
            return
        finally:
            connection.close()
    raise StepError("the server did not start")


def main(arguments: list[str]) -> None:
    """Read what is wanted and measure it."""
    parser = argparse.ArgumentParser(prog="tools.bench", description=__doc__)
    parser.add_argument("--sizes", default="10k", type=plan.sizes)
    parser.add_argument("--engines", default="sqlite,postgres", type=plan.engines)
    parser.add_argument("--samples", default=80, type=int)
    parser.add_argument("--open", default=200, type=int)
    parser.add_argument("--only", default="", help="how the names of the pages begin")
    given = parser.parse_args(arguments)
    run(Plan(given.sizes, given.engines, given.samples, given.open, given.only))


if __name__ == "__main__":
    postgres.stop_on_terminate()
    try:
        main(sys.argv[1:])
    except StepError as error:
        say(str(error))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
