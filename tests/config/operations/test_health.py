import pytest
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpResponse
from django.test import RequestFactory

from dayuan.config.operations import health, views
from dayuan.config.operations.middleware import DatabaseAway
from dayuan.platform.audit import sealer
from dayuan.platform.jobs import queue
from tests.emptying import empty_log as empty_log

pytestmark = pytest.mark.django_db
LOST = "server closed the connection unexpectedly: host 10.0.0.7"


@pytest.fixture
def well(empty_log, now, clock):
    """Let a worker live and the log be sealed."""
    queue.beat("w1", now=now)


def gone(*_args, **_kwargs):
    raise OperationalError(LOST)


def test_a_probe_learns_that_the_process_lives_even_without_a_database(client, monkeypatch):
    monkeypatch.setattr(connection, "ensure_connection", gone)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_a_house_in_order_is_ready(client, well):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ready\n")


def test_a_house_that_is_not_ready_says_so_and_nothing_more(client, empty_log, now, clock):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"not ready\n")
    assert health.not_ready(now=now) == ["worker"]


def test_entries_without_a_seal_make_it_not_ready(well, now, monkeypatch):
    alarm = sealer.Backlog(3, now, alarm=True)
    monkeypatch.setattr(sealer, "backlog", lambda **_: alarm)
    assert health.not_ready(now=now) == ["unsealed"]


def test_a_disk_that_is_nearly_full_makes_it_not_ready(well, now, monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE", 2**62)
    assert health.not_ready(now=now) == ["disk"]


def test_pending_migrations_make_it_not_ready(well, now, monkeypatch):
    monkeypatch.setattr(health, "_migrated", set())
    monkeypatch.setattr(health, "pending", lambda: ["work.0009_new"])
    assert health.not_ready(now=now) == ["migrations"]


def test_a_database_that_is_away_makes_it_not_ready(now, monkeypatch):
    monkeypatch.setattr(health, "migrated", gone)
    assert health.not_ready(now=now) == ["database"]


def test_probes_are_only_read(client):
    assert client.post("/healthz").status_code == 405
    assert client.post("/readyz").status_code == 405


def assert_says_away(answer):
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    page = answer.content.decode()
    assert "数据库暂时连接不上" in page
    assert "cannot be reached" in page
    assert "10.0.0.7" not in page


def test_while_the_database_is_away_people_read_what_to_do(client, monkeypatch):
    monkeypatch.setattr(connection, "ensure_connection", gone)
    assert_says_away(client.get("/accounts/login/"))


@pytest.mark.parametrize("problem", [OperationalError(LOST), InterfaceError("closed")])
def test_a_database_that_leaves_in_the_middle_of_a_page_is_no_mistake_of_the_program(problem):
    middleware = DatabaseAway(lambda request: HttpResponse())
    assert_says_away(middleware.process_exception(RequestFactory().get("/"), problem))


def test_a_mistake_of_the_program_is_not_blamed_on_the_database():
    middleware = DatabaseAway(lambda request: HttpResponse())
    assert middleware.process_exception(RequestFactory().get("/"), ValueError()) is None


@pytest.mark.parametrize(("problem", "status"), [(OperationalError(LOST), 503), (KeyError(), 500)])
def test_what_nobody_caught_is_answered_by_what_it_was(problem, status):
    try:
        raise problem
    except (OperationalError, KeyError):
        answer = views.server_error(RequestFactory().get("/"))
    assert answer.status_code == status
    assert "10.0.0.7" not in bytes(getattr(answer, "content", b"")).decode()
