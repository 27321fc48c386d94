"""Extra strength: the plan's levels, whom an order would concern, and what one has done."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.db.models import QuerySet

from dayuan.handbook.schema.callout import Surge as Level
from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Problems, Refused, Source
from dayuan.kernel.text import Text
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.reference.people import queries as people
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import queries as rosters
from dayuan.resources.rosters.queries import Away
from dayuan.services.callout import rules
from dayuan.services.callout.models import Callout, Surge, SurgeDuty, SurgeLeave
from dayuan.services.callout.queries.doors import VIEW
from dayuan.services.callout.queries.squads import UNANSWERED, Question, number_of
from dayuan.services.callout.rules import Member

SURGE = "callout.surge.order"
MOST = 100


@dataclass(frozen=True, slots=True)
class LevelHere:
    """A level of extra strength that a clause asks for."""

    code: str
    level: Level
    source: Source
    #: After how many minutes without an answer whoever ordered it is told.
    unanswered: int | None


def levels(site_id: int) -> list[LevelHere]:
    """Return the levels that the plan in force asks for, in its order."""
    plan = sites.plan_of(site_id)
    sources: dict[str, Source] = {}
    for use in plan.uses_of("callout.surge"):
        sources.setdefault(use.parameters["surge"], use.source)
    known = plan.handbook.surges
    return [
        LevelHere(code, one, sources[code], number_of(plan, one.unanswered))
        for code, one in known.items()
        if code in sources
    ]


def level_of(site_id: int, code: str) -> LevelHere:
    """Return one level; one that no clause asks for does not exist."""
    found = next((one for one in levels(site_id) if one.code == code), None)
    if found is None:
        raise Refused(hidden=True)
    return found


def level_questions(site_id: int) -> list[Question]:
    """Return what the plan leaves open of its levels: when an answer of a stand-by is late."""
    return [
        Question(
            Text(f"加强值守：{title.in_language('zh')}",
                 f"Extra strength: {title.in_language('en')}"),
            UNANSWERED, f"surges.{one.code}.unanswered", one.source,
        )
        for one in levels(site_id)
        if one.level.standby is not None and one.unanswered is None
        for title in (one.level.title.text,)
    ]  # fmt: skip


def level_title(site_id: int, code: str) -> Text:
    """Return what a level is called; its codeword where the plan dropped it."""
    found = sites.plan_of(site_id).handbook.surges.get(code)
    return found.title.text if found else Text(code, code)


# --- before an order ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LeaveLine:
    """Leave that an order would call off for some days; ``known`` where the plan has its kind."""

    away: Away
    days: Period[date]
    known: bool


@dataclass(frozen=True, slots=True)
class Stays:
    """Somebody whose leave stays, and why: the law, somebody else decides, or it is one's own."""

    name: str
    days: Period[date]
    why: str


@dataclass(frozen=True, slots=True)
class Draft:
    """Everybody an order would concern in a time."""

    lines: tuple[LeaveLine, ...]
    stays: tuple[Stays, ...]
    standby: tuple[Member, ...]


def draft(actor: Actor, found: LevelHere, start: datetime, end: datetime) -> Draft:
    """Return whose leave an order would call off, whose stays and why, and who could stand by."""
    site_id, level = actor.site_id, found.level
    whole = rules.days_of(start, end, sites.zone(site_id))
    posts = {p for row in level.leave for p in row.posts} | set(_standby_posts(level))
    held = people.holders_of_many(site_id, sorted(posts), whole.start)
    holders = people.in_order(one for persons in held.values() for one in persons)
    staff: dict[int, str] = {}
    if any(row.everybody for row in level.leave):
        staff = people.staff_names(site_id, on=whole.start)
    ids = {post: [one.pk for one in persons] for post, persons in held.items()}
    days = rules.concerned(level, whole, staff=staff, held=ids)
    around = Period(min([whole.start, *(d.start for d in days.values())]), whole.end)
    names = staff | {one.pk: one.name for one in holders}
    gone = rosters.away(site_id, list(names), around)
    lines, stays = _leave(actor, days, around, gone, names)
    freed = {line.away.person_id for line in lines}
    return Draft(lines, stays, _standby(actor, level, ids, names, gone, freed, start, end))


def _standby_posts(level: Level) -> tuple[str, ...]:
    return level.standby.posts if level.standby else ()


def _leave(
    actor: Actor, days: dict[int, Period[date]], around: Period[date],
    gone: dict[int, tuple[Period[date], ...]], names: dict[int, str],
) -> tuple[tuple[LeaveLine, ...], tuple[Stays, ...]]:  # fmt: skip
    kinds = sites.plan_of(actor.site_id).handbook.leave_kinds
    lines, stays, seen = [], [], set()
    for away in rosters.away_in_days(actor, list(days), around):
        common = _common(away.days, days[away.person_id])
        seen.add((away.person_id, away.start))
        if common is None:
            continue
        if rosters.is_protected(away):
            stays.append(Stays(away.person.name, common, "law"))
        else:
            lines.append(LeaveLine(away, common, away.kind in kinds))
    for pk, periods in gone.items():
        for one in periods:
            common = _common(one, days[pk]) if pk in days else None
            if common is not None and (pk, one.start) not in seen:
                why = "own" if pk == actor.person_id else "others"
                stays.append(Stays(names[pk], common, why))
    return tuple(lines), tuple(stays)


def _common(one: Period[date], other: Period[date]) -> Period[date] | None:
    if one.end is None or other.end is None:
        return None
    start, end = max(one.start, other.start), min(one.end, other.end)
    return Period(start, end) if start < end else None


def _standby(
    actor: Actor, level: Level, ids: dict[str, list[int]], names: dict[int, str],
    gone: dict[int, tuple[Period[date], ...]], freed: Collection[int], start: datetime,
    end: datetime,
) -> tuple[Member, ...]:  # fmt: skip
    """Return who could stand by: those neither on duty nor away first, then the others."""
    whole = rules.days_of(start, end, sites.zone(actor.site_id))
    posts = _standby_posts(level)
    through = {pk: post for post in reversed(posts) for pk in ids.get(post, ())}
    busy: dict[int, datetime] = {}
    for duty in rosters.of_people(actor.site_id, list(through), since=start, until=end):
        busy.setdefault(duty.person_id, duty.start)
    found = []
    for pk in (one for one in names if one in through):
        away = pk not in freed and any(_common(one, whole) for one in gone.get(pk, ()))
        standing = "on_duty" if pk in busy else "away" if away else "off_duty"
        found.append(Member(pk, names[pk], through[pk], standing, next=busy.get(pk)))
    order = {post: number for number, post in enumerate(posts)}
    rank = {"off_duty": 0, "on_duty": 1, "away": 2}
    found.sort(key=lambda m: (rank[m.standing], order[m.post]))
    return tuple(found)


# --- the doors ------------------------------------------------------------------------------


def surges_visible_to(actor: Actor) -> QuerySet[Surge]:
    """Return the surges of the site, with the verb to see call-outs."""
    permissions.require(actor, VIEW)
    rows = Surge.objects.filter(site_id=actor.site_id)
    return rows.select_related("ordered_by", "closed_by")


def surge_for(actor: Actor, surge_id: int) -> Surge:
    """Return one surge, with who stands by; another site's does not exist for the actor."""
    rows = surges_visible_to(actor).select_related("standby")
    found = rows.filter(pk=surge_id).first()
    if found is None:
        raise Refused(hidden=True)
    return found


def surges_listed(actor: Actor, most: int) -> list[Surge]:
    """Return the newest surges."""
    return list(surges_visible_to(actor).order_by("-start", "-pk")[:most])


def surges_seen(actor: Actor, surge_ids: Collection[int]) -> set[int]:
    """Return those of these surges that the actor may see."""
    if not actor.holds(VIEW):
        return set()
    return set(surges_visible_to(actor).filter(pk__in=surge_ids).values_list("pk", flat=True))


def surges_named(actor: Actor, surge_ids: Collection[int]) -> list[Surge]:
    """Return those of these surges that the actor may see, to be named."""
    return list(surges_visible_to(actor).filter(pk__in=surge_ids)) if actor.holds(VIEW) else []


def leave_of(surge: Surge) -> list[SurgeLeave]:
    """Return the days of leave a surge called off, with whose they are."""
    rows = surge.leave.select_related("away__person")
    return list(rows.order_by("pk")[: 2 * MOST])


def duties_of(surge: Surge) -> list[SurgeDuty]:
    """Return the duties a surge added, with whose they are and who let what pass."""
    rows = surge.duties.select_related("duty__person", "added_by")
    return list(rows.order_by("duty__start", "pk")[: 2 * MOST])


def standby_of(surge: Surge) -> Callout | None:
    """Return the call by which people stand by; none where nobody was called."""
    return getattr(surge, "standby", None)


def able(site_id: int, posts: Sequence[str], day: date) -> dict[int, str]:
    """Return who holds one of these posts on a day, by the posts and then by name."""
    held = people.holders_of_many(site_id, posts, day)
    return {one.pk: one.name for post in posts for one in held[post]}


class Wanted(Protocol):
    """A duty that somebody is wanted for."""

    @property
    def post(self) -> str:
        """The post."""

    @property
    def person_id(self) -> int:
        """Who is to stand there."""

    @property
    def start(self) -> datetime:
        """When it begins."""

    @property
    def end(self) -> datetime:
        """When it ends."""


def may_pass(actor: Actor, duty: Wanted) -> Problems:
    """Return what speaks against an added duty and may be let pass by name."""
    person = people.get_for(actor, duty.person_id)
    day, whole = sites.today(actor.site_id, duty.start), Period(duty.start, duty.end)
    return rosters.may_pass(actor.site_id, duty.post, person, day, whole)
