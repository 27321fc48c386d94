"""The application in a database file that may not grow beyond what a file in the home says."""

import os
from importlib import import_module
from pathlib import Path

from dayuan.config.operations.web import application as application

_LIMIT = Path(os.environ["DAYUAN_HOME"]) / "max-pages"


def limit(connection, **_):
    """Tell the engine where the disk ends."""
    if _LIMIT.exists():
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA max_page_count = {int(_LIMIT.read_text())}")


import_module("django.db.backends.signals").connection_created.connect(limit)
