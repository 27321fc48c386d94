"""A database file that is away stays away: a house at work never makes a new, empty one.

SQLite opens a name that does not exist by creating it. For a house at work that
turns a folder that was not mounted, or a file that somebody moved, into an empty
house, and the empty file's journal into a danger for the real one when it comes
back. Web and worker therefore open only what is there.
"""

from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Opens with ``mode=rw``: there is a file, or there is no database."""

    def get_connection_params(self) -> dict[str, Any]:
        """Return what SQLite is opened with."""
        params: dict[str, Any] = super().get_connection_params()
        name = str(params["database"])
        if not name.startswith((":", "file:")):
            params["database"] = f"file:{quote(str(Path(name).resolve()))}?mode=rw"
        return params
