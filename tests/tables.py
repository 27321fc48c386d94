"""An SQLite file with all tables and nothing in them: made once in a run of tests, then copied."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PREPARE = """
import dayuan, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""


@pytest.fixture(scope="session")
def tables(tmp_path_factory) -> Path:
    """Return the file; whoever asks first makes it, who runs beside waits for it."""
    folder = tmp_path_factory.getbasetemp()
    # Two processes that share a run have a folder each, in one that is the run's.
    folder = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    found = folder / "tables.sqlite3"
    with (folder / "tables.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not found.exists():
            _make(folder / "tables", found)
    return found


def _make(home: Path, target: Path) -> None:
    home.mkdir()
    kept = {k: v for k, v in os.environ.items() if not k.startswith("DAYUAN_")}
    subprocess.run(
        [sys.executable, "-c", PREPARE],
        cwd=ROOT,
        env={**kept, "DJANGO_SETTINGS_MODULE": "dayuan.config.settings", "DAYUAN_HOME": str(home)},
        check=True,
    )
    (home / "dayuan.sqlite3").rename(target)
