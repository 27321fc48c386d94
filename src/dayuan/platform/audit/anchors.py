"""Anchors: the newest seal written down outside the database.

A chain inside a database cannot notice that its end was cut off, or that all of
it was written anew. A line in a file that the database does not know can. Point
``DAYUAN_ANCHORS`` at a place the database's administrator cannot write to, or
collect the file from there: it only grows, and a line is never changed.
"""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from dayuan.platform.audit.models import Seal

#: The newest anchor is never older than this while entries are being written.
EVERY = timedelta(minutes=5)
FILE = "audit-anchors.txt"


@dataclass(frozen=True, slots=True)
class Anchor:
    """One line: at this time, the seal of this number had this digest."""

    at: datetime
    number: int
    digest: str

    def line(self) -> str:
        """Return the line as it stands in the file."""
        return (
            f"{self.at.astimezone(UTC).isoformat(timespec='seconds')} {self.number} {self.digest}"
        )


def folder() -> Path:
    """Return where anchors are kept."""
    chosen: str = getattr(settings, "ANCHORS", "") or os.environ.get("DAYUAN_ANCHORS", "")
    return Path(chosen) if chosen else Path(settings.HOME) / "anchors"


def read(place: Path | None = None) -> tuple[list[Anchor], list[int]]:
    """Return the anchors in the order they were written, and the numbers of unreadable lines."""
    file = (place or folder()) / FILE
    if not file.exists():
        return [], []
    anchors, spoilt = [], []
    for row, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if anchor := _parse(line):
            anchors.append(anchor)
        elif line.strip():
            spoilt.append(row)
    return anchors, spoilt


def drop(*, now: datetime, force: bool = False, place: Path | None = None) -> Anchor | None:
    """Write the newest seal down, if it is due; return the anchor written.

    ``force`` writes whenever there is something new (before a backup, at the end
    of a worker's life).
    """
    last = Seal.objects.order_by("-number").first()
    if last is None:
        return None
    known, _spoilt = read(place)
    if known and (known[-1].number >= last.number or not (force or now - known[-1].at >= EVERY)):
        return None
    anchor = Anchor(now, last.number, last.digest)
    _append((place or folder()), anchor.line())
    return anchor


def _append(place: Path, line: str) -> None:
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(place / FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, f"{line}\n".encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _parse(line: str) -> Anchor | None:
    parts = line.split()
    if len(parts) != 3 or len(parts[2]) != 64 or not parts[1].isdigit():
        return None
    try:
        return Anchor(datetime.fromisoformat(parts[0]), int(parts[1]), parts[2])
    except ValueError:
        return None
