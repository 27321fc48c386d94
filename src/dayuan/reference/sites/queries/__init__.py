"""Reading sites: the plan in force, the calendar, today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import CharField, DateField, Exists, Value
from django.db.models.functions import Cast

from dayuan.handbook.compiled import Compiled
from dayuan.kernel.problems import Refused
from dayuan.kernel.text import Text
from dayuan.kernel.workcal import DayKind, WorkCalendar
from dayuan.reference.plans import queries as plans
from dayuan.reference.sites import holidays, reading
from dayuan.reference.sites.models import NamedDay, Place, PublishedYear, RevisionInForce, Site
from dayuan.reference.sites.queries.places import find_places, titles_in_use

__all__ = [
    "DAY_KINDS",
    "DaySheet",
    "NamedDay",
    "Place",
    "PublishedYear",
    "RevisionInForce",
    "Site",
    "all_ids",
    "by_code",
    "calendar",
    "day_book",
    "day_sheet",
    "find_places",
    "history",
    "name",
    "named_days",
    "only_site",
    "plan_of",
    "planned_year",
    "published",
    "remember",
    "revision_id",
    "running",
    "site",
    "titles_in_use",
    "today",
    "zone",
]


def site(site_id: int) -> Site:
    """Return the site."""
    return Site.objects.get(pk=site_id)


def by_code(code: str) -> Site | None:
    """Return the site of this code, if it was made."""
    return Site.objects.filter(code=code).first()


def only_site() -> Site | None:
    """Return the site if there is exactly one, for the command line."""
    found = list(Site.objects.order_by("pk")[:2])
    return found[0] if len(found) == 1 else None


def name(found: Site) -> Text:
    """Return the site's name in its languages."""
    return Text(found.name_zh, found.name_en)


def zone(site_id: int) -> ZoneInfo:
    """Return the site's time zone."""
    return reading.facts(site_id).zone


def remember(found: Site) -> None:
    """Let the rest of the request know a site that was read on the way."""
    reading.remember(found)


def revision_id(site_id: int) -> int:
    """Return the id of the revision that runs now."""
    return reading.facts(site_id).revision_id


def running() -> dict[int, int]:
    """Return the site of each revision that runs now; a revision is of one site."""
    return dict(Site.objects.order_by("revision_id").values_list("revision_id", "pk"))


def all_ids() -> list[int]:
    """Return every site, for what the program does by itself."""
    return list(Site.objects.order_by("pk").values_list("pk", flat=True))


def plan_of(site_id: int) -> Compiled:
    """Return the compiled plan that runs now."""
    return plans.compiled(revision_id(site_id))


def today(site_id: int, at: datetime) -> date:
    """Return the site's date at an instant."""
    return at.astimezone(zone(site_id)).date()


def calendar(site_id: int) -> WorkCalendar:
    """Return the working calendar as the pure value that clocks count on; one question."""
    return day_book(site_id)[0]


def day_book(site_id: int) -> tuple[WorkCalendar, dict[date, str]]:
    """Return the working calendar, and what its named days are called, in one question."""
    years = PublishedYear.objects.filter(site_id=site_id).values_list(
        Value(None, output_field=DateField()), Cast("year", CharField()), Value("")
    )
    named = NamedDay.objects.filter(site_id=site_id).values_list("day", "kind", "title")
    # Days with what they are; and, without a day, the years whose days are all known.
    rows: list[tuple[date | None, str, str]] = list(named.union(years, all=True))
    here = zone(site_id)
    found = WorkCalendar(
        zone=here,
        named={day: DayKind(kind) for day, kind, _title in rows if day is not None},
        published_years=frozenset(int(year) for day, year, _title in rows if day is None),
        by_law=holidays.hold_in(here.key),
    )
    return found, {day: title for day, _kind, title in rows if day is not None and title}


#: Years that an office plans for; others are typing errors.
FIRST_YEAR, LAST_YEAR = 2000, 2099


def planned_year(number: int) -> int:
    """Return a year that the calendar has; no other exists."""
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise Refused(hidden=True)
    return number


def named_days(site_id: int, year: int) -> list[NamedDay]:
    """Return a year's named days in order."""
    return list(NamedDay.objects.filter(site_id=site_id, day__year=year).order_by("day"))


def has_statutory_holidays(site_id: int) -> bool:
    """Tell whether the State Council's holidays are those of this compound."""
    return holidays.hold_in(zone(site_id).key)


def published(site_id: int, year: int) -> bool:
    """Tell whether the year's holidays are complete."""
    return PublishedYear.objects.filter(site_id=site_id, year=year).exists()


def history(site_id: int) -> list[RevisionInForce]:
    """Return which revisions ran, the newest first."""
    rows = RevisionInForce.objects.filter(site_id=site_id)
    return list(
        rows.select_related("revision").defer("revision__content").order_by("-since", "-pk")[:50]
    )


#: What the kinds of days are called.
DAY_KINDS: dict[DayKind, Text] = {
    DayKind.WORKDAY: Text("工作日", "Working day"),
    DayKind.REST: Text("休息日", "Rest day"),
    DayKind.HOLIDAY: Text("法定节假日", "Statutory holiday"),
    DayKind.MAKE_UP: Text("调休上班日", "Make-up working day"),
}


@dataclass(frozen=True, slots=True)
class DaySheet:
    """What a day is, and the next holiday after it; ``guessed`` where the year is not known."""

    day: date
    kind: DayKind
    title: str
    guessed: bool
    next_holiday: NamedDay | None


def day_sheet(site_id: int, day: date) -> DaySheet:
    """Return what a day is: one query, and one more where the year names no day at all."""
    known = PublishedYear.objects.filter(site_id=site_id, year=day.year)
    named = NamedDay.objects.filter(site_id=site_id, day__gte=date(day.year, 1, 1))
    year = list(named.annotate(year_known=Exists(known)).order_by("day")[:400])
    year_known = year[0].year_known if year else published(site_id, day.year)
    rows = [row for row in year if row.day >= day]
    of_day = rows[0] if rows and rows[0].day == day else None
    plain = DayKind.REST if day.weekday() >= 5 else DayKind.WORKDAY
    return DaySheet(
        day=day,
        kind=DayKind(of_day.kind) if of_day else plain,
        title=of_day.title if of_day else "",
        guessed=of_day is None and not year_known,
        next_holiday=_next_holiday(rows, day),
    )


def _next_holiday(rows: Sequence[NamedDay], day: date) -> NamedDay | None:
    """Return the first holiday after a day, beyond the one the day itself lies in."""
    end = day
    for row in rows:
        if row.kind != DayKind.HOLIDAY:
            continue
        if row.day <= end + timedelta(days=1) and _starts_in(rows, day):
            end = row.day
            continue
        return row
    return None


def _starts_in(rows: Sequence[NamedDay], day: date) -> bool:
    return bool(rows) and rows[0].day == day and rows[0].kind == DayKind.HOLIDAY
