"""Turns an account into the actor it is today: keys, posts, verbs; one query for staff."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from dayuan.handbook.compiled import Compiled
from dayuan.kernel.problems import Source
from dayuan.kernel.text import Text
from dayuan.platform.access import actors
from dayuan.platform.access.actors import Actor, Via
from dayuan.reference.people import queries, rights
from dayuan.reference.people.models import Appointment, Kind, Person, Side
from dayuan.reference.plans import queries as plans
from dayuan.reference.sites import queries as sites


def resolve(account_id: int, *, at: datetime, via: Via) -> Actor | None:
    """Return who this account is at an instant, or ``None`` where it is nobody (any more)."""
    near = queries.held_by_account(account_id, around=at.date())
    person = near[0].person if near else queries.of_account(account_id)
    if person is None:
        return None
    sites.remember(person.site)
    today = at.astimezone(ZoneInfo(person.site.time_zone)).date()
    if person.joined > today or (person.left and person.left <= today):
        return None
    plan = plans.compiled(person.site.revision_id)
    read = {name: getattr(near[0] if near else person, name) for name in actors.beside}
    if person.side == Side.LIAISON:
        return replace(_liaison(person, plan, via, at=at), read=read)
    held = [row for row in near if row.start <= today and (row.end is None or today < row.end)]
    return replace(_staff(person, plan, held, via, at=at), read=read) if held else None


def who_may(verb: str, *, site_id: int) -> tuple[Text, Source] | None:
    """Return the titles of those who hold a verb at a site, and the grant's source."""
    if not site_id:
        return None
    return rights.holders_of_verb(sites.plan_of(site_id).handbook, verb)


def _staff(
    person: Person, plan: Compiled, held: list[Appointment], via: Via, *, at: datetime
) -> Actor:
    posts = tuple(dict.fromkeys(a.post for a in _in_order(held) if a.kind != Kind.ROLE))
    granted = rights.rights_in(plan)
    roles = granted.implied_roles(posts) | {a.role for a in held if a.role}
    main = plan.handbook.posts.get(posts[0]) if posts else None
    return Actor(
        site_id=person.site_id,
        name=person.name,
        side="staff",
        account_id=person.account_id,
        person_id=person.pk,
        keys=frozenset(
            {
                f"person:{person.pk}",
                *rights.keys_of(plan, posts),
                *(f"role:{code}" for code in roles),
            }
        ),
        verbs=granted.of_staff(posts, roles),
        posts=posts,
        unit=main.unit if main else "",
        via=via,
        title=_title(plan, posts),
        as_of=at,
    )


def _liaison(person: Person, plan: Compiled, via: Via, *, at: datetime) -> Actor:
    party = plan.handbook.parties.get(person.unit)
    return Actor(
        site_id=person.site_id,
        name=person.name,
        side="liaison",
        account_id=person.account_id,
        person_id=person.pk,
        keys=frozenset({f"person:{person.pk}", f"unit:{person.unit}"}),
        verbs=rights.rights_in(plan).of_party(person.unit),
        unit=person.unit,
        via=via,
        title=party.title.text if party else Text(person.unit, person.unit),
        as_of=at,
    )


def _in_order(held: list[Appointment]) -> list[Appointment]:
    """Return appointments with the main one first."""
    return sorted(held, key=lambda a: (a.kind != Kind.MAIN, a.start, a.pk))


def _title(plan: Compiled, posts: tuple[str, ...]) -> Text:
    if not posts:
        return Text("无岗位", "No post")
    titles = [plan.post_title(code) for code in posts]
    return Text(
        "、".join(t.in_language("zh") for t in titles),
        ", ".join(t.in_language("en") for t in titles),
    )
