"""A PostgreSQL of our own for the tests, gone afterwards.

    python -m tools.postgres COMMAND …   run a command with DAYUAN_DATABASE_URL set
    python -m tools.postgres             keep one running until Ctrl-C

Started as root it runs as an unprivileged user (PostgreSQL refuses root). It
listens on a Unix socket in a folder only that user may enter, so nobody else on
the machine reaches it; ``fsync`` is off because nothing in it is worth keeping.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tools import debian
from tools.shell import StepError, say

#: Accounts that every Debian has, the fitting one first.
UNPRIVILEGED = ("postgres", "nobody")
READY_WITHIN = 30.0
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "log_min_messages": "warning",
}


def owner() -> dict[str, Any]:
    """Return who the server runs as, as arguments of a child process; nothing when not root."""
    if os.geteuid() != 0:
        return {}
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise StepError(f"none of the accounts {', '.join(UNPRIVILEGED)} exists to run PostgreSQL as")


class Server:
    """A server that can be stopped and started again on the same data."""

    def __init__(
        self, programs: Path, folder: Path, who: dict[str, Any], settings: Mapping[str, str]
    ) -> None:
        self.folder, self.url = folder, _url(folder)
        self._programs, self._who = programs, who
        self._settings = [f"--{name}={value}" for name, value in settings.items()]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [str(self._programs / "postgres"), "-D", str(self.folder / "data")]
        command += ["-k", str(self.folder), *self._settings]
        with (self.folder / "log").open("a", encoding="utf-8") as log:
            # A session of its own: Ctrl-C reaches us, and we stop the server in order.
            self._process = subprocess.Popen(
                command,
                cwd=self.folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self._who,
            )
        _await(self._programs, self.folder, self._process)

    def stop(self, *, at_once: bool = False) -> None:
        """Stop it in order, or ``at_once`` as a crash would: it recovers on the next start."""
        if self._process is not None:
            _stop(self._process, at_once=at_once)
            self._process = None


@contextmanager
def server(**settings: str) -> Iterator[str]:
    """Run a server for the length of a block and yield its ``DAYUAN_DATABASE_URL``.

    ``settings`` stand in the place of those for tests.
    """
    with stoppable(**settings) as one:
        yield one.url


@contextmanager
def stoppable(**settings: str) -> Iterator[Server]:
    """Run a server for the length of a block, with other settings where they are given."""
    programs = debian.postgresql_folder()
    if programs is None:
        raise StepError("PostgreSQL is missing.\n  Type as root: apt-get install postgresql")
    who = owner()
    folder = Path(tempfile.mkdtemp(prefix="dayuan-pg-"))
    try:
        if who:
            os.chown(folder, who["user"], who["group"])
        _initialise(programs, folder, who)
        one = Server(programs, folder, who, SETTINGS | settings)
        try:
            one.start()
            yield one
        finally:
            one.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _url(folder: Path) -> str:
    return f"postgresql://dayuan@/postgres?host={quote(str(folder), safe='')}"


def _initialise(programs: Path, folder: Path, who: dict[str, Any]) -> None:
    command = [programs / "initdb", "--pgdata", folder / "data", "--username=dayuan"]
    command += ["--locale=C.UTF-8", "--encoding=UTF8", "--auth=trust", "--no-sync"]
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        **who,
    )
    if done.returncode:
        raise StepError(f"initdb failed:\n{done.stdout}{done.stderr}")


def _await(programs: Path, folder: Path, process: subprocess.Popen[bytes]) -> None:
    ask = [str(programs / "pg_isready"), "-q", "-h", str(folder), "-U", "dayuan", "-d", "postgres"]
    deadline = time.monotonic() + READY_WITHIN
    while subprocess.run(ask, check=False).returncode:
        if process.poll() is not None or time.monotonic() > deadline:
            raise StepError(f"PostgreSQL did not start:\n{(folder / 'log').read_text('utf-8')}")
        time.sleep(0.1)


def _stop(process: subprocess.Popen[bytes], *, at_once: bool = False) -> None:
    """Ask once for a fast shutdown, then for an immediate one, then insist."""
    for sign in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL)[at_once:]:
        if process.poll() is not None:
            return
        process.send_signal(sign)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            continue


def stop_on_terminate() -> None:
    """Let a polite kill unwind like Ctrl-C, so that the server is stopped too."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.signal(signal.SIGHUP, lambda *_: sys.exit(129))


def main(command: list[str]) -> int:
    """Run a command beside a server, or keep a server until Ctrl-C."""
    stop_on_terminate()
    with server() as url:
        if not command:
            say(f"DAYUAN_DATABASE_URL={url}\nCtrl-C ends it.")
            signal.pause()
        environment = dict(os.environ, DAYUAN_DATABASE_URL=url)
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except StepError as error:
        say(str(error))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
