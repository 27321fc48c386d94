"""The tests' own PostgreSQL: unprivileged, private, and gone afterwards."""

import os
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from tools import postgres


def test_root_hands_the_server_to_an_unprivileged_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    who = postgres.owner()
    assert who["user"] != 0
    assert who["extra_groups"] == []


def test_somebody_else_runs_it_as_himself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert postgres.owner() == {}


@pytest.mark.postgres
def test_a_server_answers_in_its_own_folder_and_is_gone_afterwards() -> None:
    with postgres.server() as url:
        folder = Path(parse_qs(urlsplit(url).query)["host"][0])
        assert folder.stat().st_mode & 0o077 == 0
        with psycopg.connect(url) as connection:
            row = connection.execute(
                "select current_setting('lc_collate'), current_setting('server_encoding'),"
                " current_setting('listen_addresses'), current_setting('fsync')"
            ).fetchone()
        assert row == ("C.UTF-8", "UTF8", "", "off")
    assert not folder.exists()


@pytest.mark.postgres
def test_a_failure_inside_still_stops_the_server() -> None:
    started: list[int] = []

    def work() -> None:
        with postgres.server() as url, psycopg.connect(url) as connection:
            row = connection.execute("select pg_backend_pid()").fetchone()
            started.append(row[0] if row else 0)
            raise RuntimeError("planted")

    with pytest.raises(RuntimeError, match="planted"):
        work()
    with pytest.raises(ProcessLookupError):
        os.kill(started[0], 0)
