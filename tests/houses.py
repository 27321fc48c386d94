"""Whole houses for tests: a home of their own, a database of their own, real processes."""

import os
import subprocess
import sys
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
            if k in {"PATH", "HOME", "LANG", "PYTHONPATH", "DJANGO_SETTINGS_MODULE"}
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


@pytest.fixture
def empty_house(tmp_path):
    """Return a house without a database yet, on the engine under test."""
    home = tmp_path / "home"
    home.mkdir(mode=0o750)
    if connection.vendor == "sqlite":
        yield House(home, "")
        return
    yield from _on_postgresql(home)


@pytest.fixture
def house(empty_house):
    """Return a house with an empty, migrated database."""
    empty_house.python("-c", _PREPARE)
    return empty_house


def _on_postgresql(home: Path):
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
            yield House(home, own)
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
