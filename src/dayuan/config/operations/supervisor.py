"""Web and worker together, started again when one of them ends, stopped together."""

import logging
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from dayuan.config.operations import processes
from dayuan.config.operations.terminal import say
from dayuan.kernel.text import Text

logger = logging.getLogger(__name__)

#: Seconds a child has to end after it was asked to.
GRACE = 25.0
#: Seconds to wait before starting a child again: first and longest.
_WAIT = (1.0, 30.0)
#: A child that lived this long was well; it is started again at once.
_WELL = 60.0
#: Ending this often without ever being well means that starting it does not help.
_TRIES = 4


@dataclass
class Child:
    """One program that has to run."""

    name: str
    arguments: list[str]
    process: "subprocess.Popen[bytes] | None" = None
    begun: float = 0.0
    next_start: float = 0.0
    ended: int = 0

    def start(self) -> None:
        """Start it, apart from the terminal's Ctrl-C, and bound to our own life."""
        self.begun = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own programs
            _bound(self.arguments), process_group=0
        )

    def has_ended(self) -> bool:
        """Tell whether it ran and does not any more; remember when to start it again."""
        if self.process is None or self.process.poll() is None:
            return False
        lived = time.monotonic() - self.begun
        self.ended = 1 if lived > _WELL else self.ended + 1
        self.next_start = time.monotonic() + min(_WAIT[0] * 2 ** (self.ended - 1), _WAIT[1])
        logger.error("%s ended with %s; starting again", self.name, self.process.returncode)
        self.process = None
        return True

    def tell(self, sign: int) -> None:
        """Send a signal, if it runs."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(sign)


def run(
    *,
    host: str,
    port: int,
    ready: Callable[[], None] | None = None,
    children: list[Child] | None = None,
) -> int:
    """Run web and worker until SIGTERM or Ctrl-C; return 0 after a clean stop.

    ``ready`` is called once the web server answers. A child that cannot stay up
    ends everything with 1.
    """
    family = children or [
        Child("web", processes.web(host=host, port=port, workers=_workers())),
        Child("worker", processes.work()),
    ]
    stop = threading.Event()
    with _signals(stop):
        announcer = threading.Thread(target=_announce, args=(host, port, ready, stop), daemon=True)
        announcer.start()
        failed = _keep_running(family, stop)
    clean = _stop(family)
    return 0 if clean and not failed else 1


def _keep_running(family: list[Child], stop: threading.Event) -> bool:
    """Start what does not run; True when one of them cannot stay up."""
    while not stop.is_set():
        for child in family:
            if child.has_ended() and child.ended >= _TRIES:
                _give_up(child)
                return True
            if child.process is None and time.monotonic() >= child.next_start:
                child.start()
        stop.wait(0.2)
    return False


def _give_up(child: Child) -> None:
    say(
        Text(
            f"{child.name} 反复启动失败，原因见上面几行。",
            f"{child.name} cannot be kept running; the lines above say why.",
        ),
        error=True,
    )


def _stop(family: list[Child]) -> bool:
    """Ask every child to end, wait, and end those that do not; True when all did."""
    for child in family:
        child.tell(signal.SIGTERM)
    deadline = time.monotonic() + GRACE
    clean = True
    for child in family:
        if child.process is None:
            continue
        try:
            child.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            clean = False
            child.tell(signal.SIGKILL)
            child.process.wait()
    return clean


@contextmanager
def _signals(stop: threading.Event) -> Iterator[None]:
    def ask(_sign: int, _frame: FrameType | None) -> None:
        stop.set()

    if threading.current_thread() is not threading.main_thread():
        yield  # signals belong to the main thread; whoever calls from another one stops us
        return
    before = {sign: signal.signal(sign, ask) for sign in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)


def _announce(
    host: str, port: int, ready: Callable[[], None] | None, stop: threading.Event
) -> None:
    """Call ``ready`` when the port answers."""
    reachable = "127.0.0.1" if host in {"0.0.0.0", ""} else host  # noqa: S104 - compared only
    while ready is not None and not stop.wait(0.2):
        try:
            socket.create_connection((reachable, port), timeout=1).close()
        except OSError:
            continue
        ready()
        return


def _workers() -> int:
    """One process with threads is enough for one compound, and starts in a moment."""
    raw = os.environ.get("DAYUAN_WORKERS", "")
    return int(raw) if raw.isdigit() and int(raw) else 1


def _bound(arguments: list[str]) -> list[str]:
    """Return the command whose life the kernel ends with ours, however we die.

    Done by a program between ours and the child's: code of our own between fork and
    exec may wait for ever for a lock that another thread held. Where there is no such
    program the child outlives a killed supervisor.
    """
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--", *arguments] if setpriv else arguments
