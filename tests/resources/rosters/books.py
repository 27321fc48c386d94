"""Plans, calendars and people for the tests of the two ledgers; no database."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from dayuan.handbook.schema import Handbook
from dayuan.handbook.schema.shifts import ShiftPlan
from dayuan.kernel.workcal import WorkCalendar
from dayuan.reference.sites import holidays

ZONE = ZoneInfo("Asia/Shanghai")
SITE = {"site": "a test"}
EIGHT_HOURS = (("early", "06:00", "14:00"), ("late", "14:00", "22:00"), ("night", "22:00", "06:00"))


def calendar(*years: int, zone: ZoneInfo = ZONE) -> WorkCalendar:
    """Return the working calendar as the State Council published it."""
    named = {one.day: one.kind for year in years for one in holidays.statutory(year) or []}
    return WorkCalendar(zone, named, frozenset(years))


def shifts(strength: dict[str, Any], times: Any = EIGHT_HOURS) -> list[dict[str, Any]]:
    """Return shifts of these times, each with the same strength."""
    return [
        {"code": code, "title": code, "start": start, "end": end, "strength": strength}
        for code, start, end in times
    ]


def plan(**more: Any) -> ShiftPlan:
    """Return a shift plan round the clock for the posts gate and mobile."""
    whole = {
        "title": "guards", "posts": ["gate", "mobile"], "round_the_clock": True, "source": SITE,
    } | more  # fmt: skip
    return ShiftPlan.model_validate(whole)


def book(**more: Any) -> Handbook:
    """Return the handbook around such a plan."""
    post = {"title": "x", "unit": "house", "headcount": 3, "source": SITE}
    head = {"schema": 1, "code": "mill", "title": "m", "site": "m", "edition": "1"}
    whole = {
        "handbook": head,
        "units": {"house": {"title": "house"}},
        "posts": {"gate": post | {"skills": ["保安员证"]}, "mobile": post},
    } | more
    return Handbook.model_validate(whole)


def day(text: str) -> date:
    """Return a day of 2026 such as ``10-01``."""
    return date.fromisoformat(f"2026-{text}")


def seen(*values: Any) -> Any:
    """Return fractions to be compared with whole numbers, which equal them."""
    return values
