"""Instants, days and spans in the words of the reader's language.

Every instant is shown in the site's time zone; relative time never stands
without the exact one beside it.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

DEFAULT_ZONE = ZoneInfo("Asia/Shanghai")

_ZH_DAYS = "一二三四五六日"
_EN_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_EN_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def in_chinese() -> bool:
    """Tell whether the page is being written in Chinese."""
    return (get_language() or "zh").startswith("zh")


def day(value: date, *, year: bool = True) -> str:
    """Return a day with its weekday: 2026年11月22日 周日, or Sun 22 Nov 2026."""
    if in_chinese():
        head = f"{value.year}年" if year else ""
        return f"{head}{value.month}月{value.day}日 周{_ZH_DAYS[value.weekday()]}"
    tail = f" {value.year}" if year else ""
    return f"{_EN_DAYS[value.weekday()]} {value.day} {_EN_MONTHS[value.month - 1]}{tail}"


def days(first: date, last: date) -> str:
    """Return one day, or the first and the last; the year again only where it differs."""
    if first == last:
        return day(first)
    until = day(last, year=first.year != last.year)
    return _("%(start)s to %(end)s") % {"start": day(first), "end": until}


def month(value: date) -> str:
    """Return the month of a day: 2026年11月, or Nov 2026."""
    if in_chinese():
        return f"{value.year}年{value.month}月"
    return f"{_EN_MONTHS[value.month - 1]} {value.year}"


def midnight(value: date, zone: tzinfo = DEFAULT_ZONE) -> datetime:
    """Return when a day begins in a time zone."""
    return datetime.combine(value, time(), zone)


def hour(value: datetime) -> str:
    """Return the time of day on the 24-hour clock: 14:05."""
    return f"{value.hour:02}:{value.minute:02}"


def moment(at: datetime, zone: tzinfo = DEFAULT_ZONE, *, year: bool = True) -> str:
    """Return an instant in a zone: 2026年11月22日 周日 14:05, or Sun 22 Nov 2026, 14:05."""
    local = at.astimezone(zone)
    gap = " " if in_chinese() else ", "
    return f"{day(local.date(), year=year)}{gap}{hour(local)}"


def near_moment(at: datetime, *, now: datetime, zone: tzinfo = DEFAULT_ZONE) -> str:
    """Return an instant as short as it stays exact: the hour today, else with its day."""
    local, today = at.astimezone(zone), now.astimezone(zone)
    if local.date() == today.date():
        return hour(local)
    return moment(at, zone, year=local.year != today.year)


def span(start: datetime, end: datetime, zone: tzinfo = DEFAULT_ZONE) -> str:
    """Return a range with the full start; the end repeats its day only where it differs."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    same_day = first.date() == last.date()
    until = hour(last) if same_day else moment(end, zone, year=first.year != last.year)
    return _("%(start)s to %(end)s") % {"start": moment(start, zone), "end": until}


def length(amount: timedelta) -> str:
    """Return how long something is, to the minute below a day, to the hour below a week."""
    if amount < _MINUTE:
        return _("less than a minute")
    if amount < _HOUR:
        return _minutes(amount // _MINUTE)
    if amount < _DAY:
        return _pair(_hours(amount // _HOUR), (amount % _HOUR) // _MINUTE, _minutes)
    if amount < 7 * _DAY:
        return _pair(_days(amount // _DAY), (amount % _DAY) // _HOUR, _hours)
    return _days(amount // _DAY)


def _pair(head: str, rest: int, words: Callable[[int], str]) -> str:
    return f"{head} {words(rest)}" if rest else head


def _minutes(number: int) -> str:
    return ngettext("%(n)d minute", "%(n)d minutes", number) % {"n": number}


def _hours(number: int) -> str:
    return ngettext("%(n)d hour", "%(n)d hours", number) % {"n": number}


def _days(number: int) -> str:
    return ngettext("%(n)d day", "%(n)d days", number) % {"n": number}
