"""Who is on duty, by programs: the list of a day, adding an entry, taking one off."""

from datetime import date, datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from ninja import Path, Schema
from pydantic import Field

from dayuan.platform.rest import problems
from dayuan.platform.rest.auth import TokenRequest
from dayuan.platform.rest.kit import Body, Code, Day, Id, Line, Moment, Part
from dayuan.platform.rest.problems import ReasonOut, SourceOut
from dayuan.platform.ui.drawn import words
from dayuan.resources.rosters import commands, queries
from dayuan.resources.rosters.queries import Cover, Duty

PART = Part(
    "rosters", title=_("Who is on duty"), reads=_("See who is on duty"),
    writes=_("Keep the duty list"),
)  # fmt: skip
VIEW, MANAGE = ("rosters.duty.view",), ("rosters.duty.manage",)


class DutyOut(Schema):
    """Somebody on duty on a post, from ``start`` until ``end``."""

    id: int
    post: str
    person: int
    name: str
    #: The day it belongs to: a night shift belongs to the day it starts.
    day: date
    start: datetime
    end: datetime
    note: str
    cancelled_at: datetime | None


class DutyMadeOut(DutyOut):
    """An entry just made, with what is pointed out of it: it stands all the same."""

    mind: list[ReasonOut]


class GapOut(Schema):
    """A stretch of the day with nobody on duty."""

    start: datetime
    end: datetime | None


class CoverOut(Schema):
    """How a day is covered where the plan asks for somebody round the clock."""

    title: str
    gaps: list[GapOut]
    source: SourceOut


class DutyDayOut(Schema):
    """The duty list of a day, and where nobody is on duty though somebody should be."""

    day: Day
    duties: list[DutyOut]
    covers: list[CoverOut]


class DutyIn(Body):
    """Who is to be on duty on which post, from when to when."""

    post: Code
    person: Id
    start: Moment
    end: Moment
    note: Annotated[Line, Field(max_length=200)] = ""


def shown(request: TokenRequest, duty_id: int) -> Any:
    """Return one entry as the asker may read it."""
    return _duty(queries.get_for(request.actor, duty_id))


def made(request: TokenRequest, duty_id: int) -> Any:
    """Return an entry just made, with what its person lacks for it."""
    found = queries.get_for(request.actor, duty_id)
    mind = [problems.reason(one) for one in queries.certificate_warnings(found)]
    return {**_duty(found), "mind": mind}


@PART.read("/duty-days/{day}", answers=DutyDayOut, summary=_("Read who is on duty"), verbs=VIEW)
def duties(request: TokenRequest, day: Path[Day]) -> Any:
    """Return the duty list of a day of the site."""
    near = queries.near_day(request.actor, day)
    return {
        "day": day,
        "duties": [_duty(one) for one in near if one.day == day],
        "covers": [_cover(one) for one in queries.covers(request.actor, day, near)],
    }


@PART.write(
    "POST", "/duties", shows=made, answers=DutyMadeOut, made=True,
    summary=_("Put somebody on the duty list"), verbs=MANAGE,
)  # fmt: skip
def plan(request: TokenRequest, body: DutyIn) -> int:
    """Put a person on duty on a post for a time."""
    found = commands.plan(
        post=body.post, person_id=body.person, start=body.start, end=body.end, note=body.note,
        actor=request.actor, at=request.now,
    )  # fmt: skip
    return found.pk


@PART.write(
    "POST", "/duties/{duty_id}/cancel", shows=shown, answers=DutyOut,
    summary=_("Take an entry off the duty list"), verbs=MANAGE,
)  # fmt: skip
def cancel(request: TokenRequest, duty_id: Id) -> int:
    """Take an entry off the duty list; it stays readable with who did so."""
    found = queries.get_for(request.actor, duty_id)
    commands.cancel(duty_id=found.pk, actor=request.actor, at=request.now)
    return found.pk


def _duty(one: Duty) -> dict[str, Any]:
    return {
        **{name: getattr(one, name) for name in _DUTY},
        "id": one.pk,
        "person": one.person_id,
        "name": one.person.name,
    }


_DUTY = ("post", "day", "start", "end", "note", "cancelled_at")


def _cover(one: Cover) -> dict[str, Any]:
    gaps = [{"start": gap.start, "end": gap.end} for gap in one.gaps]
    return {"title": words(one.title), "gaps": gaps, "source": problems.source(one.source)}
