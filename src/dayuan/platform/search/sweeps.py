"""The index follows the log."""

from datetime import datetime, timedelta

from dayuan.platform.jobs import sweeps
from dayuan.platform.search import keeping


def follow_log(*, now: datetime) -> int:
    """Bring the index up to date with what was sealed since the last time."""
    del now
    return keeping.follow()


def register() -> None:
    """Let the worker run it."""
    sweeps.register("search.follow", every=timedelta(seconds=3), function=follow_log)
