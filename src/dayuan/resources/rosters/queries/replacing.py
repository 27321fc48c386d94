"""Who might come instead of somebody, read in a number of questions that does not grow."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dayuan.handbook.compiled import Compiled
from dayuan.handbook.schema.shifts import ShiftPlan
from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Problems
from dayuan.platform.access.actors import Actor
from dayuan.reference.people import queries as people
from dayuan.reference.people.queries import Person
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters.models import Duty
from dayuan.resources.rosters.queries import certificates, leave
from dayuan.resources.rosters.queries.hours import night_rule, stint_of, there_of
from dayuan.resources.rosters.rules import hours, replacing, waiving
from dayuan.resources.rosters.rules.certificates import lacking
from dayuan.resources.rosters.rules.days import month_of
from dayuan.resources.rosters.rules.fitting import Wanted
from dayuan.resources.rosters.rules.hours import Stint, Terms
from dayuan.resources.rosters.rules.replacing import Candidate, Someone

#: So far around a duty stretches of work and of nights are looked at.
_AROUND = timedelta(days=14)
Away = Mapping[int, tuple[Period[datetime], ...]]


@dataclass(frozen=True)
class Replacements:
    """Everybody who might come, in the plan's order; the persons by their number."""

    wanted: Wanted
    candidates: tuple[Candidate, ...]
    persons: Mapping[int, Person]

    @property
    def may_come(self) -> tuple[Candidate, ...]:
        """Return who can be chosen."""
        return tuple(one for one in self.candidates if one.may_come)

    @property
    def may_not(self) -> tuple[Candidate, ...]:
        """Return who cannot, with the reasons."""
        return tuple(one for one in self.candidates if not one.may_come)

    def of(self, person_id: int) -> Candidate | None:
        """Return one person's line."""
        return next((one for one in self.candidates if one.person == person_id), None)


def replacements(actor: Actor, duty: Duty, *, at: datetime) -> Replacements:
    """Return who might do a duty, or what is left of it, in its person's place."""
    site_id, compiled = actor.site_id, sites.plan_of(actor.site_id)
    group = group_of(compiled, duty.post)
    night = night_rule(compiled)
    wanted = Wanted(
        duty.post, _left_of(duty, at), group, Terms.of(group, night.night if night else None),
        sites.calendar(site_id),
    )  # fmt: skip
    through, persons = _able(site_id, compiled, group, duty)
    around = _stints(site_id, list(persons), wanted)
    gone = away(site_id, list(persons), wanted.period)
    asked = certificates.asked(site_id, list(persons), {duty.post})
    standing = {duty.post, *compiled.alternates(duty.post)}
    someones = [
        Someone(
            pk, through[pk][0], tuple(around[pk]), gone.get(pk, ()), there_of(persons[pk]),
            may_stand=not standing.isdisjoint(through[pk]),
            lacks=lacking(asked, pk, duty.post, duty.day),
        )
        for pk in persons
    ]  # fmt: skip
    return Replacements(wanted, replacing.candidates(wanted, someones), persons)


def against(
    site_id: int, post: str, person: Person, day: date, period: Period[datetime]
) -> Problems:
    """Return what speaks against a further duty of somebody by the rules of the post's group.

    The same rules by which a month is published and somebody is put in another's place:
    rest, days and nights on end, hours. A post of no group is held to none of them.
    """
    compiled = sites.plan_of(site_id)
    group = group_of(compiled, post)
    if group is None or period.end is None:
        return ()
    night = night_rule(compiled)
    wanted = Wanted(
        post, Stint.planned_for(day, period.start, period.end), group,
        Terms.of(group, night.night if night else None), sites.calendar(site_id),
    )  # fmt: skip
    duties = tuple(_stints(site_id, [person.pk], wanted)[person.pk])
    gone = away(site_id, [person.pk], period).get(person.pk, ())
    someone = Someone(person.pk, post, duties, gone, there_of(person))
    return replacing.candidate(wanted, someone).problems


def may_pass(
    site_id: int, post: str, person: Person, day: date, period: Period[datetime]
) -> Problems:
    """Return what of :func:`against` the director may let pass by name."""
    return waiving.may_pass(against(site_id, post, person, day, period))


def away(site_id: int, persons: list[int], period: Period[datetime]) -> Away:
    """Return when people are away by leave in force, in the month of a time."""
    calendar_zone = sites.zone(site_id)
    day = sites.today(site_id, period.start)
    month = month_of(day)
    around = Period(min(month.start, day - _AROUND), max(month.end or day, day + _AROUND))
    return {
        pk: tuple(_instants(one, calendar_zone) for one in found)
        for pk, found in leave.away(site_id, persons, around).items()
    }


def _instants(days: Period[date], zone: ZoneInfo) -> Period[datetime]:
    end = None if days.end is None else datetime.combine(days.end, time(), zone)
    return Period(datetime.combine(days.start, time(), zone), end)


def group_of(compiled: Compiled, post: str) -> ShiftPlan | None:
    """Return the shift plan of a post, where it is in one."""
    plans = compiled.handbook.shift_plans.values()
    return next((one for one in plans if post in one.posts), None)


# --- inside -------------------------------------------------------------------------------


def _left_of(duty: Duty, at: datetime) -> Stint:
    """Return the duty from now on: what is over of it nobody can do any more."""
    start = max(duty.start, at.replace(second=0, microsecond=0))
    return Stint.planned_for(duty.day, start, duty.end)


def _able(
    site_id: int, compiled: Compiled, group: ShiftPlan | None, duty: Duty
) -> tuple[dict[int, list[str]], dict[int, Person]]:
    """Return the people of the post, its alternates and its reliefs, with the posts they hold."""
    reliefs = [one.post for one in (group.relief if group else ()) if duty.post in one.relieves]
    codes = list(dict.fromkeys([*reliefs, duty.post, *compiled.alternates(duty.post)]))
    held = people.holders_of_many(site_id, codes, duty.day)
    through: dict[int, list[str]] = defaultdict(list)
    persons: dict[int, Person] = {}
    for code in codes:
        for person in held[code]:
            if person.pk != duty.person_id:
                through[person.pk].append(code)
                persons[person.pk] = person
    return dict(through), persons


def _stints(site_id: int, persons: list[int], wanted: Wanted) -> dict[int, list[Stint]]:
    day, month = wanted.stint.day, month_of(wanted.stint.day)
    first: date = min(hours.reaches_back(wanted.terms.period, month), day - _AROUND)
    last = max(month.end or day, day + _AROUND)
    rows = Duty.objects.filter(
        site_id=site_id, person__in=persons, day__gte=first, day__lt=last, cancelled_at=None
    ).select_related("attendance")
    found: dict[int, list[Stint]] = defaultdict(list)
    for row in rows.order_by("start", "pk"):
        found[row.person_id].append(stint_of(row))
    return found
