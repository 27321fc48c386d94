"""A row on which the program itself fails: it alone is left out, whole, and said so."""

import logging

import pytest
from django.db import connection

from dayuan.config.operations.logs import OneLine
from dayuan.platform.audit.models import Entry
from dayuan.platform.imports import commands, taking
from dayuan.platform.imports.models import Import, ImportRow
from dayuan.resources.equipment.commands import items as equipment
from dayuan.resources.equipment.models import Item
from tests.cast import NOW
from tests.platform.imports.books import bring, opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
BAD, NAME = "KT-3", "王处长的泵"
OTHERS = ["KT-0", "KT-1", "KT-2", "KT-4", "KT-5"]


def refuses_nothing_and_breaks(**given):
    raise ValueError(given["described"].name)


def breaks_the_transaction(**_given):
    with connection.cursor() as cursor:
        cursor.execute("SELECT no_such_column FROM equipment_item")


def breaks_a_constraint(**_given):
    Item.objects.create(pk=Item.objects.values_list("pk", flat=True)[0], code="X", name="X")


def points_at_nothing(**_given):
    """Leave a row that is found out at the end of the transaction alone."""
    Item.objects.update(place_id=987_654_321)


def broken(monkeypatch, breaks, *, always=True):
    """Let the command of one row break after it has entered its row."""
    register, times = equipment.register, []

    def run(**given):
        made = register(**given)
        if given["code"] == BAD and (always or not times):
            times.append(given["code"])
            breaks(**given)
        return made

    monkeypatch.setattr(equipment, "register", run)


def taken(cast) -> Import:
    """Bring six rows of which one breaks, and have them taken."""
    bring(cast, [[f"KT-{n}", NAME] for n in range(6)])
    row = Import.objects.get()
    commands.start(import_id=row.pk, actor=cast.supervisor.actor(), at=NOW)
    taking.run(row.pk, now=NOW)
    row.refresh_from_db()
    return row


@pytest.mark.parametrize(
    "breaks", [refuses_nothing_and_breaks, breaks_the_transaction, breaks_a_constraint]
)
def test_the_good_rows_are_taken_and_of_the_bad_one_nothing_is_left(cast, monkeypatch, breaks):
    broken(monkeypatch, breaks)
    row = taken(cast)
    assert (row.state, row.taken, row.refused) == ("done", 5, 1)
    assert sorted(Item.objects.values_list("code", flat=True)) == OTHERS
    assert Entry.objects.filter(type="equipment.item.register").count() == 5
    results = ImportRow.objects.order_by("number").values_list("result", flat=True)
    assert list(results) == ["taken", "taken", "taken", "refused", "taken", "taken"]


@pytest.mark.django_db(transaction=True)
def test_what_is_found_out_when_the_transaction_ends_costs_its_own_row_alone(cast, monkeypatch):
    broken(monkeypatch, points_at_nothing)
    row = taken(cast)
    assert (row.state, row.taken, row.refused) == ("done", 5, 1)
    assert sorted(Item.objects.values_list("code", flat=True)) == OTHERS
    assert not Item.objects.filter(place__isnull=False).exists()


def test_the_row_says_in_a_plain_sentence_where_the_log_says_more(cast, monkeypatch, caplog):
    broken(monkeypatch, refuses_nothing_and_breaks)
    with caplog.at_level(logging.ERROR):
        row = taken(cast)
    text = cast.supervisor.client.get(f"/imports/run/{row.pk}/").content.decode()
    assert "第 5 行" in text
    assert f"请把“导入 {row.pk} 第 5 行”告诉系统管理员" in text
    sheet = opened(cast.supervisor.client.get(f"/imports/run/{row.pk}/corrections/"))
    (line,) = list(sheet.iter_rows(min_row=2, values_only=True))
    assert line[0] == BAD
    assert "程序在这一行出了错" in line[-1]
    (record,) = [one for one in caplog.records if one.name == taking.__name__]
    said = OneLine("%(message)s").format(record)
    assert said.startswith(f"row 5 of import {row.pk} was not taken")
    assert "ValueError" in said
    assert NAME not in said


def test_what_fails_once_and_not_again_is_taken(cast, monkeypatch):
    broken(monkeypatch, refuses_nothing_and_breaks, always=False)
    row = taken(cast)
    assert (row.state, row.taken, row.refused) == ("done", 6, 0)


def test_a_row_that_failed_can_be_brought_again_once_the_program_is_mended(cast, monkeypatch):
    with monkeypatch.context() as broke:
        broken(broke, refuses_nothing_and_breaks)
        row = taken(cast)
    content = cast.supervisor.client.get(f"/imports/run/{row.pk}/corrections/").content
    bring(cast, content)
    again = Import.objects.latest("pk")
    commands.start(import_id=again.pk, actor=cast.supervisor.actor(), at=NOW)
    taking.run(again.pk, now=NOW)
    assert Item.objects.filter(code=BAD).count() == 1


def test_a_database_that_is_away_is_no_mistake_of_a_row(cast, monkeypatch):
    from django.db import InterfaceError  # noqa: PLC0415 - beside its use

    def away(**_given):
        raise InterfaceError("gone")

    broken(monkeypatch, away)
    bring(cast, [[f"KT-{n}", NAME] for n in range(6)])
    row = Import.objects.get()
    commands.start(import_id=row.pk, actor=cast.supervisor.actor(), at=NOW)
    with pytest.raises(InterfaceError):
        taking.run(row.pk, now=NOW)
    assert not Item.objects.exists()
    assert Import.objects.get().state == "running"
