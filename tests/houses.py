"""Whole houses for tests: a home of their own, a database of their own, real processes."""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
_PREPARE = """
import dayuan, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""


class House:
    """A home with a migrated database, and a way to run the program in it."""

    def __init__(self, home: Path, url: str) -> None:
        self.home = home
        self.url = url

    @property
    def env(self) -> dict[str, str]:
        """Return the environment that makes this home the program's."""
        kept = {
            k: v
            for k, v in os.environ.items()
            if k in {"PATH", "HOME", "LANG", "PYTHONPATH", "DJANGO_SETTINGS_MODULE", "DAYUAN_DEBUG"}
        }
        return {
            **kept,
            "DJANGO_SETTINGS_MODULE": kept.get("DJANGO_SETTINGS_MODULE", "dayuan.config.settings"),
            "DAYUAN_HOME": str(self.home),
            "DAYUAN_DATABASE_URL": self.url,
        }

    def python(self, *arguments: str, check: bool = True, timeout: float = 120, **env: str):
        """Run the interpreter in this house; return what it printed and its status."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.env | env,
            check=False,
            timeout=timeout,
            capture_output=True,
            text=True,
        )
        if check and done.returncode:
            pytest.fail(f"{arguments} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
        return done

    def dayuan(self, *arguments: str, check: bool = True, **env: str):
        """Run the `dayuan` command in this house, in English."""
        env = {"LANG": "en_US.UTF-8"} | env
        return self.python("-m", "dayuan.config.cli", *arguments, check=check, **env)

    def start(self, *arguments: str, **env: str) -> subprocess.Popen[str]:
        """Start the interpreter in this house and go on."""
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.env | env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


@contextmanager
def built(home: Path, *, empty: bool = False):
    """Yield a house on the engine under test, with its tables unless ``empty``."""
    home.mkdir(mode=0o750)
    with _database(home) as url:
        found = House(home, url)
        if not empty:
            found.python("-c", _PREPARE)
        yield found


@pytest.fixture
def empty_house(tmp_path):
    """Return a house without a database yet."""
    with built(tmp_path / "home", empty=True) as found:
        yield found


@pytest.fixture
def house(tmp_path):
    """Return a house with an empty, migrated database."""
    with built(tmp_path / "home") as found:
        yield found


@contextmanager
def _database(home: Path):
    if connection.vendor == "sqlite":
        yield ""
        return
    yield from _on_postgresql()


def _on_postgresql():
    given = settings.DATABASES["default"]
    name = f"house_{uuid4().hex[:12]}"
    url = os.environ["DAYUAN_DATABASE_URL"]
    head, _, query = url.partition("?")
    own = f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")
    server = {
        "host": given["HOST"],
        "port": given["PORT"],
        "user": given["USER"],
        "password": given["PASSWORD"],
        "dbname": "postgres",
    }
    server = {k: v for k, v in server.items() if v}
    with psycopg.connect(**server, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        try:
            yield own
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
