"""What is taken away as a file holds no canary either, whatever columns one asks for."""

from io import BytesIO
from urllib.parse import urlencode

import pytest
from openpyxl import load_workbook

from dayuan.platform.attachments import queries as attachments
from dayuan.platform.attachments import store
from dayuan.platform.lists import commands, exporting, listed, queries
from dayuan.work import queries as work
from dayuan.work.models import Case
from tests.cast import NOW
from tests.permissions.world import undone, with_verb

#: Alike on every engine.
pytestmark = [pytest.mark.whole, pytest.mark.once]

#: What would let everybody take every list away: the file is asked, not the button.
TAKE = "lists.list.export"


def taken(world, part, monkeypatch) -> str:
    """Return everything that stands in the files of all lists a part may open."""
    actor = with_verb(world.actor(part), TAKE)
    monkeypatch.setattr(exporting, "actor_of", lambda account, *, at: actor)
    return "\n".join(
        _file(sheet, actor) for sheet in listed.sheets.values() if actor.holds(sheet.verb)
    )


def _file(sheet, actor) -> str:
    asked = [("field", one.code) for one in sheet.fields]
    if sheet.parts:
        asked.append(("show", sheet.parts[-1].code))
    with undone():
        row = commands.export(
            sheet=sheet.code, query=urlencode(asked), language="zh-hans", later=False,
            actor=actor, at=NOW,
        )  # fmt: skip
        exporting.run(row.pk, now=NOW)
        file = attachments.of_owner(actor, queries.EXPORT, row.pk).get()
        book = load_workbook(BytesIO(store.path_of(file.sha256).read_bytes()))
    cells = (c for one in book.worksheets for r in one.iter_rows(values_only=True) for c in r)
    return "\n".join([file.name, str(book.properties), *map(str, cells)])


def not_its_own(world, cage, part, monkeypatch) -> list[str]:
    """Return what a part finds in its files that is not for it."""
    found = cage.found_in(taken(world, part, monkeypatch))
    return sorted(f"{c.field} of {c.relation}" for c in found if part not in c.may)


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["guard", "liaison", "director", "supervisor", "elsewhere"])
def test_a_file_of_a_list_holds_no_canary_that_is_not_its_own(aviary, part, monkeypatch):
    world, cage = aviary
    assert not_its_own(world, cage, part, monkeypatch) == []


@pytest.mark.django_db
def test_the_files_do_hold_what_somebody_may_see(aviary, monkeypatch):
    world, cage = aviary
    heard = {c.field for c in cage.found_in(taken(world, "guard", monkeypatch))}
    assert "work.Case.title" in heard


@pytest.mark.django_db
def test_a_file_that_goes_round_the_door_is_heard(aviary, monkeypatch):
    world, cage = aviary
    monkeypatch.setattr(work, "visible_to", lambda actor: Case.objects.all())
    assert "work.Case.title of hidden" in not_its_own(world, cage, "guard", monkeypatch)
