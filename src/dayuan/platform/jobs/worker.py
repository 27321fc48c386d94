"""The worker: sweeps and outbox, fast jobs, heavy jobs, and a beating heart.

Four loops in four threads, so that a long job delays nobody. A database that is
away is waited for; nothing that goes wrong in one turn ends a loop. On stop,
each loop ends its turn first.
"""

import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import close_old_connections, connections

from dayuan.platform.jobs import outbox, queue, sweeps
from dayuan.platform.jobs.outage import is_away
from dayuan.platform.ui import present

logger = logging.getLogger(__name__)

#: Seconds between two looks when there was nothing to do.
IDLE = 0.5
BEAT = 5.0
#: Seconds to wait for a database that is away: first and longest.
AWAY = (0.5, 10.0)
#: Seconds a stopping worker gives its running jobs.
GRACE = 20.0

Turn = Callable[[datetime], bool]


@dataclass(frozen=True, slots=True)
class _Loop:
    name: str
    turn: Turn
    idle: float = IDLE


def new_name() -> str:
    """Return a name for a worker that no other one has had."""
    return f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"


def run(stop: threading.Event, *, name: str | None = None, grace: float = GRACE) -> bool:
    """Work until ``stop`` is set; True when every loop ended its turn in time."""
    worker = name or new_name()
    logger.info("worker %s begins", worker)
    threads = [
        threading.Thread(target=_loop, args=(loop, stop), name=loop.name, daemon=True)
        for loop in _loops(worker)
    ]
    for thread in threads:
        thread.start()
    while not stop.wait(1.0):
        if not all(thread.is_alive() for thread in threads):
            logger.error("worker %s has lost a loop and ends", worker)
            stop.set()
    for thread in threads:
        thread.join(grace)
    tidy = not any(thread.is_alive() for thread in threads)
    if tidy:
        _sign_off(worker)
    logger.info("worker %s ends", worker)
    return tidy


def drain(*, now: datetime, worker: str = "drain", rounds: int = 1000) -> None:
    """Do everything that is due, then return: for tests, the demonstration and the CLI."""
    queue.beat(worker, now=now)
    for _round in range(rounds):
        sweeps.run_due(now=now)
        moved = outbox.deliver_due(now=now).done
        moved += queue.run_one(queue.FAST, worker=worker, now=now)
        moved += queue.run_one(queue.HEAVY, worker=worker, now=now)
        if not moved:
            break
    queue.bury(worker)


def _loops(worker: str) -> list[_Loop]:
    def look_around(now: datetime) -> bool:
        sweeps.run_due(now=now)
        return outbox.deliver_due(now=now).done > 0

    def fast(now: datetime) -> bool:
        return queue.run_one(queue.FAST, worker=worker, now=now)

    def heavy(now: datetime) -> bool:
        return queue.run_one(queue.HEAVY, worker=worker, now=now)

    def heart(now: datetime) -> bool:
        queue.beat(worker, now=now)
        return False

    return [
        _Loop("heart", heart, BEAT),
        _Loop("sweeps", look_around),
        _Loop("fast", fast),
        _Loop("heavy", heavy),
    ]


def _loop(loop: _Loop, stop: threading.Event) -> None:
    away = AWAY[0]
    while not stop.is_set():
        try:
            close_old_connections()
            moved = loop.turn(present.now())
            away = AWAY[0]
            if not moved:
                stop.wait(loop.idle)
        except Exception as problem:  # noqa: BLE001 - nothing ends a loop but its stop
            _say(loop, problem)
            connections.close_all()
            stop.wait(away)
            away = min(away * 2, AWAY[1])
    connections.close_all()


def _say(loop: _Loop, problem: Exception) -> None:
    if is_away(problem):
        logger.warning("loop %s: the database is away, waiting", loop.name)
    else:
        logger.error("loop %s: %s", loop.name, type(problem).__qualname__)


def _sign_off(worker: str) -> None:
    try:
        queue.bury(worker)
    except Exception as problem:  # noqa: BLE001 - the last word of a worker may be lost
        logger.warning("worker could not sign off: %s", type(problem).__qualname__)
    finally:
        connections.close_all()
