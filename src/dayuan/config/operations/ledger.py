"""How the last backups went: two lines beside the data, for the doctor and for upgrades."""

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

_MADE = "last-backup.json"
_FAILED = "last-backup-failed.json"


@dataclass(frozen=True, slots=True)
class Failure:
    """A backup that could not be made: when, and why."""

    at: datetime
    why: str


def note_backup(*, at: datetime, file: str, digest: str) -> None:
    """Write down that a backup was made."""
    _write(_MADE, {"at": at.isoformat(), "file": file, "sha256": digest})


def note_failure(*, at: datetime, why: str) -> None:
    """Write down that a backup could not be made."""
    # The disk that took no backup may take no line either; the caller says it aloud anyway.
    with suppress(OSError):
        _write(_FAILED, {"at": at.isoformat(), "why": why})


def last_backup() -> datetime | None:
    """Return when the last backup was made, if one was."""
    known = _read(_MADE)
    return known and known[0]


def newest_failed() -> Failure | None:
    """Return why the newest backup failed; nothing where it was made."""
    made, failed = _read(_MADE), _read(_FAILED)
    if failed is None or (made is not None and made[0] > failed[0]):
        return None
    return Failure(failed[0], str(failed[1].get("why", "")))


def _write(name: str, line: dict[str, str]) -> None:
    text = json.dumps(line, ensure_ascii=False)
    (Path(settings.HOME) / name).write_text(text + "\n", encoding="utf-8")


def _read(name: str) -> tuple[datetime, dict[str, Any]] | None:
    try:
        known = json.loads((Path(settings.HOME) / name).read_text("utf-8"))
        return datetime.fromisoformat(known["at"]), known
    except (OSError, ValueError, KeyError, TypeError):
        return None
