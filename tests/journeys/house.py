"""The house the journeys walk through: one process, emptied back to its beginning each time."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: The file of a home that says how often its house was put back to the beginning.
BEGUN = "begun"


class House:
    """A running house whose database can be put back to how it began; or the demonstration."""

    def __init__(self, home: Path, tables: Path, *, demo: bool = False, **settings: str) -> None:
        self.home = home
        self._demo = demo
        self._settings = settings
        self._begun = 0
        self._database = home / "dayuan.sqlite3"
        self._beginning = home / "beginning.sqlite3"
        self._log = (home / "house.log").open("w")
        if not self._database.exists():
            shutil.copy(tables, self._database)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.serve"],
            cwd=ROOT,
            env=self._env(),
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        self.url = f"http://127.0.0.1:{self._port()}"

    def _env(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("DAYUAN_", "DJANGO_"))}
        kept |= {"DAYUAN_DEMO": "1"} if self._demo else {}
        return kept | {"JOURNEYS_HOME": str(self.home)} | self._settings

    def _port(self) -> int:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self._process.wait(10)
            words = (self.home / "house.log").read_text()
            raise RuntimeError(f"the house does not stand:\n{words[-3000:]}")
        return int(json.loads(line)["port"])

    def remember(self) -> None:
        """Keep the database as it is now: every journey begins here."""
        _copy(self._database, self._beginning)

    def begin_again(self) -> None:
        """Put the database back to what was remembered."""
        _copy(self._beginning, self._database)
        self._begun += 1
        (self.home / BEGUN).write_text(str(self._begun))

    def close(self) -> None:
        """End the process."""
        self._process.terminate()
        self._process.wait(10)
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._log.close()


def _copy(source: Path, target: Path) -> None:
    # The engine's own copy: one transaction for the pages that are open at the moment.
    origin, copy = sqlite3.connect(source, timeout=20), sqlite3.connect(target, timeout=20)
    try:
        origin.backup(copy)
    finally:
        origin.close()
        copy.close()
