"""The programs a house consists of, as command lines."""

import os
import sys
from pathlib import Path

#: How many requests a web process serves before a fresh one takes over.
_REQUESTS = 10_000


def web(*, host: str, port: int, workers: int | None = None) -> list[str]:
    """Return the command line of the web server.

    ``DAYUAN_WORKERS`` and ``DAYUAN_THREADS`` size it; the accesses themselves are
    not logged: who did what stands in the audit, and addresses of pages may name
    records.
    """
    memory = Path("/dev/shm")  # noqa: S108 - a heartbeat file, not data
    arguments = {
        "--bind": f"{host}:{port}",
        "--workers": workers or _number("DAYUAN_WORKERS", 2),
        "--worker-class": "gthread",
        "--threads": _number("DAYUAN_THREADS", 8),
        "--timeout": 60,
        "--graceful-timeout": 20,
        "--max-requests": _REQUESTS,
        "--max-requests-jitter": _REQUESTS // 10,
        "--log-level": "warning",
        **({"--worker-tmp-dir": memory} if memory.is_dir() else {}),
    }
    listed = [str(part) for pair in arguments.items() for part in pair]
    program = [sys.executable, "-m", "gunicorn", *listed, "--no-control-socket"]
    return [*program, "dayuan.config.operations.web:application"]


def work() -> list[str]:
    """Return the command line of the worker."""
    return [sys.executable, "-m", "dayuan.config.operations.work"]


def live(*, host: str, port: int) -> list[str]:
    """Return the command line of the stream that tells open pages what is new."""
    place = ["--host", host, "--port", str(port)]
    return [sys.executable, "-m", "dayuan.config.operations.live", *place]


def _number(name: str, default: int) -> int:
    raw = os.environ.get(name, "")
    return int(raw) if raw.isdigit() and int(raw) else default
