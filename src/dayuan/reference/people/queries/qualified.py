"""Who has which certificate when, who may know of it, and what is missing today."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from dayuan.handbook.schema import Handbook
from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Refused
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.reference.people import certifying
from dayuan.reference.people.certifying import Standing, State
from dayuan.reference.people.models import Certificate, Kind, Person
from dayuan.reference.people.qualifying import Held, Wanted, wanted
from dayuan.reference.people.queries.persons import staff_of, who_hold
from dayuan.reference.sites import queries as sites

#: What a certificate is called wherever something hangs on it.
CERTIFICATE_KIND = "people.certificate"
MANAGE = "people.person.manage"
#: So many of somebody are shown: one has a handful.
MOST = 40
#: So many lines of who lacks what are given at once.
LINES = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody's posts ask for a qualification, and how he stands to it."""

    person: Person
    posts: tuple[str, ...]
    wanted: Wanted
    standing: Standing


def certificates(site_id: int, person_ids: Collection[int]) -> dict[int, tuple[Held, ...]]:
    """Return what these people of a site have, by person; one question."""
    rows = Certificate.objects.filter(
        site_id=site_id, person_id__in=list(person_ids), withdrawn_at__isnull=True
    )
    found: dict[int, list[Held]] = defaultdict(list)
    for person, kind, since, until in rows.values_list("person_id", "kind", "since", "until"):
        found[person].append(Held(kind, Period(since, until)))
    return {person: tuple(held) for person, held in found.items()}


def certificates_visible_to(actor: Actor) -> QuerySet[Certificate]:
    """Return the certificates somebody may know of: one's own; of all, who manages people."""
    rows = Certificate.objects.filter(site_id=actor.site_id)
    if actor.is_system:
        return rows
    if actor.side != "staff":
        return rows.none()
    return rows if actor.holds(MANAGE) else rows.filter(person_id=actor.person_id or 0)


def certificate_for(actor: Actor, certificate_id: int) -> Certificate:
    """Return one certificate; what somebody may not know of does not exist for him."""
    rows = certificates_visible_to(actor).select_related("person")
    found = rows.filter(pk=certificate_id).first()
    if found is None:
        raise Refused(hidden=True)
    return found


def seen(actor: Actor, certificate_ids: Collection[int]) -> set[int]:
    """Return those of these that the actor may know of: the door for the log and notices."""
    rows = certificates_visible_to(actor).filter(pk__in=certificate_ids)
    return set(rows.values_list("pk", flat=True))


def certificates_of(actor: Actor, person_id: int) -> list[Certificate]:
    """Return what somebody has and had, the newest first, as far as the actor may know of it."""
    rows = certificates_visible_to(actor).filter(person_id=person_id, withdrawn_at__isnull=True)
    return list(rows.order_by("-since", "-pk")[:MOST])


def wanted_of(plan: Handbook, posts: Iterable[str]) -> list[Wanted]:
    """Return what these posts ask for, in the order of the plan."""
    held = set(posts)
    return [one for one in wanted(plan) if one.posts & held]


def asked_of_staff(actor: Actor, *, on: date) -> list[Asked]:
    """Return what the posts held on a day ask of everybody, the most urgent first.

    Three questions, however many people there are.
    """
    permissions.require(actor, MANAGE)
    plan = sites.plan_of(actor.site_id).handbook
    people = staff_of(actor.site_id, on=on)
    have = certificates(actor.site_id, [one.pk for one in people])
    found = [
        asked for person in people for asked in _asked_of(person, plan, have.get(person.pk, ()), on)
    ]
    order = list(State)
    return sorted(
        found, key=lambda one: (order.index(one.standing.state), one.standing.until or date.max)
    )


def of_kind(found: Iterable[Asked], kind: str, *, valid: bool) -> list[Asked]:
    """Return those of a kind, of every kind without one; the ``valid`` ones too if asked for."""
    lines = (one for one in found if kind in {"", one.wanted.code})
    return [one for one in lines if valid or one.standing.state != State.VALID]


def to_remind_of(*, now: datetime, most: int) -> dict[int, int]:
    """Return the certificates that somebody is to be told of now, each with its site.

    Not where the next one is noted already, nor of somebody who has left.
    """
    found: dict[int, int] = {}
    for site_id in sites.all_ids():
        today = sites.today(site_id, now)
        for kind, days in certifying.reminders(sites.plan_of(site_id).handbook).items():
            rows = _ending(site_id, kind, today + timedelta(days=days), today)
            ids = rows.order_by("until", "pk").values_list("pk", flat=True)[:most]
            found.update(dict.fromkeys(ids, site_id))
    return found


def reminded(certificate_id: int, now: datetime) -> list[int]:
    """Return who hears that a certificate runs out: its person, and who manages people now."""
    found = Certificate.objects.filter(pk=certificate_id, withdrawn_at__isnull=True).first()
    if found is None:
        return []
    holding = sites.plan_of(found.site_id).holding(MANAGE)
    posts = holding.posts if holding else ()
    rows = who_hold(found.site_id, posts, sites.today(found.site_id, now))
    return [found.person_id, *rows.values_list("person_id", flat=True)]


def _ending(site_id: int, kind: str, last: date, today: date) -> QuerySet[Certificate]:
    here = Q(person__left__isnull=True) | Q(person__left__gt=today)
    goes_on = Q(until__isnull=True) | Q(until__gt=OuterRef("until"))
    in_time = Q(since__lte=OuterRef("until")) | Q(since__lte=today)
    later = Certificate.objects.filter(
        goes_on, in_time, person=OuterRef("person"), kind=kind, withdrawn_at__isnull=True
    )
    rows = Certificate.objects.filter(
        here, site_id=site_id, kind=kind, until__lte=last, withdrawn_at__isnull=True,
        reminded_at__isnull=True,
    )  # fmt: skip
    return rows.filter(~Exists(later))


def _asked_of(person: Person, plan: Handbook, held: Collection[Held], on: date) -> Iterator[Asked]:
    posts = _posts(person)
    for one in wanted_of(plan, posts):
        asking = tuple(post for post in posts if post in one.posts)
        yield Asked(person, asking, one, _standing(plan, one, held, on))


def _standing(plan: Handbook, one: Wanted, held: Iterable[Held], on: date) -> Standing:
    periods = [each.period for each in held if each.kind == one.code]
    return certifying.standing(periods, on, plan.qualifications[one.code].remind)


def _posts(person: Person) -> list[str]:
    """Return the posts that somebody read by ``staff_of`` holds."""
    rows = getattr(person, "now_holding", ())
    return list(dict.fromkeys(row.post for row in rows if row.kind != Kind.ROLE))
