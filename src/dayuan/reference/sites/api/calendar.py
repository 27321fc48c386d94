"""The working calendar by programs: a year's named days, a month day by day, naming one."""

import calendar
from datetime import date
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from ninja import Path, Schema
from pydantic import Field

from dayuan.kernel.workcal import DayKind, WorkCalendar
from dayuan.platform.rest.auth import TokenRequest
from dayuan.platform.rest.kit import Body, Day, Line
from dayuan.reference.sites import commands, queries
from dayuan.reference.sites.api.part import PART

VIEW, MANAGE = ("sites.calendar.view",), ("sites.calendar.manage",)
Month = Annotated[int, Field(ge=1, le=12)]


class NamedDayOut(Schema):
    """A day that is not what its weekday says; ``origin`` is ``law`` or ``site``."""

    day: date
    kind: DayKind
    title: str
    origin: str


class YearOut(Schema):
    """A year's named days; unless it is published they may not be all."""

    year: int
    published: bool
    days: list[NamedDayOut]


class DayOut(Schema):
    """What a day is; ``guessed`` from its weekday where the year is not published."""

    day: date
    kind: DayKind
    worked: bool
    title: str
    guessed: bool


class DayIn(Body):
    """What a day is, and what it is called."""

    kind: DayKind
    title: Annotated[Line, Field(max_length=60)] = ""


@PART.read(
    "/calendar/years/{year}", answers=YearOut, summary=_("Read the named days of a year"),
    verbs=VIEW,
)  # fmt: skip
def year(request: TokenRequest, year: Path[int]) -> Any:
    """Return the holidays, make-up days and rest days of a year."""
    shown, site_id = queries.planned_year(year), request.actor.site_id
    days = [
        {"day": one.day, "kind": one.kind, "title": one.title, "origin": one.origin}
        for one in queries.named_days(site_id, shown)
    ]
    return {"year": shown, "published": queries.published(site_id, shown), "days": days}


@PART.read(
    "/calendar/months/{year}/{month}", answers=list[DayOut], summary=_("Read a month day by day"),
    verbs=VIEW,
)  # fmt: skip
def month(request: TokenRequest, year: Path[int], month: Path[Month]) -> Any:
    """Return every day of a month with what it is."""
    shown, site_id = queries.planned_year(year), request.actor.site_id
    named = {one.day: one for one in queries.named_days(site_id, shown)}
    known = queries.published(site_id, shown)
    days = WorkCalendar(
        zone=request.site_zone,
        named={day: DayKind(one.kind) for day, one in named.items()},
        published_years=frozenset([shown] if known else []),
    )
    last = calendar.monthrange(shown, month)[1]
    return [
        {"day": day, "kind": days.kind(day), "worked": days.worked(day),
         "title": named[day].title if day in named else "", "guessed": days.is_guess(day)}
        for day in (date(shown, month, number) for number in range(1, last + 1))
    ]  # fmt: skip


@PART.write("PUT", "/calendar/days/{day}", summary=_("Name a day"), verbs=MANAGE)
def name_day(request: TokenRequest, day: Path[Day], body: DayIn) -> None:
    """Say what a day is; saying it again replaces what was said."""
    commands.name_day(
        site=queries.site(request.actor.site_id), day=day, kind=body.kind, title=body.title,
        actor=request.actor, at=request.now,
    )  # fmt: skip


@PART.write(
    "POST", "/calendar/years/{year}/holidays", summary=_("Load a year's holidays"), verbs=MANAGE
)  # fmt: skip
def seed_year(request: TokenRequest, year: Path[int]) -> None:
    """Load a year's statutory holidays; days the site named itself stay."""
    commands.seed_year(
        site=queries.site(request.actor.site_id), year=queries.planned_year(year),
        actor=request.actor, at=request.now,
    )  # fmt: skip
