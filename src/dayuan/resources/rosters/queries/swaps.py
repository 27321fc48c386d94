"""Swaps: who may know of one, with whom one may swap, and all that stands around a duty."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import Q, QuerySet

from dayuan.handbook.compiled import Compiled
from dayuan.handbook.schema.shifts import ShiftPlan, SwapRule
from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Problems, Refused
from dayuan.kernel.workcal import WorkCalendar
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.reference.people import queries as people
from dayuan.reference.people.queries import Appointment, Kind
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters.models import Duty, Swap
from dayuan.resources.rosters.queries import certificates, duties, leave
from dayuan.resources.rosters.queries.hours import night_rule, stint_of, there_of
from dayuan.resources.rosters.rules import deciding, hours, swaps
from dayuan.resources.rosters.rules.certificates import Asked, lacking
from dayuan.resources.rosters.rules.days import month_of
from dayuan.resources.rosters.rules.hours import Night, Terms
from dayuan.resources.rosters.rules.swaps import Exchange, Party, Stint
from dayuan.resources.rosters.states import OPEN_SWAP

#: What a swap is called wherever something hangs on it.
SWAP_KIND = "rosters.swap"
#: So many stand in one list at most.
MOST = 50
#: How far around a duty others are looked at: what is given in exchange lies two weeks away at
#: most, and has its week around it too.
AROUND = timedelta(days=22)
#: A duty of the colleague that is offered in exchange lies so near.
NEAR = timedelta(days=14)
#: Whoever does not stand there any more is refused by the post, not by the calendar.
_ALWAYS = Period(date(1900, 1, 1))
_WITH = ("duty__person", "other", "asked_by", "colleague")


def swaps_visible_to(actor: Actor) -> QuerySet[Swap]:
    """Return the swaps somebody may know of: one's own, and what one decides on."""
    permissions.require(actor, deciding.ASK)
    mine = Q(asked_by_id=actor.person_id or 0) | Q(colleague_id=actor.person_id or 0)
    return Swap.objects.filter(mine | _decided_by(actor), site_id=actor.site_id)


def swap_for(actor: Actor, swap_id: int) -> Swap:
    """Return one swap; what somebody may not know of does not exist for him."""
    found = swaps_visible_to(actor).filter(pk=swap_id).select_related(*_WITH).first()
    if found is None:
        raise Refused(hidden=True)
    return found


def seen(actor: Actor, swap_ids: Collection[int]) -> set[int]:
    """Return those of these that the actor may know of."""
    rows = rows_for_owners(actor).filter(pk__in=swap_ids)
    return set(rows.values_list("pk", flat=True))


def rows_for_owners(actor: Actor) -> QuerySet[Swap]:
    """Return them for what hangs on swaps: none where somebody asks for none."""
    return swaps_visible_to(actor) if actor.holds(deciding.ASK) else Swap.objects.none()


def swap_told(swap_id: int) -> Swap:
    """Return a swap that somebody is told of; whom, is asked of it."""
    return Swap.objects.select_related(*_WITH).get(pk=swap_id)


def _decided_by(actor: Actor) -> Q:
    """Return the condition on swaps that the actor may have to decide on."""
    if not actor.holds(deciding.DECIDE):
        return Q(pk__in=[])
    plan = sites.plan_of(actor.site_id)
    own = set(deciding.able(plan, actor.posts) or actor.posts)
    posts = set(deciding.led(plan, own))
    for group in plan.handbook.shift_plans.values():
        for line in group.swaps:
            if own.intersection(line.approved_by):
                posts.update(line.posts or group.posts)
    return Q(duty__post__in=sorted(posts))


def own_swaps(actor: Actor, *, now: datetime) -> list[Swap]:
    """Return one's swaps of duties to come: those that are open, and the answers one got."""
    me = actor.person_id or 0
    mine = Q(asked_by_id=me) | Q(colleague_id=me, state__in=OPEN_SWAP)
    rows = swaps_visible_to(actor).filter(mine, duty__start__gt=now).exclude(state="withdrawn")
    return list(rows.select_related(*_WITH).order_by("duty__start", "pk")[:MOST])


def swaps_to_decide(actor: Actor, *, now: datetime) -> list[Swap]:
    """Return the swaps that wait for this actor, the first duty first."""
    me = actor.person_id or 0
    rows = swaps_visible_to(actor).exclude(asked_by_id=me).exclude(colleague_id=me)
    rows = rows.filter(state="agreed", duty__start__gt=now).select_related(*_WITH)
    return list(rows.order_by("duty__start", "pk")[:MOST])


def asked_already(duty_id: int) -> bool:
    """Tell whether somebody is asked about a duty by now, or gives it in exchange."""
    open_ones = Swap.objects.filter(state__in=OPEN_SWAP)
    return open_ones.filter(Q(duty_id=duty_id) | Q(other_id=duty_id)).exists()


# --- what stands around a duty --------------------------------------------------------------


@dataclass(frozen=True)
class Surroundings:
    """Everything around a duty that a swap of it may meet, for all colleagues at once."""

    duty: Duty
    plan: Compiled
    names: Mapping[int, str]
    duties: Mapping[int, tuple[Duty, ...]]
    away: Mapping[int, tuple[Period[date], ...]]
    held: tuple[Appointment, ...]
    calendar: WorkCalendar
    night: Night | None
    there: Mapping[int, Period[date]]
    asked: tuple[Asked, ...] = ()

    @property
    def colleagues(self) -> list[int]:
        """Return who could stand in at all, in the order of names."""
        return [pk for pk in self.names if pk != self.duty.person_id]

    def offers_of(self, colleague_id: int, *, now: datetime) -> list[Duty]:
        """Return the duties that a colleague might give in exchange."""
        return [
            one
            for one in self.duties.get(colleague_id, ())
            if one.start > now and abs(one.start - self.duty.start) <= NEAR
        ]

    def exchange(self, colleague_id: int, other: Duty | None, *, at: datetime) -> Exchange:
        """Return the swap as it would be."""
        duty = self.duty
        return Exchange(
            giver=self._party(duty.person_id, gives=duty, gains=other),
            taker=self._party(colleague_id, gives=other, gains=duty),
            at=at,
            groups=self._groups,
            alternates=self._alternates,
            calendar=self.calendar,
            night=self.night,
            leaders=self._leaders,
            beside=self._beside(duty, other),
        )

    def problems(self, colleague_id: int, other: Duty | None, *, at: datetime) -> Problems:
        """Return everything against the swap, and what should be seen before it."""
        return swaps.obstacles(self.exchange(colleague_id, other, at=at))

    @cached_property
    def _groups(self) -> Mapping[str, ShiftPlan]:
        return groups(self.plan)

    @cached_property
    def _alternates(self) -> Mapping[str, tuple[str, ...]]:
        return {post: self.plan.alternates(post) for post in self.plan.handbook.posts}

    def _party(self, person: int, *, gives: Duty | None, gains: Duty | None) -> Party:
        given = gives.pk if gives else None
        return Party(
            person=person,
            name=self.names.get(person, ""),
            gives=stint(gives) if gives else None,
            gains=stint(gains) if gains else None,
            others=tuple(one for pk, one in self._stints.get(person, ()) if pk != given),
            away=self.away.get(person, ()),
            posts=self._posts(person, gains.day) if gains else frozenset(),
            lacks=lacking(self.asked, person, gains.post, gains.day) if gains else (),
            there=self.there.get(person, _ALWAYS),
        )

    @cached_property
    def _stints(self) -> Mapping[int, tuple[tuple[int, Stint], ...]]:
        """Return everybody's duties as the rules see them, by the duty's number."""
        return {
            person: tuple((one.pk, replace(stint(one), noted=stint_of(one))) for one in rows)
            for person, rows in self.duties.items()
        }

    def _posts(self, person: int, day: date) -> frozenset[str]:
        return frozenset(
            one.post
            for one in self.held
            if one.person_id == person and one.kind != Kind.ROLE and _in_force(one, day)
        )

    @cached_property
    def _leaders(self) -> frozenset[int]:
        """Return who may lead a shift of the duty's group on its day."""
        group = self._groups.get(self.duty.post)
        if group is None or group.leader is None:
            return frozenset()
        role = self.plan.handbook.roles.get(group.leader)
        day = self.duty.day
        held = [one for one in self.held if _in_force(one, day)]
        if role is None:
            return frozenset(one.person_id for one in held if one.post == group.leader)
        if role.headcount is None:
            return frozenset(one.person_id for one in held if one.post in role.held_by)
        return frozenset(one.person_id for one in held if one.role == group.leader)

    def _beside(self, duty: Duty, other: Duty | None) -> tuple[tuple[int, Stint], ...]:
        """Return who else of the group is on duty while one of the two is."""
        group = self._groups.get(duty.post)
        posts = set(group.posts) if group else set()
        given = {one.pk: stint(one) for one in (duty, other) if one is not None}
        return tuple(
            (person, one)
            for person, rows in self._stints.items()
            for pk, one in rows
            if one.post in posts and pk not in given and any(one.meets(d) for d in given.values())
        )


def around(duty: Duty) -> Surroundings:
    """Read what stands around a duty, in four questions."""
    plan, calendar = sites.plan_of(duty.site_id), sites.calendar(duty.site_id)
    rows, have = certificates.held_since(duty.site_id, plan.handbook.posts, duty.day - AROUND)
    held = tuple(rows)
    able = {duty.post, *plan.alternates(duty.post)}
    persons = people.in_order(
        [
            duty.person,
            *(
                one.person
                for one in held
                if one.post in able and one.kind != Kind.ROLE and _in_force(one, duty.day)
            ),
        ]
    )
    window, ids = _window(duty, plan), {one.pk for one in persons}
    night = night_rule(plan)
    return Surroundings(
        duty=duty,
        plan=plan,
        names={one.pk: one.name for one in persons},
        duties=_duties(duty, ids, window, plan),
        away=leave.away(duty.site_id, ids, window),
        held=held,
        calendar=calendar,
        night=night.night if night else None,
        there={one.pk: there_of(one) for one in persons},
        asked=certificates.asked_of(duty.site_id, plan.handbook.posts, have),
    )


def _window(duty: Duty, plan: Compiled) -> Period[date]:
    """Return the days whose hours count for a duty or for one given in exchange."""
    months = [month_of(duty.day - NEAR), month_of(duty.day + NEAR)]
    terms = [Terms.of(one) for one in plan.handbook.shift_plans.values()]
    firsts = [hours.reaches_back(one.period, month) for one in terms for month in months]
    last = max(month.end or duty.day for month in months)
    return Period(min([months[0].start, duty.day - AROUND, *firsts]), max(last, duty.day + AROUND))


def _duties(
    duty: Duty, ids: set[int], window: Period[date], plan: Compiled
) -> dict[int, tuple[Duty, ...]]:
    """Return what those who could stand in have in a time, and the group close to the duty."""
    group = groups(plan).get(duty.post)
    near = Q(
        post__in=list(group.posts) if group else [],
        day__gt=duty.day - AROUND,
        day__lt=duty.day + AROUND,
    )
    rows = Duty.objects.filter(
        Q(person__in=ids) | near,
        site_id=duty.site_id,
        day__gte=window.start,
        day__lt=window.end,
        cancelled_at__isnull=True,
    ).select_related("attendance")
    found: dict[int, list[Duty]] = {}
    for one in rows.order_by("start", "pk"):
        found.setdefault(one.person_id, []).append(one)
    return {person: tuple(rows) for person, rows in found.items()}


def groups(plan: Compiled) -> dict[str, ShiftPlan]:
    """Return the shift plan of each post that has one."""
    plans = plan.handbook.shift_plans.values()
    return {post: one for one in plans for post in one.posts}


def stint(duty: Duty) -> Stint:
    """Return a duty as the rules see it, planned."""
    return Stint(duty.post, duty.day, duty.start, duty.end)


def _in_force(one: Appointment, day: date) -> bool:
    return one.start <= day and (one.end is None or day < one.end)


# --- asking, answering, deciding --------------------------------------------------------------


def own_duty(actor: Actor, duty_id: int) -> Duty:
    """Return one's own duty; there is no other that one could give away."""
    found = duties.get_for(actor, duty_id)
    if found.person_id != actor.person_id:
        raise Refused(hidden=True)
    return found


@dataclass(frozen=True, slots=True)
class Judged:
    """How a swap stands: what is against it, the line of the table it goes by, what it costs."""

    problems: Problems
    line: SwapRule | None
    costs: Problems = ()

    @property
    def at_once(self) -> bool:
        """Tell whether both wanting it is enough: by the table, and at nobody's cost."""
        return self.line is not None and self.line.at_once and not self.costs


def judged(swap: Swap, *, at: datetime) -> Judged:
    """Return how a swap that was asked for stands now."""
    found = around(swap.duty)
    exchange = found.exchange(swap.colleague_id, swap.other, at=at)
    line = swaps.rule_of(exchange)
    if is_gone(swap):
        return Judged((swaps.GONE,), line)
    return Judged(swaps.obstacles(exchange), line, swaps.costs(exchange))


def is_gone(swap: Swap) -> bool:
    """Tell whether a duty of it was cancelled, or belongs to somebody else by now."""
    owners = [(swap.duty, swap.asked_by_id)]
    owners += [(swap.other, swap.colleague_id)] if swap.other else []
    return any(duty.cancelled_at or duty.person_id != person for duty, person in owners)


def decide_problems(swap: Swap, line: SwapRule | None, actor: Actor) -> Problems:
    """Return why this actor does not decide on a swap."""
    plan = sites.plan_of(swap.site_id)
    named = deciding.able(plan, line.approved_by if line else ())
    own = deciding.able(plan, actor.posts) or actor.posts
    theirs = not set(named).isdisjoint(actor.posts)
    leads = swap.duty.post in deciding.led(plan, own)
    return swaps.decide_problems(
        mine=actor.person_id in (swap.asked_by_id, swap.colleague_id),
        named=theirs if named else leads,
        line=line,
    )


def deciders_of_swap(swap: Swap, *, on: date) -> list[int]:
    """Return who is asked to decide: the nearest of those who may, neither of the two."""
    line = judged(swap, at=swap.asked_at).line
    return leave.nearest_people(
        swap.site_id,
        {swap.duty.post},
        line.approved_by if line else (),
        but={swap.asked_by_id, swap.colleague_id},
        on=on,
    )


def hold_still(person_ids: Collection[int]) -> None:
    """Let nobody else change the duties of these people until the command is over."""
    people.hold_still(person_ids)
