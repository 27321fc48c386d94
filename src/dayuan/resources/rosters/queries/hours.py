"""A month's hours of people: planned and noted duties, reckoned by each one's own terms."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction

from django.db.models import Q, QuerySet

from dayuan.handbook.compiled import Compiled
from dayuan.handbook.schema.shifts import ShiftPlan
from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Source
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.reference.people import queries as people
from dayuan.reference.people.queries import Person, Side
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters.models import Duty
from dayuan.resources.rosters.queries import leave
from dayuan.resources.rosters.queries.attendance import MANAGE
from dayuan.resources.rosters.queries.following import attendance_of
from dayuan.resources.rosters.rules import hours
from dayuan.resources.rosters.rules.attendance import hours as between
from dayuan.resources.rosters.rules.days import days
from dayuan.resources.rosters.rules.hours import Hours, Night, Stint, Terms

VIEW = "rosters.duty.view"
_CAPABILITY = "rosters.hours"
#: Under which name a person of the sheet carries the post of the month.
_POST, _CONTRACT = "hours_post", "hours_contract"


@dataclass(frozen=True, slots=True)
class Line:
    """One person's month: the post it is reckoned under, and the hours."""

    person: Person
    post: str
    hours: Hours


@dataclass(frozen=True, slots=True)
class NightRule:
    """What counts as a night, and who decided so."""

    night: Night
    source: Source


def hours_visible_to(actor: Actor) -> QuerySet[Person]:
    """Return whose hours the actor may see: whoever arranges duties everybody's, others the own."""
    permissions.require(actor, VIEW)
    rows = people.visible_to(actor).filter(side=Side.STAFF)
    return rows if actor.holds(MANAGE) else rows.filter(pk=actor.person_id or 0)


def of_month(
    rows: QuerySet[Person], site_id: int, month: Period[date], group: str = ""
) -> QuerySet[Person]:
    """Narrow people down to those of the house in a month, and of a group where one is named.

    Each carries the main post of the month, by which the hours are reckoned.
    """
    rows = rows.filter(Q(left=None) | Q(left__gt=month.start), joined__lt=month.end)
    rows = rows.annotate(
        **{
            _POST: people.main_post_in("pk", month),
            _CONTRACT: people.main_post_in("pk", month, what="hours_a_week"),
        }
    )
    plan = sites.plan_of(site_id).handbook.shift_plans.get(group)
    if plan is None:
        return rows
    held = people.who_held(site_id, plan.posts, month).values("person")
    worked = Duty.objects.filter(
        site_id=site_id, post__in=plan.posts, day__gte=month.start, day__lt=month.end,
        cancelled_at=None,
    ).values("person")  # fmt: skip
    return rows.filter(Q(pk__in=held) | Q(pk__in=worked))


def hours_of(site_id: int, persons: Sequence[Person], month: Period[date]) -> list[Line]:
    """Return the month of each of these people of ``of_month``, in five queries for all.

    Days of leave in force are no part of anybody's norm.
    """
    plan, calendar = sites.plan_of(site_id), sites.calendar(site_id)
    night = night_rule(plan)
    terms = _terms(plan, night.night if night else None)
    first = min(hours.reaches_back(one.period, month) for one in terms.values())
    whole, ids = Period(first, month.end), [one.pk for one in persons]
    stints, gone = _stints(site_id, ids, whole), leave.away(site_id, ids, whole)
    lines = []
    for one in persons:
        post = getattr(one, _POST, None) or ""
        reckoned = hours.reckon(
            stints.get(one.pk, ()), month=month, terms=terms[_group_of(plan, post)],
            calendar=calendar,
            person=hours.Person(there_of(one), _days_in(gone[one.pk], whole), _contract(one)),
        )  # fmt: skip
        lines.append(Line(one, post, reckoned))
    return lines


def night_rule(plan: Compiled) -> NightRule | None:
    """Return what the site decided to call a night; ``None`` where nobody has."""
    for use in plan.uses_of(_CAPABILITY):
        given = use.parameters
        least = Fraction(given["night_hours_least"]).limit_denominator(100)
        start, end = (time.fromisoformat(str(given[name])) for name in ("night_from", "night_to"))
        return NightRule(Night(start, end, least), use.source)
    return None


def hour_groups(site_id: int) -> Mapping[str, ShiftPlan]:
    """Return the groups whose people may be looked at alone."""
    return sites.plan_of(site_id).handbook.shift_plans


# --- inside -------------------------------------------------------------------------------


def _contract(person: Person) -> Fraction | None:
    found = getattr(person, _CONTRACT, None)
    return None if found is None else Fraction(found)


def _terms(plan: Compiled, night: Night | None) -> dict[str, Terms]:
    groups = plan.handbook.shift_plans.items()
    return {"": Terms.of(None, night), **{code: Terms.of(one, night) for code, one in groups}}


def _group_of(plan: Compiled, post: str) -> str:
    groups = plan.handbook.shift_plans.items()
    return next((code for code, one in groups if post in one.posts), "")


def _stints(site_id: int, persons: Collection[int], period: Period[date]) -> dict[int, list[Stint]]:
    rows = Duty.objects.filter(
        site_id=site_id, person__in=persons, day__gte=period.start, day__lt=period.end,
        cancelled_at=None,
    ).select_related("attendance")  # fmt: skip
    found: dict[int, list[Stint]] = {}
    for duty in rows.order_by("start", "pk"):
        found.setdefault(duty.person_id, []).append(stint_of(duty))
    return found


def stint_of(duty: Duty) -> Stint:
    """Return what counts of a duty: as noted, else as planned."""
    row = attendance_of(duty)
    if row is None or row.state == "expected":
        return Stint.planned_for(duty.day, duty.start, duty.end)
    planned = between(duty.start, duty.end)
    if row.came_at is None:
        return Stint(duty.day, planned, None, noted=True)
    return Stint(duty.day, planned, Period(row.came_at, row.left_at or duty.end), noted=True)


def _days_in(gone: Iterable[Period[date]], whole: Period[date]) -> frozenset[date]:
    return frozenset(day for one in gone for day in days(one) if day in whole)


def there_of(person: Person) -> Period[date]:
    """Return when somebody was of the house."""
    # Whoever leaves on the day of joining was there for none of it; the norm is nothing then.
    end = person.left if person.left is None or person.left > person.joined else None
    return Period(person.joined, end)
