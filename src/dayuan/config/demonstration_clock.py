"""A clock that a demonstration moves on, so that anyone can watch a night shift.

It stands in one file of the demonstration's own folder and goes forward only: what
has happened has happened. Without the demonstration there is no such clock.
"""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from dayuan.config.demonstration import NotADemonstrationError
from dayuan.platform.ui import present

#: Nobody needs to see a house of the year after next.
FURTHEST = timedelta(days=800)


def install() -> None:
    """Let the edge of the house read the moved clock, where this is a demonstration."""
    if settings.DEMO:
        present.shifts.register("demonstration", shift)


def shift() -> timedelta:
    """Return how far the clock was moved on; nothing where it never was."""
    try:
        return timedelta(seconds=max(int(_file().read_text(encoding="ascii")), 0))
    except (OSError, ValueError):
        return timedelta(0)


def move_to(moment: datetime) -> timedelta:
    """Move the clock on to an instant; return how far it stands from the real one.

    ``ValueError`` when the instant is over already, or out of sight.
    """
    if not settings.DEMO:
        raise NotADemonstrationError("set DAYUAN_DEMO=1; never where real people work")
    forward = moment - present.now()
    if forward < timedelta(0):
        raise ValueError("the clock goes forward only")
    total = shift() + forward
    if total > FURTHEST:
        raise ValueError("that is too far ahead")
    _file().write_text(str(round(total.total_seconds())), encoding="ascii")
    return total


def _file() -> Path:
    return Path(settings.HOME) / "demonstration-clock"
