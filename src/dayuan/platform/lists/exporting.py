"""Writing an export: as the person who asked, with that person's rights at this moment."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _

from dayuan.kernel.problems import Refused
from dayuan.platform.access.actors import Actor, actor_of, system_actor
from dayuan.platform.access.zones import zone_of
from dayuan.platform.attachments import store
from dayuan.platform.attachments.store import Accepted
from dayuan.platform.lists import asked as asking
from dayuan.platform.lists import commands, listed, queries, rules, workbook
from dayuan.platform.lists.asked import Asked
from dayuan.platform.lists.models import Export
from dayuan.platform.lists.sheets import Reading
from dayuan.platform.ui import drawn, times

#: Records that are read and drawn at once.
BATCH = 200


def run(export_id: int, *, now: datetime) -> None:
    """Write an export that still waits; say so where it cannot be written."""
    row = queries.waiting(export_id)
    if row is None:
        return
    program = system_actor("lists.export", site_id=row.site_id)
    actor = actor_of(row.account_id, at=now)
    sheet = listed.sheets.get(row.sheet)
    if actor is None or sheet is None or not {commands.TAKE, sheet.verb} <= actor.verbs:
        commands.give_up(export_id=row.pk, problem="right", actor=program, at=now)
        return
    commands.begin(export_id=row.pk, actor=program, at=now)
    try:
        with translation.override(row.language):
            _write(row, actor, program, now)
    except _CancelledError:
        return
    except Refused:
        # The disk is full; or somebody else was faster, and then nothing is waited for.
        if queries.waiting(export_id) is not None:
            commands.give_up(export_id=row.pk, problem="room", actor=program, at=now)


def file_name(caption: str, *, day: datetime) -> str:
    """Return what the file is called."""
    return f"{caption} {day:%Y-%m-%d %H%M}.xlsx"


# --- inside -------------------------------------------------------------------------------


class _CancelledError(Exception):
    """Whoever asked for the export needs it no more."""


def _write(row: Export, actor: Actor, program: Actor, now: datetime) -> None:
    reading = Reading(actor, now, zone_of(row.site_id))
    asked = asking.read(listed.sheets[row.sheet], QueryDict(row.query), reading)
    total = queries.total(asked, reading, most=rules.ROWS_MOST)
    told = _told(asked, reading, cut=total > rules.ROWS_MOST)
    with store.workplace() as place:
        file = place / "list.xlsx"
        rows = workbook.write(file, told, _rows(row, asked, reading, total))
        accepted = _taken(file, told, now, reading)
    commands.finish(export_id=row.pk, accepted=accepted, rows=rows, actor=program, at=now)


def _taken(file: Any, told: workbook.Told, now: datetime, reading: Reading) -> Accepted:
    name = file_name(told.name, day=now.astimezone(reading.zone))
    return store.take_own(file, media_type=workbook.MEDIA_TYPE, name=name)


def _rows(row: Export, asked: Asked, reading: Reading, total: int) -> Iterator[list[Any]]:
    """Yield the rows of cells, noting how far it is; stops where nobody waits any more."""
    written = 0
    for records in queries.batches(asked, reading, size=BATCH, most=rules.ROWS_MOST):
        for one in asked.sheet.draw(records, reading):
            yield [one.cells.get(field.code) for field in asked.fields]
        written += len(records)
        _note(row, written=written, total=min(total, rules.ROWS_MOST))


def _note(row: Export, *, written: int, total: int) -> None:
    here = Export.objects.filter(pk=row.pk, state="working")
    if here.update(written=written, total=total) != 1:
        raise _CancelledError


def _told(asked: Asked, reading: Reading, *, cut: bool) -> workbook.Told:
    name = drawn.words(asked.sheet.caption)
    says = [
        name,
        times.moment(reading.now, reading.zone),
        _("taken out by %(name)s") % {"name": _who(reading.actor)},
        *_narrowed(asked),
    ]
    if cut:
        says.append(_("only the first %(n)d rows") % {"n": rules.ROWS_MOST})
    headings = [drawn.words(field.label) for field in asked.fields]
    return workbook.Told(name, " · ".join(says), headings, reading.zone)


def _who(actor: Actor) -> str:
    title = drawn.words(actor.title)
    return f"{actor.name} {title}".strip()


def _narrowed(asked: Asked) -> list[str]:
    """Say what the list was narrowed down to, as the form on the page says it."""
    said = [drawn.words(asked.part.label)] if asked.part else []
    for name, value in asked.given.items():
        field = asked.form.fields[name]
        choices = dict(getattr(field, "choices", ()))
        said.append(f"{field.label}：{drawn.words(choices.get(value, value))}")
    return said
