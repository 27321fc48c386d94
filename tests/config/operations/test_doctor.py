from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connection

from dayuan.config.operations import doctor, health, ledger
from dayuan.config.operations.doctor import Level
from dayuan.platform.access.actors import system_actor
from dayuan.platform.audit import anchors, log, sealer, triggers
from dayuan.platform.audit.types import REFUSED
from dayuan.platform.jobs import commands, queue
from dayuan.platform.notices.models import Channel, Delivery
from dayuan.platform.notices.states import TRIAL
from tests.emptying import empty_log as empty_log

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(settings, tmp_path):
    """Give the house a home of its own."""
    settings.HOME = tmp_path
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "staticfiles.json").touch()
    tmp_path.chmod(0o750)
    return tmp_path


@pytest.fixture
def well(cast, home, empty_log, now):
    """Bring the house in order: a worker lives, the log is sealed and anchored."""
    queue.beat("w1", now=now)
    happen(now)
    sealer.seal(now=now)
    anchors.drop(now=now, force=True)


def happen(at):
    actor = system_actor("test", site_id=1)
    log.record(REFUSED, actor=actor, at=at, subject="act", ids=[])


def problems(now):
    found = doctor.examine(now=now)
    assert all(check.todo is not None for check in found if check.level is not Level.GOOD)
    return {check.code for check in found if check.level is Level.PROBLEM}


def test_a_house_in_order_has_no_problem(well, now):
    assert problems(now) == set()


def test_everything_that_is_wrong_comes_with_what_to_do(well, home, now, monkeypatch):
    key = home / "secret.key"
    key.write_text("x")
    key.chmod(0o644)
    happen(now)
    later = now + timedelta(minutes=20)
    commands.hold(
        reason="test",
        actor=system_actor("test", site_id=1, verbs=frozenset({commands.MANAGE})),
        at=now,
    )
    assert problems(later) >= {"secret_key", "unsealed", "worker", "held"}


def test_a_guard_of_the_log_that_was_removed_is_named(well, now):
    triggers.remove(connection)
    assert "triggers" in problems(now)


def test_anchors_that_stay_behind_are_named(well, now):
    happen(now)
    later = now + timedelta(minutes=16)
    sealer.seal(now=later)
    assert "anchors" in problems(later)


def test_a_clock_before_the_newest_entry_is_named(well, now):
    assert "clock" in problems(now - timedelta(days=1))


def test_a_year_without_holidays_is_a_problem_once_it_has_begun(well, now):
    queue.beat("w1", now=datetime(2031, 3, 1, tzinfo=UTC))
    found = doctor.examine(now=datetime(2031, 3, 1, tzinfo=UTC))
    levels = {c.says.en[:20]: c.level for c in found if c.code == "holidays"}
    assert levels == {
        "The holidays of 2031": Level.PROBLEM,
        "The holidays of 2032": Level.NOTICE,
    }


def test_pending_migrations_are_named_and_nothing_is_asked_of_missing_tables(
    well, now, monkeypatch
):
    monkeypatch.setattr(health, "pending", lambda: ["work.0009_new"])
    assert problems(now) == {"migrations"}


def test_a_database_that_is_away_is_named(home, now, monkeypatch):
    def gone():
        raise OperationalError("away")

    monkeypatch.setattr(connection, "ensure_connection", gone)
    assert "database" in problems(now)


def test_what_was_not_sent_out_and_what_cannot_be_is_named(well, now, settings):
    settings.PUBLIC_URL = ""
    channel = Channel.objects.create(
        site_id=1, way="wecom", title="群", leads_to="host", sealed="v1.", carries=["other"],
        opened_at=now, opened_by="system:tests",
    )  # fmt: skip
    assert problems(now) == {"public_url"}
    settings.PUBLIC_URL = "https://dayuan.example"
    assert problems(now) == set()
    for number, kind in enumerate(("work.task.ready", TRIAL)):
        Delivery.objects.create(
            site_id=1, channel=channel, kind=kind, key=f"{number}", state="given_up",
            made_at=now, next_at=now, settled_at=now,
        )  # fmt: skip
    said = {check.code: check for check in doctor.examine(now=now)}
    assert said["outward"].level is Level.NOTICE
    assert said["outward"].says.en.startswith("1 ")


def test_an_old_backup_is_a_reminder(well, now):
    ledger.note_backup(at=now, file="x.tar", digest="0" * 64)
    assert "backup" not in {c.code for c in doctor.examine(now=now)}
    later = now + timedelta(hours=30)
    reminded = {c.code: c.level for c in doctor.examine(now=later)}
    assert reminded["backup"] is Level.NOTICE


def test_a_home_that_cannot_be_written_forbids_starting(home, monkeypatch):
    assert doctor.unsafe_to_start() is None
    monkeypatch.setattr(doctor.os, "access", lambda *_: False)
    assert doctor.unsafe_to_start().code == "home"
