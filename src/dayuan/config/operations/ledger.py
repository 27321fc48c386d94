"""When the last backup was made: a line beside the data, for the doctor."""

import json
from datetime import datetime
from pathlib import Path

from django.conf import settings

_FILE = "last-backup.json"


def note_backup(*, at: datetime, file: str, digest: str) -> None:
    """Write down that a backup was made."""
    line = json.dumps({"at": at.isoformat(), "file": file, "sha256": digest})
    (Path(settings.HOME) / _FILE).write_text(line + "\n", encoding="utf-8")


def last_backup() -> datetime | None:
    """Return when the last backup was made, if one was."""
    try:
        known = json.loads((Path(settings.HOME) / _FILE).read_text("utf-8"))
        return datetime.fromisoformat(known["at"])
    except (OSError, ValueError, KeyError):
        return None
