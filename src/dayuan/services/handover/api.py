"""Shift logs by programs: the shifts of a day, one shift, a line written, something passed on.

Beginning a shift, handing it over and taking it over are not offered: they are signatures
of somebody who stands before the keys and has counted them.
"""

from datetime import date, datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from ninja import Path, Schema
from pydantic import Field

from dayuan.platform.rest.auth import TokenRequest
from dayuan.platform.rest.kit import Body, Code, Day, Id, Line, Moment, Part, Words
from dayuan.platform.ui.drawn import words
from dayuan.services.handover import commands, queries
from dayuan.services.handover.commands import logs
from dayuan.services.handover.queries import DayLine, LogEntry, PassOn, ShiftLog
from dayuan.services.handover.states import SHIFT

PART = Part(
    "handover", title=_("Shift logs and handovers"), reads=_("See shift logs and handovers"),
    writes=_("Write into the log of a shift, pass things on"),
)  # fmt: skip
VIEW, KEEP = (queries.VIEW,), (queries.KEEP,)


class LineIn(Body):
    """A line of the log; without a moment it happened now."""

    words: Words
    at: Moment | None = None
    place: Annotated[Line, Field(max_length=120)] = ""
    #: The number of a case it belongs to.
    number: Code = ""
    #: The line that this one corrects.
    corrects: Id | None = None


class WordsIn(Body):
    """One sentence."""

    words: Words


class LogLineOut(Schema):
    """A line of a log; ``case`` only where the asker may know of it."""

    id: int
    at: datetime
    written_at: datetime
    by: str
    words: str
    place: str
    case: int | None
    corrects: int | None


class PassedOnOut(Schema):
    """Something that was passed on, open until it has an outcome."""

    id: int
    words: str
    left_at: datetime
    left_by: str
    done_at: datetime | None
    outcome: str


class ShiftOut(Schema):
    """One shift with its log and what it left or read."""

    id: int
    group: str
    shift: str
    day: date
    start: datetime
    end: datetime
    state: str
    state_says: str
    holder: str
    taken_at: datetime
    closed_at: datetime | None
    lines: list[LogLineOut]
    items: list[PassedOnOut]


class DayLineOut(Schema):
    """One shift of a day; without an id where nobody began it."""

    id: int | None
    group: str
    shift: str
    start: datetime
    end: datetime
    state: str
    holder: str
    #: The codewords of the things whose numbers differed at its handover.
    differs: list[str]


def shown(request: TokenRequest, log_id: int) -> Any:
    """Return one shift as the asker may read it."""
    log = queries.get_for(request.actor, log_id)
    entries = queries.entries_of(log)
    known = queries.cases_of(request.actor, entries)
    return {
        **{name: getattr(log, name) for name in _SHIFT},
        "id": log.pk,
        "state_says": words(SHIFT.state(log.state).label),
        "holder": log.holder.name,
        "lines": [_line(one, known) for one in entries],
        "items": [_item(one) for one in queries.items_of(log)],
    }


_SHIFT = ("group", "shift", "day", "start", "end", "state", "taken_at", "closed_at")


def _line(one: LogEntry, known: Any) -> dict[str, Any]:
    return {
        "id": one.pk, "at": one.at, "written_at": one.written_at, "by": one.by.name,
        "words": one.words, "place": one.place, "corrects": one.corrects_id,
        "case": one.case_id if one.case_id in known else None,
    }  # fmt: skip


def _item(one: PassOn) -> dict[str, Any]:
    return {
        "id": one.pk, "words": one.words, "left_at": one.left_at, "left_by": one.left_by.name,
        "done_at": one.done_at, "outcome": one.outcome,
    }  # fmt: skip


@PART.read(
    "/shift-days/{day}", answers=list[DayLineOut], summary=_("Read the shifts of a day"),
    verbs=VIEW,
)  # fmt: skip
def days(request: TokenRequest, day: Path[Day]) -> Any:
    """Return the shifts of a day of the site, begun or not."""
    return [_day_line(one) for one in queries.day_lines(request.actor, day)]


def _day_line(one: DayLine) -> dict[str, Any]:
    log: ShiftLog | None = one.log
    return {
        "id": log.pk if log else None, "group": one.group.code, "shift": one.turn.code,
        "start": one.turn.start, "end": one.turn.end, "state": log.state if log else "",
        "holder": log.holder.name if log else "",
        "differs": [row.thing for row in one.differences],
    }  # fmt: skip


@PART.read("/shifts/{log_id}", answers=ShiftOut, summary=_("Read a shift"), verbs=VIEW)
def shift(request: TokenRequest, log_id: Id) -> Any:
    """Return one shift with its log."""
    return shown(request, log_id)


@PART.write(
    "POST", "/shifts/{log_id}/lines", shows=shown, answers=ShiftOut, made=True,
    summary=_("Write into the log"), verbs=KEEP,
)  # fmt: skip
def write(request: TokenRequest, log_id: Id, body: LineIn) -> int:
    """Write a line into the log of a shift, or correct one by naming it."""
    found = queries.get_for(request.actor, log_id)
    line = logs.Line(body.words, body.at, body.place, body.number, body.corrects)
    commands.write_entry(log_id=found.pk, line=line, actor=request.actor, at=request.now)
    return found.pk


@PART.write(
    "POST", "/shifts/{log_id}/items", shows=shown, answers=ShiftOut, made=True,
    summary=_("Pass something on"), verbs=KEEP,
)  # fmt: skip
def leave(request: TokenRequest, log_id: Id, body: WordsIn) -> int:
    """Leave word for the next shifts, until somebody closes it."""
    found = queries.get_for(request.actor, log_id)
    commands.leave_item(log_id=found.pk, words=body.words, actor=request.actor, at=request.now)
    return found.pk


@PART.write(
    "POST", "/shift-items/{item_id}/close", shows=shown, answers=ShiftOut,
    summary=_("Close what was passed on"), verbs=KEEP,
)  # fmt: skip
def close_item(request: TokenRequest, item_id: Id, body: WordsIn) -> int:
    """Close what was passed on, with a word about what became of it."""
    item = queries.item_for(request.actor, item_id)
    commands.close_item(item_id=item.pk, outcome=body.words, actor=request.actor, at=request.now)
    return item.log_id
