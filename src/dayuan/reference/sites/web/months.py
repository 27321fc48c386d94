"""A year of days as a calendar draws it: months, weeks, and what each day is."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import pgettext, pgettext_lazy

from dayuan.kernel.text import Text
from dayuan.kernel.workcal import DayKind
from dayuan.platform.ui import times
from dayuan.reference.sites.queries import DAY_KINDS, NamedDay

#: The weeks begin on Monday, as offices print them.
_WEEKS = calendar.Calendar(firstweekday=0)
WEEKDAYS = (
    pgettext_lazy("head of a column", "Mon"),
    pgettext_lazy("head of a column", "Tue"),
    pgettext_lazy("head of a column", "Wed"),
    pgettext_lazy("head of a column", "Thu"),
    pgettext_lazy("head of a column", "Fri"),
    pgettext_lazy("head of a column", "Sat"),
    pgettext_lazy("head of a column", "Sun"),
)
#: The sign that stands beside the number, so that colour never speaks alone.
_SIGNS = {
    DayKind.HOLIDAY: pgettext_lazy("sign of a day", "off"),
    DayKind.MAKE_UP: pgettext_lazy("sign of a day", "work"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One day of a month's grid."""

    day: date
    kind: DayKind
    kind_name: Text
    sign: object
    title: str
    today: bool
    #: Somebody of the site named it, not the State Council.
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month as weeks; days of the months beside it are empty."""

    year: int
    number: int
    name: str
    weeks: list[list[Cell | None]]
    worked: int


def month(year: int, number: int, named: Mapping[date, NamedDay], today: date) -> Month:
    """Return one month's grid."""
    weeks = [
        [_cell(day, named.get(day), today) if day.month == number else None for day in week]
        for week in _WEEKS.monthdatescalendar(year, number)
    ]
    return Month(
        year=year,
        number=number,
        name=month_name(year, number),
        weeks=weeks,
        worked=sum(1 for week in weeks for cell in week if cell and cell.kind.worked),
    )


def month_name(year: int, number: int) -> str:
    """Return a month's name: 2026年11月, or November 2026."""
    if times.in_chinese():
        return f"{year}年{number}月"
    return f"{calendar.month_name[number]} {year}"


def _cell(day: date, named: NamedDay | None, today: date) -> Cell:
    kind = DayKind(named.kind) if named else plain_kind(day)
    own = named is not None and named.origin == "site"
    sign = _SIGNS.get(kind) or (pgettext("sign of a day", "changed") if own else "")
    return Cell(
        day=day,
        kind=kind,
        kind_name=DAY_KINDS[kind],
        sign=sign,
        title=named.title if named else "",
        today=day == today,
        own=own,
    )


def plain_kind(day: date) -> DayKind:
    """Return what a day is by its weekday alone."""
    return DayKind.REST if day.weekday() >= 5 else DayKind.WORKDAY
