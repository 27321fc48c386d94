"""Statutory holidays and make-up days, as the State Council published them."""

from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar
from chinese_calendar import constants

from dayuan.kernel.workcal import DayKind

_TITLES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
}


@dataclass(frozen=True, slots=True)
class StatutoryDay:
    """A day that the year's notice names."""

    day: date
    kind: DayKind
    title: str


#: The time zones in which the State Council's notice holds.
_ZONES = frozenset(
    {
        "Asia/Chongqing", "Asia/Chungking", "Asia/Harbin", "Asia/Kashgar", "Asia/Shanghai",
        "Asia/Urumqi", "PRC",
    }
)  # fmt: skip


def hold_in(zone: str) -> bool:
    """Tell whether the State Council's holidays are those of a compound in this zone."""
    return zone in _ZONES


def statutory(year: int) -> list[StatutoryDay] | None:
    """Return the named days of a year, or ``None`` if its notice is not known."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    if not _known(year):
        return None
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [named for day in days if (named := _named(day))]


def _known(year: int) -> bool:
    try:
        chinese_calendar.is_workday(date(year, 12, 31))
    except NotImplementedError:
        return False
    return True


def _named(day: date) -> StatutoryDay | None:
    if day in constants.workdays:
        return StatutoryDay(day, DayKind.MAKE_UP, _title(constants.workdays[day]))
    if day in constants.holidays:
        return StatutoryDay(day, DayKind.HOLIDAY, _title(constants.holidays[day]))
    return None


def _title(english: str) -> str:
    return _TITLES.get(english, english)
