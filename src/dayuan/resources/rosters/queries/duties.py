"""Who is on duty: the list of a day, and the answer for a post at an instant."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Refused, Source
from dayuan.kernel.text import Text
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.reference.people import queries as people
from dayuan.reference.people.queries import Person
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import rules, standing
from dayuan.resources.rosters.models import Duty
from dayuan.resources.rosters.queries import following
from dayuan.resources.rosters.rules import Holding


def visible_to(actor: Actor) -> QuerySet[Duty]:
    """Return the duties the actor may see: the site's, with the verb to see them."""
    permissions.require(actor, "rosters.duty.view")
    return Duty.objects.filter(site_id=actor.site_id)


def get_for(actor: Actor, duty_id: int) -> Duty:
    """Return one duty; another site's does not exist for the actor."""
    rows = visible_to(actor).filter(pk=duty_id)
    found = rows.select_related("person", "attendance", "given_up").first()
    if found is None:
        raise Refused(hidden=True)
    return found


def seen(actor: Actor, duty_ids: Collection[int]) -> set[int]:
    """Return those of these duties that the actor may see now, in one query."""
    if not actor.holds("rosters.duty.view"):
        return set()
    return set(visible_to(actor).filter(pk__in=duty_ids).values_list("pk", flat=True))


def is_given_up(duty: Duty) -> bool:
    """Tell whether somebody else stands in for a duty, or it was left open."""
    return getattr(duty, "given_up", None) is not None


def of_day(actor: Actor, day: date) -> list[Duty]:
    """Return a day's duties with their persons, by post and time; one query."""
    rows = visible_to(actor).filter(day=day, cancelled_at__isnull=True)
    return list(rows.select_related("person").order_by("post", "start", "pk"))


def holding(site_id: int, post: str, at: datetime) -> Holding[Person]:
    """Return who answers for a post at an instant: duty list, holders, alternates, nobody."""
    return holdings(site_id, [post], at)[post]


#: The same under the name people say.
on_duty = holding


def holdings(site_id: int, posts: Iterable[str], at: datetime) -> dict[str, Holding[Person]]:
    """Return who answers for each post, in a number of queries that does not grow."""
    wanted = list(dict.fromkeys(posts))
    plan = sites.plan_of(site_id)
    alternates = {post: plan.alternates(post) for post in wanted}
    asked = set(wanted).union(*alternates.values())
    may_stand = {post: {post, *plan.alternates(post)} for post in asked}
    today = sites.today(site_id, at)
    appointed = people.holders_of_many(site_id, set().union(*may_stand.values()), today)
    present, listed, missing = _list_at(site_id, asked, at, today)
    for post, persons in present.items():
        # Whoever lost the appointment since the list was written is not on duty any more.
        able = {person.pk for code in may_stand[post] for person in appointed[code]}
        persons[:] = [person for person in persons if person.pk in able]
    held = (
        rules.held(
            post,
            alternates=alternates[post],
            on_duty=present,
            listed=listed,
            appointed=appointed,
        )
        for post in wanted
    )
    return {
        one.post: replace(one, missing=tuple(p for p in one.persons if (p, one.through) in missing))
        for one in held
    }


def standing_in(actor: Actor) -> dict[str, standing.Answers]:
    """Return the posts the actor is an alternate of, each with "he answers for it now".

    The same answer as :func:`holding`, as conditions that a door takes into its own
    question: knowing what a vacant post must know costs no further one.
    """
    if actor.as_of is None or actor.person_id is None:
        return {}
    return standing.conditions(
        actor.posts,
        person_id=actor.person_id,
        plan=sites.plan_of(actor.site_id),
        moment=standing.Moment(
            actor.site_id, actor.as_of, today=sites.today(actor.site_id, actor.as_of)
        ),
    )


@dataclass(frozen=True, slots=True)
class Cover:
    """How a day is covered where a clause asks for somebody round the clock."""

    title: Text
    gaps: tuple[Period[datetime], ...]
    source: Source


def own(actor: Actor, *, since: datetime, until: datetime, most: int) -> list[Duty]:
    """Return the actor's own duties that touch a time, in their order."""
    rows = visible_to(actor).filter(person_id=actor.person_id or 0, cancelled_at__isnull=True)
    return list(rows.filter(start__lt=until, end__gt=since).order_by("start", "pk")[:most])


def coming(actor: Actor, *, now: datetime, most: int) -> list[Duty]:
    """Return the actor's own duties that are not over, the next one first."""
    rows = visible_to(actor).filter(person_id=actor.person_id or 0, cancelled_at__isnull=True)
    return list(rows.filter(end__gt=now).order_by("start", "pk")[:most])


def near_day(actor: Actor, day: date) -> list[Duty]:
    """Return the duties of a day, and those of others that reach into it, in one query."""
    whole = _day(actor.site_id, day)
    reaches = Q(day=day) | Q(start__lt=whole.end, end__gt=whole.start)
    rows = visible_to(actor).filter(reaches, cancelled_at__isnull=True)
    return list(rows.select_related("person", "attendance").order_by("post", "start", "pk"))


def covers(actor: Actor, day: date, near: Iterable[Duty] | None = None) -> list[Cover]:
    """Return the stretches of a day with nobody on duty, for each clause that asks for cover.

    ``near`` are the duties around the day, where the asker has read them already.
    """
    plan = sites.plan_of(actor.site_id)
    uses = plan.uses_of("rosters.round_the_clock")
    wanted = [(plan.handbook.shift_plans[u.parameters["shift_plan"]], u.source) for u in uses]
    whole = _day(actor.site_id, day)
    posts = {p for one, _ in wanted for p in one.posts}
    duties = _real_duties(actor, posts, whole, near_day(actor, day) if near is None else near)
    return [
        Cover(
            one.title.text,
            rules.uncovered(whole, [Period(d.start, d.end) for d in duties if d.post in one.posts]),
            source,
        )
        for one, source in wanted
    ]


def _day(site_id: int, day: date) -> Period[datetime]:
    zone = sites.zone(site_id)
    start, end = (
        datetime.combine(one, time(), tzinfo=zone) for one in (day, day + timedelta(days=1))
    )
    return Period(start, end)


def _real_duties(
    actor: Actor, posts: set[str], whole: Period[datetime], near: Iterable[Duty]
) -> list[Duty]:
    """Return the duties that meet a period, of people who hold what they stand on duty for."""
    if not posts:
        return []
    rows = [one for one in near if one.post in posts]
    plan = sites.plan_of(actor.site_id)
    may_stand = {post: {post, *plan.alternates(post)} for post in posts}
    day = sites.today(actor.site_id, whole.start)
    held = people.holders_of_many(actor.site_id, set().union(*may_stand.values()), day)
    able = {post: {p.pk for code in may_stand[post] for p in held[code]} for post in posts}
    return [row for row in rows if row.person_id in able[row.post]]


def candidates(site_id: int, post: str, day: date) -> list[Person]:
    """Return who may be put on duty for a post on a day: its holders, then the alternates'."""
    codes = [post, *sites.plan_of(site_id).alternates(post)]
    found = people.holders_of_many(site_id, codes, day)
    return list(dict.fromkeys(person for code in codes for person in found[code]))


def day_of(site_id: int, at: datetime) -> date:
    """Return the site's day an instant belongs to."""
    return sites.today(site_id, at)


def zone_of(site_id: int) -> ZoneInfo:
    """Return the site's time zone."""
    return sites.zone(site_id)


def _list_at(
    site_id: int, posts: set[str], at: datetime, today: date
) -> tuple[dict[str, list[Person]], frozenset[str], set[tuple[Person, str]]]:
    """Return who the list names for this instant, which posts have a list, who is not yet there."""
    moment = standing.Moment(site_id, at, today=today)
    rows = moment.listed(posts).select_related("person", "attendance").order_by("start", "pk")
    present: dict[str, list[Person]] = {}
    missing, after = set(), following.after_of(site_id)
    for row in rows:
        if moment.is_present(row):
            present.setdefault(row.post, []).append(row.person)
            if following.is_missing(row, after, at=at):
                missing.add((row.person, row.post))
    return present, frozenset(row.post for row in rows), missing
