import pytest
from django.db import DatabaseError, connection, transaction

from dayuan.platform.audit import triggers
from dayuan.platform.audit.models import Change, Entry, Erasure, PersonalValues, Seal
from tests.platform.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(chain):
    Change.objects.create(
        site_id=1, machine="m", subject_id=1, act="begin", new="open", at=NOW, actor_key="person:7"
    )
    Erasure.objects.create(entry_id=1_000_000, at=NOW, actor_key="person:7", rule="tests")


@pytest.mark.parametrize("model", [Entry, Change, Seal, Erasure, PersonalValues])
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_nobody_can_change_the_log_with_a_raw_query(rows, model, verb):
    table, column = model._meta.db_table, model._meta.pk.column
    sql = {
        "update": f"UPDATE {table} SET {column} = {column} + 100000",  # noqa: S608 - our own names
        "delete": f"DELETE FROM {table}",  # noqa: S608 - our own names
    }[verb]
    before = model.objects.count()
    assert before

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)

    assert model.objects.count() == before


@pytest.mark.postgres
def test_nobody_can_empty_the_log_with_truncate(rows):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE audit_entry")


def test_personal_values_may_go_once_their_tombstone_stands(chain):
    last = chain[-1]
    Erasure.objects.create(entry_id=last.pk, at=NOW, actor_key="system:x", rule="tests")
    PersonalValues.objects.filter(pk=last.pk).delete()
    assert not PersonalValues.objects.filter(pk=last.pk).exists()


def test_a_missing_trigger_is_named_and_put_back():
    assert triggers.missing(connection) == []
    triggers.remove(connection)
    assert "audit_entry_no_update" in triggers.missing(connection)
    triggers.install(connection)
    assert triggers.missing(connection) == []


def test_installing_twice_changes_nothing():
    triggers.install(connection)
    triggers.install(connection)
    assert triggers.missing(connection) == []
