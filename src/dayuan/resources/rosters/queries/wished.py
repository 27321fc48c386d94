"""Wishes: one's own, those one plans for, and all of some people for a planner."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Refused
from dayuan.kernel.text import Text
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters.models import Duty, Wish
from dayuan.resources.rosters.queries import leave
from dayuan.resources.rosters.queries.swaps import groups
from dayuan.resources.rosters.rules import deciding
from dayuan.resources.rosters.rules.wishes import Wished

MOST = 50


def wishes_visible_to(actor: Actor) -> QuerySet[Wish]:
    """Return the wishes somebody may know of: one's own, and of those one plans for."""
    permissions.require(actor, deciding.ASK)
    mine = Q(person_id=actor.person_id or 0)
    return Wish.objects.filter(mine | leave.led_by(actor), site_id=actor.site_id)


def wish_for(actor: Actor, wish_id: int) -> Wish:
    """Return one of one's own wishes; all others are not one's to change."""
    rows = wishes_visible_to(actor).filter(pk=wish_id, person_id=actor.person_id or 0)
    found = rows.first()
    if found is None:
        raise Refused(hidden=True)
    return found


def own_wishes(actor: Actor, *, since: date) -> list[Wish]:
    """Return one's own wishes that are not over before a day."""
    rows = wishes_visible_to(actor).filter(person_id=actor.person_id or 0, end__gt=since)
    return list(rows.order_by("start", "pk")[:MOST])


def wishes_of_others(actor: Actor, *, since: date) -> list[Wish]:
    """Return the wishes of those whose duties the actor arranges."""
    rows = wishes_visible_to(actor).exclude(person_id=actor.person_id or 0)
    rows = rows.filter(end__gt=since).select_related("person")
    return list(rows.order_by("start", "pk")[:MOST])


def wishes(
    site_id: int, person_ids: Collection[int], period: Period[date]
) -> dict[int, tuple[Wished, ...]]:
    """Return the wishes of each of these people that touch a period; one query.

    Everybody asked for has an entry.
    """
    found: dict[int, list[Wished]] = {pk: [] for pk in person_ids}
    rows = Wish.objects.filter(site_id=site_id, person__in=list(found), end__gt=period.start)
    if period.end is not None:
        rows = rows.filter(start__lt=period.end)
    for one in rows.order_by("start", "pk"):
        found[one.person_id].append(Wished(one.days, one.shift, one.wanted))
    return {pk: tuple(said) for pk, said in found.items()}


def shifts_of(actor: Actor) -> dict[str, Text]:
    """Return the shifts of the actor's groups by code; none where the plan has none."""
    known = groups(sites.plan_of(actor.site_id))
    mine = [known[post] for post in actor.posts if post in known]
    return {one.code: one.title.text for group in mine for one in group.shifts if one.code}


def shift_title(site_id: int, code: str) -> Text:
    """Return what a shift is called, whichever group has it; a shift that is gone, its code."""
    for group in sites.plan_of(site_id).handbook.shift_plans.values():
        for one in group.shifts:
            if one.code == code:
                return one.title.text
    return Text(code, code)


def is_planned(person_id: int, days: Period[date]) -> bool:
    """Tell whether somebody has a duty on one of these days by now."""
    rows = Duty.objects.filter(person_id=person_id, day__gte=days.start, cancelled_at__isnull=True)
    return (rows.filter(day__lt=days.end) if days.end else rows).exists()


def wish_count(person_id: int, *, since: date) -> int:
    """Return how many wishes somebody has for the time to come."""
    return Wish.objects.filter(person_id=person_id, end__gt=since).count()
