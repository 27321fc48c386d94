"""Whether the people of a group can work its hours, by programs: the sheet as numbers."""

from datetime import date
from fractions import Fraction
from math import ceil
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from ninja import Path, Schema
from pydantic import Field

from dayuan.platform.rest import problems
from dayuan.platform.rest.auth import TokenRequest
from dayuan.platform.rest.kit import Code
from dayuan.platform.rest.problems import SourceOut
from dayuan.platform.ui.drawn import words
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import queries
from dayuan.resources.rosters.api.duties import MANAGE, PART
from dayuan.resources.rosters.queries import Feasibility, Line
from dayuan.resources.rosters.rules.certificates import Share
from dayuan.resources.rosters.rules.year import Month, Sums

#: Any day of a month that the working calendar reaches.
InMonth = Annotated[date, Field(ge=date(sites.FIRST_YEAR, 1, 1), le=date(sites.LAST_YEAR, 12, 31))]


class ReliefOut(Schema):
    """What a post gives to another in a week; it counts once its own need is known."""

    post: str
    hours: float
    counts: bool


class YearMonthOut(Schema):
    """A month of a post: hours needed, given within the norm, beyond it, and beyond the law.

    ``costs`` is about what overtime and holidays cost in yuan: nothing where no rate is
    entered, or the asker may not know it.
    """

    month: date
    holidays_known: bool
    needed: float
    norm: float
    overtime: float
    beyond_the_law: float
    left_for_leave: float
    costs: int | None


class PeopleWithOut(Schema):
    """A certificate that a post asks for: how many of those appointed today have it.

    ``binds`` tells that nobody may stand there without it.
    """

    certificate: str
    says: str
    have: int
    binds: bool
    source: SourceOut


class PostHoursOut(Schema):
    """A post in a plain week, in the year, and with those appointed in the month.

    Hours are empty where nobody has decided what the post needs. ``year_people`` and
    ``year_overtime`` are what the hours that lack in the year come to in yuan, by more people
    or as overtime, under the same condition as ``costs``.
    """

    post: str
    state: str
    hours_needed: float | None
    people_needed: float | None
    people: int
    hours_given: float
    appointed: int
    certificates: list[PeopleWithOut]
    hours_lacking: float | None
    hours_lacking_after_relief: float | None
    hours_lacking_with_those_appointed: float | None
    relief: list[ReliefOut]
    year_lacking: float | None
    year_beyond_the_law: float | None
    year_people: int | None
    year_overtime: int | None
    months: list[YearMonthOut]


class OpenOut(Schema):
    """What somebody has to decide, and under which key of the plan it is written."""

    says: str
    key: str
    source: SourceOut


class FeasibilityOut(Schema):
    """The hours of a group's posts held against its people."""

    group: str
    month: date
    hours_a_week: float
    holidays_known: bool
    rate: float | None
    posts: list[PostHoursOut]
    open: list[OpenOut]


@PART.read(
    "/duty-feasibility/{group}/{month}", answers=FeasibilityOut,
    summary=_("Read whether the people of a group can work its hours"), verbs=MANAGE,
)  # fmt: skip
def feasibility(request: TokenRequest, group: Path[Code], month: Path[InMonth]) -> Any:
    """Return the sheet of a group for the month of a day, and the year around it."""
    today = sites.today(request.actor.site_id, request.now)
    return _sheet(queries.sheet_of(request.actor, group, month, today=today))


def _sheet(found: Feasibility) -> dict[str, Any]:
    return {
        "group": found.group.code,
        "month": found.month.start,
        "hours_a_week": float(found.week.value),
        "holidays_known": not found.guessed,
        "rate": _number(found.rate(found.month.start)),
        "posts": [_post(found, one) for one in found.lines],
        "open": [
            {"says": words(one.what), "key": one.where, "source": problems.source(one.source)}
            for one in found.questions
        ],
    }


def _post(found: Feasibility, line: Line) -> dict[str, Any]:
    decided, actual = line.ask.hours is not None, found.actual[line.ask.post]
    gaps = {
        "hours_lacking": line.gap,
        "hours_lacking_after_relief": line.missing,
        "hours_lacking_with_those_appointed": actual.gap,
    }
    return {
        "post": line.ask.post,
        "state": found.verdict(line).value,
        "hours_needed": _number(line.ask.hours),
        "people_needed": None if line.people_needed is None else ceil(line.people_needed * 10) / 10,
        "people": line.ask.people,
        "hours_given": _number(line.has),
        "appointed": actual.ask.people,
        "certificates": [_certificate(one) for one in found.certified[line.ask.post]],
        **{name: _number(value) if decided else None for name, value in gaps.items()},
        "relief": [
            {"post": one.post, "hours": _number(one.hours), "counts": one.proven}
            for one in line.helps
        ],
        **_year(found, found.months(line.ask.post)),
    }


def _certificate(one: Share) -> dict[str, Any]:
    asked = one.asked
    return {
        "certificate": asked.code, "says": words(asked.title), "have": one.having,
        "binds": asked.binds, "source": problems.source(asked.source),
    }  # fmt: skip


def _year(found: Feasibility, months: tuple[Month, ...]) -> dict[str, Any]:
    total, worth = Sums.of(months), found.worth(months)
    return {
        "year_lacking": _number(total.overtime) if months else None,
        "year_beyond_the_law": _number(total.uncovered) if months else None,
        "year_people": None if worth is None else ceil(worth.people),
        "year_overtime": None if worth is None else ceil(worth.overtime),
        "months": [_month(found, one) for one in months],
    }


def _month(found: Feasibility, one: Month) -> dict[str, Any]:
    rate = found.rate(one.first)
    return {
        "month": one.first,
        "holidays_known": not one.guessed,
        "needed": _number(one.need),
        "norm": _number(one.norm),
        "overtime": _number(one.overtime),
        "beyond_the_law": _number(one.uncovered),
        "left_for_leave": _number(one.leave),
        "costs": None if rate is None else ceil(one.costs(rate)),
    }


def _number(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), 2)
