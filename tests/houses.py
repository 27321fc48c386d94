"""Whole houses for tests: a home of their own, a database of their own, real processes."""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql

from tests.tables import PREPARE

ROOT = Path(__file__).resolve().parent.parent


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


class Builder:
    """Builds houses on the engine under test; the tables are made once and copied."""

    def __init__(self, folder: Path, tables: Path) -> None:
        self.folder = folder
        self.tables = tables
        self.model: House | None = None

    @contextmanager
    def built(self, home: Path, *, empty: bool = False, model: House | None = None):
        """Yield a house, with its tables unless ``empty``; or all that ``model`` has."""
        if model:
            shutil.copytree(model.home, home)
        else:
            home.mkdir(mode=0o750)
        if connection.vendor == "sqlite":
            if not empty and not model:
                shutil.copy(self.tables, home / "dayuan.sqlite3")
            yield House(home, "")
            return
        origin = model or (None if empty else self._model())
        with _postgresql(origin.url if origin else None) as url:
            yield House(home, url)

    def _model(self) -> House:
        if self.model is None:
            home = self.folder / "model"
            home.mkdir(mode=0o750)
            self.model = House(home, self._enter(_postgresql(None)))
            self.model.python("-c", PREPARE)
        return self.model

    def _enter(self, context) -> str:
        self.context = context
        return context.__enter__()

    def close(self) -> None:
        """Take the model away."""
        if context := getattr(self, "context", None):
            context.__exit__(None, None, None)


@pytest.fixture(scope="session")
def houses(tmp_path_factory, tables):
    """Return what builds houses."""
    builder = Builder(tmp_path_factory.mktemp("houses"), tables)
    yield builder
    builder.close()


@pytest.fixture
def house(houses, tmp_path):
    """Return a house with an empty, migrated database."""
    with houses.built(tmp_path / "home") as found:
        yield found


@contextmanager
def _postgresql(model: str | None):
    """Yield the address of a database of our own, a copy of ``model`` where one is named."""
    given = settings.DATABASES["default"]
    url = os.environ["DAYUAN_DATABASE_URL"]
    name = f"house_{uuid4().hex[:12]}"
    server = {
        "host": given["HOST"],
        "port": given["PORT"],
        "user": given["USER"],
        "password": given["PASSWORD"],
        "dbname": "postgres",
    }
    server = {k: v for k, v in server.items() if v}
    template = sql.Identifier(_name(model) if model else "template1")
    own = sql.Identifier(name)
    with psycopg.connect(**server, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(own, template))
        try:
            head, mark, query = url.partition("?")
            yield f"{head.rpartition('/')[0]}/{name}{mark}{query}"
        finally:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(own))


def _name(url: str) -> str:
    return url.partition("?")[0].rsplit("/", 1)[-1]
