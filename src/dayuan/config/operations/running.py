"""Who works in this house right now: web and worker together, or one upgrade alone.

A lock on a file in the home, held by the processes themselves: it is gone when
they are, however they ended. It tells apart the processes of one machine; on
several machines, stop them all before an upgrade.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from dayuan.config.operations.failures import OperationFailedError
from dayuan.kernel.text import Text

_FILE = "running.lock"
_HELD: list[int] = []


def enter() -> None:
    """Say that this process serves people until it ends, and what it becomes or starts too."""
    descriptor = _open()
    if not _taken(descriptor, fcntl.LOCK_SH):
        raise OperationFailedError(
            Text(
                "正在升级。升级结束后再启动。",
                "An upgrade is running; start when it is done.",
            )
        )
    os.set_inheritable(descriptor, True)
    _HELD.append(descriptor)


@contextmanager
def alone() -> Iterator[None]:
    """Have the house for oneself; raise :class:`OperationFailedError` while anybody works in it."""
    descriptor = _open()
    try:
        if not _taken(descriptor, fcntl.LOCK_EX):
            raise OperationFailedError(
                Text(
                    "程序还在运行。请先停止（systemctl stop dayuan.target，或按 Ctrl-C），再升级。",
                    "Dayuan is running. Stop it first (systemctl stop dayuan.target, or Ctrl-C).",
                )
            )
        yield
    finally:
        os.close(descriptor)


def _open() -> int:
    return os.open(Path(settings.HOME) / _FILE, os.O_RDWR | os.O_CREAT, 0o600)


def _taken(descriptor: int, how: int) -> bool:
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
