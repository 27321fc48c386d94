"""Who is away: what each may know of it, and the days of leave in force for others to ask."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import BooleanField, Q, QuerySet, Value

from dayuan.handbook.compiled import Compiled
from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Refused
from dayuan.kernel.text import Text
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.reference.people import queries as people
from dayuan.reference.people.queries import Person
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters.models import Away, Duty, Wish
from dayuan.resources.rosters.queries.closing import closed_to_asked
from dayuan.resources.rosters.rules import deciding
from dayuan.resources.rosters.rules.away import PLAIN
from dayuan.resources.rosters.rules.wishes import Wished
from dayuan.resources.rosters.states import OPEN_AWAY

#: What leave is called wherever something hangs on it.
AWAY_KIND = "rosters.away"
#: So many stand in one list at most.
MOST = 50


def away_visible_to(actor: Actor) -> QuerySet[Away]:
    """Return the leave somebody may know of: one's own, and what one decides on."""
    permissions.require(actor, deciding.ASK)
    mine = Q(person_id=actor.person_id or 0)
    return Away.objects.filter(mine | decided_by(actor), site_id=actor.site_id)


def away_for(actor: Actor, away_id: int) -> Away:
    """Return one leave; what somebody may not know of does not exist for him."""
    found = away_visible_to(actor).filter(pk=away_id).select_related("person").first()
    if found is None:
        raise Refused(hidden=True)
    return found


def seen(actor: Actor, away_ids: Collection[int]) -> set[int]:
    """Return those of these that the actor may know of."""
    if not actor.holds(deciding.ASK):
        return set()
    return set(away_visible_to(actor).filter(pk__in=away_ids).values_list("pk", flat=True))


def rows_for_owners(actor: Actor) -> QuerySet[Away]:
    """Return them for what hangs on leave: none where somebody asks for none."""
    return away_visible_to(actor) if actor.holds(deciding.ASK) else Away.objects.none()


def decided_by(actor: Actor) -> Q:
    """Return the condition on leave that this actor decides on, his own among it.

    Kinds for which the plan names posts are theirs alone; all others belong to those who
    may decide and lead the person's unit.
    """
    if not actor.holds(deciding.DECIDE) or actor.as_of is None:
        return Q(pk__in=[])
    plan = sites.plan_of(actor.site_id)
    named = {
        code: set(posts)
        for code, one in plan.handbook.leave_kinds.items()
        if (posts := deciding.able(plan, one.approved_by))
    }
    mine = [code for code, posts in named.items() if not posts.isdisjoint(actor.posts)]
    return Q(kind__in=mine) | (~Q(kind__in=list(named)) & Q(person__in=_led(actor, plan)))


def led_by(actor: Actor) -> Q:
    """Return the condition on what belongs to a person whose duties this actor arranges."""
    if not actor.holds(deciding.DECIDE) or actor.as_of is None:
        return Q(pk__in=[])
    return Q(person__in=_led(actor, sites.plan_of(actor.site_id)))


def decides_on(actor: Actor, away: Away) -> bool:
    """Tell whether this actor is one who decides on this leave."""
    return Away.objects.filter(decided_by(actor), pk=away.pk).exists()


def _led(actor: Actor, plan: Compiled) -> QuerySet[people.Appointment, int]:
    own = deciding.able(plan, actor.posts) or actor.posts
    today = sites.today(actor.site_id, actor.as_of) if actor.as_of else date.min
    return people.who_hold(actor.site_id, deciding.led(plan, own), today).values_list(
        "person_id", flat=True
    )


def deciders_of(away: Away, *, on: date) -> list[int]:
    """Return who is asked to decide: the nearest of those who may, never the person.

    On days closed for new leave the nearest who may let it pass is asked as well.
    """
    plan = sites.plan_of(away.site_id)
    kind = plan.handbook.leave_kinds.get(away.kind)
    theirs = {one.post for one in people.appointments_of(away.person, on=on)}
    named = kind.approved_by if kind else ()
    found: set[int] = set()
    for verb in ("", *(one.verb for one in closed_to_asked(away))):
        found |= set(
            nearest_people(away.site_id, theirs, named, but={away.person_id}, on=on, holding=verb)
        )
    return sorted(found)


def nearest_people(
    site_id: int, theirs: Collection[str], named: Collection[str], *, but: set[int], on: date,
    holding: str = "",
) -> list[int]:  # fmt: skip
    """Return who decides on what holders of these posts ask for: the nearest who are there.

    With ``holding``, of those whose posts hold that verb.
    """
    plan = sites.plan_of(site_id)
    rungs = deciding.nearest(plan, theirs, named)
    if holding:
        held_by = plan.holding(holding)
        able = set(held_by.posts) if held_by is not None else set()
        rungs = tuple(tuple(post for post in rung if post in able) for rung in rungs)
    held = people.held_as(site_id, {post for rung in rungs for post in rung}, on)
    for rung in rungs:
        if found := {person for post in rung for person in held[post]} - but:
            return sorted(found)
    return []


# --- lists --------------------------------------------------------------------------------


def own_away(actor: Actor, *, since: date) -> list[Away]:
    """Return one's own leave that is not over before a day, in the order of its days.

    What one took back oneself is left out.
    """
    rows = away_visible_to(actor).filter(person_id=actor.person_id or 0, end__gt=since)
    return list(rows.exclude(state="withdrawn").order_by("start", "pk")[:MOST])


def away_to_decide(actor: Actor) -> list[Away]:
    """Return the leave that waits for this actor, the first to begin first."""
    rows = away_visible_to(actor).exclude(person_id=actor.person_id or 0)
    rows = rows.filter(state="asked").select_related("person")
    return list(rows.order_by("start", "pk")[:MOST])


def away_in_force(actor: Actor, *, since: date) -> list[Away]:
    """Return the leave in force that the actor decided or could have decided on."""
    rows = away_visible_to(actor).exclude(person_id=actor.person_id or 0)
    rows = rows.filter(state="approved", end__gt=since).select_related("person")
    return list(rows.order_by("start", "pk")[:MOST])


def met_by(away: Away) -> list[Duty]:
    """Return the duties that somebody has on days of leave: nobody takes them off by himself."""
    rows = Duty.objects.filter(
        person_id=away.person_id,
        day__gte=away.start,
        day__lt=away.end,
        cancelled_at__isnull=True,
    )
    return list(rows.order_by("start", "pk")[:MOST])


def standing_of(person_id: int, days: Period[date]) -> list[Period[date]]:
    """Return a person's leave, asked for or in force, that meets these days."""
    rows = Away.objects.filter(person_id=person_id, state__in=OPEN_AWAY, end__gt=days.start)
    if days.end is not None:
        rows = rows.filter(start__lt=days.end)
    return [Period(start, end) for start, end in rows.values_list("start", "end")]


def is_protected(away: Away) -> bool:
    """Tell whether the law keeps this leave from being called off because people are needed."""
    kind = sites.plan_of(away.site_id).handbook.leave_kinds.get(away.kind)
    return kind is not None and kind.never_called_off


def away_in_days(actor: Actor, person_ids: Collection[int], days: Period[date]) -> list[Away]:
    """Return the leave in force of these people in some days that the actor decides on.

    His own is not among it, nor what others decide on: of that :func:`away` tells the days.
    """
    rows = away_visible_to(actor).filter(
        decided_by(actor), person__in=list(person_ids), state="approved", end__gt=days.start,
        start__lt=days.end,
    )  # fmt: skip
    rows = rows.exclude(person_id=actor.person_id or 0).select_related("person")
    return list(rows.order_by("start", "pk")[: 4 * MOST])


# --- for others to ask --------------------------------------------------------------------


def away(
    site_id: int, person_ids: Collection[int], period: Period[date]
) -> dict[int, tuple[Period[date], ...]]:
    """Return the days on which each of these people is away, within leave in force; one query.

    Everybody asked for has an entry. It says when and never why.
    """
    found: dict[int, list[Period[date]]] = {pk: [] for pk in person_ids}
    rows = Away.objects.filter(
        site_id=site_id, person__in=list(found), state="approved", end__gt=period.start
    )
    if period.end is not None:
        rows = rows.filter(start__lt=period.end)
    for pk, start, end in rows.order_by("start", "pk").values_list("person_id", "start", "end"):
        found[pk].append(Period(start, end))
    return {pk: tuple(days) for pk, days in found.items()}


def away_and_wishes(
    site_id: int, person_ids: Collection[int], period: Period[date]
) -> tuple[dict[int, tuple[Period[date], ...]], dict[int, tuple[Wished, ...]]]:
    """Return both :func:`away` and the wishes of these people in one question, for a month."""
    touch = {
        "site_id": site_id, "person__in": list(person_ids), "start__lt": period.end,
        "end__gt": period.start,
    }  # fmt: skip
    gone = Away.objects.filter(**touch, state="approved").values_list(
        "person_id", "start", "end", Value(""), Value(None, output_field=BooleanField())
    )
    said = Wish.objects.filter(**touch).values_list("person_id", "start", "end", "shift", "wanted")
    away: dict[int, tuple[Period[date], ...]] = dict.fromkeys(person_ids, ())
    wishes: dict[int, tuple[Wished, ...]] = dict.fromkeys(person_ids, ())
    rows: list[tuple[int, date, date, str, bool | None]] = list(gone.union(said, all=True))
    for pk, start, end, shift, wanted in sorted(rows, key=lambda row: row[:4]):
        if wanted is None:
            away[pk] += (Period(start, end),)
        else:
            wishes[pk] += (Wished(Period(start, end), shift, wanted),)
    return away, wishes


def is_away(site_id: int, person_id: int, day: date) -> bool:
    """Tell whether somebody is away on a day by leave in force."""
    return bool(away(site_id, [person_id], Period(day, day + timedelta(days=1)))[person_id])


@dataclass(frozen=True, slots=True)
class LeaveChoice:
    """A kind of leave as a form offers it."""

    code: str
    title: Text
    at_once: bool
    days_ahead: int | None


def leave_kinds(site_id: int) -> list[LeaveChoice]:
    """Return the kinds of leave of the plan in force, as it lists them; none where it has none."""
    return [
        LeaveChoice(code, one.title.text, one.at_once, one.days_ahead)
        for code, one in sites.plan_of(site_id).handbook.leave_kinds.items()
    ]


def kind_title(site_id: int, code: str) -> Text:
    """Return what a kind of leave is called."""
    kind = sites.plan_of(site_id).handbook.leave_kinds.get(code)
    return kind.title.text if kind else PLAIN


def may_be_away(site_id: int, on: date) -> list[Person]:
    """Return for whom leave can be entered: the staff of a day."""
    return people.staff_of(site_id, on=on)


def away_told(away_id: int) -> Away:
    """Return leave that somebody is told of; whom, is asked of it."""
    return Away.objects.select_related("person").get(pk=away_id)
