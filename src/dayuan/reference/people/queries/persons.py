"""The doors to people, who holds what, and names."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from fractions import Fraction

from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Concat

from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Refused
from dayuan.platform.access import actors
from dayuan.platform.access.actors import Actor
from dayuan.platform.access.prepared import Given, Prepared
from dayuan.reference.people import rights
from dayuan.reference.people.models import Appointment, Kind, Person, Side
from dayuan.reference.sites import queries as sites

_HOLDING = (Kind.MAIN, Kind.CONCURRENT, Kind.ACTING)


def visible_to(actor: Actor) -> QuerySet[Person]:
    """Return whom the actor may know of: the site's people, for a liaison his own party's."""
    people = Person.objects.filter(site_id=actor.site_id)
    if actor.side == "liaison":
        return people.filter(side=Side.LIAISON, unit=actor.unit)
    return people


def get_for(actor: Actor, person_id: int) -> Person:
    """Return a person; one the actor may not know of does not exist for him."""
    found = visible_to(actor).filter(pk=person_id).select_related("account").first()
    if found is None:
        raise Refused(hidden=True)
    return found


def for_the_index(ids: Collection[int]) -> "QuerySet[Person]":
    """Return these people, hidden ones too: what they are found by, behind the door of search."""
    return Person.objects.filter(pk__in=list(ids))


def ids_after(last: int, most: int) -> list[int]:
    """Return the ids of the people that came after one, in order, whoever may see them."""
    rows = Person.objects.filter(pk__gt=last).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:most])


def by_number(actor: Actor, numbers: Collection[str]) -> dict[str, Person]:
    """Return whom the actor may know of by these staff numbers, each in its one spelling."""
    rows = visible_to(actor).filter(staff_number__in=list(numbers))
    return {row.staff_number: row for row in rows}


def appointment_for(actor: Actor, appointment_id: int) -> Appointment:
    """Return an appointment of a person the actor may know of."""
    found = (
        Appointment.objects.filter(pk=appointment_id, person__in=visible_to(actor))
        .select_related("person")
        .first()
    )
    if found is None:
        raise Refused(hidden=True)
    return found


def in_force(on: date) -> Q:
    """Return the condition that an appointment is in force on a day."""
    return Q(start__lte=on) & (Q(end__isnull=True) | Q(end__gt=on))


def matching(people: QuerySet[Person], text: str) -> QuerySet[Person]:
    """Return those who have every word typed in the name or the staff number."""
    for word in text.split()[:8]:
        people = people.filter(Q(name__icontains=word) | Q(staff_number__icontains=word))
    return people


def holdings_of(people: Iterable[Person], *, on: date) -> dict[int, list[Appointment]]:
    """Return what each of these people holds on a day, by the person's id; one query."""
    found: dict[int, list[Appointment]] = {one.pk: [] for one in people}
    rows = Appointment.objects.filter(in_force(on), person__in=list(found))
    for row in rows.order_by("start", "pk"):
        found[row.person_id].append(row)
    return found


def is_here(person: Person, *, on: date) -> bool:
    """Tell whether somebody belongs to the house on a day."""
    return person.joined <= on and (person.left is None or on < person.left)


def staff_of(site_id: int, *, on: date) -> list[Person]:
    """Return the site's staff of a day with their appointments, in two queries."""
    people = Person.objects.filter(present(on), site_id=site_id, side=Side.STAFF)
    return list(people.prefetch_related(_appointments_on(on)).order_by("name_key", "staff_number"))


def staff_names(site_id: int, *, on: date) -> dict[int, str]:
    """Return the names of the site's staff of a day by id, in the order of names; one query."""
    rows = Person.objects.filter(present(on), site_id=site_id, side=Side.STAFF)
    return dict(rows.order_by("name_key", "staff_number").values_list("pk", "name"))


def holders(site_id: int, post: str, on: date) -> list[Person]:
    """Return who holds a post on a day, the main holders first."""
    return holders_of_many(site_id, [post], on)[post]


def holders_of_many(site_id: int, posts: Iterable[str], on: date) -> dict[str, list[Person]]:
    """Return who holds each of these posts on a day, in one query."""
    found: dict[str, list[Person]] = {post: [] for post in posts}
    rows = _held(site_id, on).filter(post__in=list(found))
    for row in sorted(rows, key=_main_first):
        if row.person not in found[row.post]:
            found[row.post].append(row.person)
    return found


def held_as(
    site_id: int, posts: Iterable[str], on: date, *, role: str = ""
) -> dict[str, list[int]]:
    """Return the ids of those who hold each post on a day, or fill a role there; one query."""
    found: dict[str, list[int]] = {post: [] for post in posts}
    rows = seated(site_id, on).filter(post__in=list(found), role=role).order_by("start", "pk")
    for post, person in rows.values_list("post", "person_id"):
        if person not in found[post]:
            found[post].append(person)
    return found


def seated(site_id: int, on: date) -> QuerySet[Appointment]:
    """Return the appointments of a day, those to roles too, to be asked within a question.

    An appointment to a post has no role.
    """
    return Appointment.objects.filter(in_force(on), site_id=site_id)


def who_hold(site_id: int, posts: Iterable[str], on: date) -> QuerySet[Appointment]:
    """Return the appointments to any of these posts on a day, to be asked within a question."""
    return _held(site_id, on).filter(post__in=sorted(posts)).select_related(None)


def who_held(site_id: int, posts: Iterable[str], period: Period[date]) -> QuerySet[Appointment]:
    """Return the appointments to any of these posts in a period, to be asked within a question."""
    rows = Appointment.objects.filter(site_id=site_id, post__in=sorted(posts), kind__in=_HOLDING)
    if period.end is not None:
        rows = rows.filter(start__lt=period.end)
    return rows.filter(Q(end__isnull=True) | Q(end__gt=period.start))


def main_post_in(outer: str, period: Period[date], *, what: str = "post") -> Subquery:
    """Return the main post that ``outer`` (a person's id) holds in a period, the last one.

    Or another field of that appointment, which ``what`` names.
    """
    rows = Appointment.objects.filter(person_id=OuterRef(outer), kind=Kind.MAIN)
    if period.end is not None:
        rows = rows.filter(start__lt=period.end)
    rows = rows.filter(Q(end__isnull=True) | Q(end__gt=period.start))
    return Subquery(rows.order_by("-start", "-pk").values(what)[:1])


def contract_hours(row: Appointment) -> Fraction | None:
    """Return the contract's hours a week of an appointment; none means full time."""
    return None if row.hours_a_week is None else Fraction(row.hours_a_week)


def keys_of_posts(site_id: int, posts: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return by post the keys under which its holders are named as needing to know."""
    plan = sites.plan_of(site_id)
    return {post: rights.keys_of(plan, [post]) for post in posts}


def role_holders(site_id: int, role: str, on: date) -> list[Person]:
    """Return who fills a role on a day.

    A role with a headcount is filled by those appointed to it, any other by all
    holders of its posts.
    """
    plan = sites.plan_of(site_id).handbook.roles.get(role)
    if plan is None:
        return []
    if plan.headcount is None:
        by_post = holders_of_many(site_id, plan.held_by, on)
        return list(dict.fromkeys(p for post in plan.held_by for p in by_post[post]))
    rows = Appointment.objects.filter(in_force(on), site_id=site_id, kind=Kind.ROLE, role=role)
    return [row.person for row in rows.select_related("person").order_by("start", "pk")]


def person_names(ids: Iterable[int]) -> dict[int, str]:
    """Return names by person id, in the order of names; one query."""
    rows = Person.objects.filter(pk__in=set(ids)).order_by("name_key", "staff_number")
    return dict(rows.values_list("pk", "name"))


def in_order(persons: Iterable[Person]) -> list[Person]:
    """Return people in the order of their names, each of them once."""
    once = {one.pk: one for one in persons}
    return sorted(once.values(), key=lambda one: (one.name_key, one.staff_number))


def hold_still(ids: Iterable[int]) -> None:
    """Let whoever else asks for any of these wait until the running transaction is over.

    For commands that look at what somebody has and then give more. In the order of their
    numbers, so that two who want the same people do not wait for each other. SQLite has
    one writer at a time anyway.
    """
    rows = Person.objects.select_for_update(no_key=True).filter(pk__in=set(ids))
    list(rows.order_by("pk").values_list("pk"))


def name_of(outer: str) -> Subquery:
    """Return a person's name for a query of another module whose field ``outer`` is the id."""
    return Subquery(Person.objects.filter(pk=OuterRef(outer)).values("name")[:1])


def order_of(outer: str) -> Subquery:
    """Return what a person is sorted by for a query of another module, as ``name_of`` does."""
    return Subquery(Person.objects.filter(pk=OuterRef(outer)).values("name_key")[:1])


def name_of_key(outer: str) -> Subquery:
    """Return a person's name where the field ``outer`` is an actor key such as ``person:7``.

    Nothing for keys of the program itself. For few rows: each of them looks at every person.
    """
    key = Concat(Value("person:"), Cast("pk", CharField()))
    rows = Person.objects.annotate(actor_key=key).filter(actor_key=OuterRef(outer))
    return Subquery(rows.values("name")[:1])


def names_of_keys(keys: Iterable[str]) -> dict[str, str]:
    """Return names for actor keys such as ``person:7``, in one query.

    Keys of the program itself have no name and are left out.
    """
    ids = {int(key.removeprefix("person:")) for key in keys if key.startswith("person:")}
    return {f"person:{pk}": name for pk, name in person_names(ids).items()}


def of_account(account_id: int) -> Person | None:
    """Return whose account this is, with the site and what is read ``beside`` an actor."""
    rows = Person.objects.filter(account_id=account_id).select_related("site")
    return rows.annotate(**_beside(person="pk")).first()


def _beside(*, person: str) -> dict[str, Subquery]:
    return {
        name: actors.beside[name](person=person, site="site_id") for name in sorted(actors.beside)
    }


def accounts_of(person_ids: Collection[int]) -> list[Person]:
    """Return those of these persons whose account is open, with it: for the program."""
    rows = Person.objects.filter(pk__in=list(person_ids), account__is_active=True)
    return list(rows.select_related("account"))


def held_by_account(account_id: int, *, around: date) -> list[Appointment]:
    """Return the appointments behind an account that are in force within a day of a date.

    One query, with person, site and what is read ``beside`` an actor: which day it is
    where the site lies is only known once the site is. Sorted like ``appointments_of``.
    """
    day = timedelta(days=1)
    found = _HELD.ask(account=account_id, before=around + day, after=around - day)
    return sorted(found, key=lambda row: row.end is not None)


def _held_near() -> QuerySet[Appointment]:
    before, after = (Given(name, DateField()) for name in ("before", "after"))
    near = Q(start__lte=before) & (Q(end__isnull=True) | Q(end__gt=after))
    rows = Appointment.objects.filter(near, person__account_id=Given("account", BigIntegerField()))
    found = rows.select_related("person__site").order_by("-start", "-pk")
    return found.annotate(**_beside(person="person_id"))


#: Every request begins with it.
_HELD = Prepared(_held_near)


def by_account(account_ids: Iterable[int]) -> dict[int, Person]:
    """Return whose accounts these are, in one query."""
    rows = Person.objects.filter(account_id__in=list(account_ids))
    return {row.account_id: row for row in rows if row.account_id is not None}


def appointments_of(person: Person, *, on: date | None = None) -> list[Appointment]:
    """Return a person's appointments, the newest first; with ``on`` those in force that day."""
    rows = Appointment.objects.filter(person=person)
    if on is not None:
        rows = rows.filter(in_force(on))
    return sorted(rows.order_by("-start", "-pk"), key=lambda row: row.end is not None)


def held_since(site_id: int, first: date) -> list[Appointment]:
    """Return every appointment of a site that is not over before a day, the oldest first.

    Each with its person, in one question.
    """
    open_ended = Q(end__isnull=True) | Q(end__gte=first)
    rows = Appointment.objects.filter(open_ended, site_id=site_id).select_related("person")
    return list(rows.order_by("start", "pk"))


def role_counts(site_id: int, on: date) -> dict[tuple[str, str], int]:
    """Return how many people are appointed to each (post, role) on a day."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    rows = Appointment.objects.filter(in_force(on), site_id=site_id, kind=Kind.ROLE)
    for post, role in rows.values_list("post", "role"):
        found[post, role] += 1
    return found


def _held(site_id: int, on: date) -> QuerySet[Appointment]:
    rows = Appointment.objects.filter(in_force(on), site_id=site_id, kind__in=_HOLDING)
    return rows.select_related("person")


def _main_first(row: Appointment) -> tuple[int, date, int]:
    return _HOLDING.index(Kind(row.kind)), row.start, row.pk


def present(on: date) -> Q:
    """Return the condition that somebody belongs to the house on a day."""
    return Q(joined__lte=on) & (Q(left__isnull=True) | Q(left__gt=on))


def _appointments_on(on: date) -> Prefetch[str]:
    rows = Appointment.objects.filter(in_force(on)).order_by("start", "pk")
    return Prefetch("appointments", queryset=rows, to_attr="now_holding")
