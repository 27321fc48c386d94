"""Who is named as needing to know a case, in words, and who may be named."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dayuan.kernel.problems import Problems
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.reference.people import queries as people
from dayuan.reference.sites import queries as sites
from dayuan.work import knowing, queries
from dayuan.work.models import Case, CaseMember
from dayuan.work.states import IN_HAND, OPEN


@dataclass(frozen=True, slots=True)
class Knower:
    """Somebody named as needing to know a case, in words; and why he cannot be taken off."""

    key: str
    name: Text
    since: datetime
    added_by: str
    problems: Problems


def knowers(case: Case, actor: Actor) -> list[Knower]:
    """Return who is named as needing to know a case, in three queries."""
    rows = list(CaseMember.objects.filter(case=case).order_by("since", "pk"))
    names = people.names_of_keys({key for row in rows for key in (row.key, row.added_by)})
    titles = {row.key: _title_of(case, row.key, names) for row in rows}
    works = open_works(case)
    return [
        Knower(
            row.key,
            titles[row.key],
            row.since,
            names.get(row.added_by, ""),
            knowing.removal_problems(
                row.key, members=titles, works=works, mine=_losing(case, actor), titles=titles
            ),
        )
        for row in rows
    ]


def removal_problems(case: Case, key: str, actor: Actor) -> Problems:
    """Return why this member may not be taken off now."""
    members = set(CaseMember.objects.filter(case=case).values_list("key", flat=True))
    # A key out of an address is nobody's until it is found among the members.
    titles = {key: name_of_member(case, key)} if key in members else {}
    return knowing.removal_problems(
        key, members=members, works=open_works(case), mine=_losing(case, actor), titles=titles
    )


def name_of_member(case: Case, key: str) -> Text:
    """Return how a member is called: a post's title, a person's name."""
    return _title_of(case, key, people.names_of_keys([key]))


def open_works(case: Case) -> list[knowing.Work]:
    """Return the open work of a case, with the keys by which its posts know of it."""
    tasks = [task for task in queries.tasks_of(case) if task.state in OPEN]
    keys = people.keys_of_posts(case.site_id, {task.post for task in tasks})
    return [
        knowing.Work(
            title=queries.step_of(task).title.text,
            post=queries.plan_of(case).post_title(task.post),
            keys=keys[task.post],
            person=f"person:{task.person_id}" if task.state in IN_HAND else "",
        )
        for task in tasks
    ]


def may_be_named(site_id: int, *, at: datetime) -> dict[str, Text]:
    """Return who may be named as needing to know: every post, and everybody employed."""
    plan = sites.plan_of(site_id)
    posts = {f"post:{code}": post.title.text for code, post in plan.handbook.posts.items()}
    staff = people.staff_names(site_id, on=sites.today(site_id, at))
    return posts | {f"person:{pk}": Text(name, name) for pk, name in staff.items()}


def _losing(case: Case, actor: Actor) -> frozenset[str]:
    """Return the keys without which the actor would no longer know of a case."""
    by_all = case.open_to_staff and actor.holds("work.case.view")
    return frozenset() if by_all else actor.keys


def _title_of(found: Case, key: str, names: Mapping[str, str]) -> Text:
    kind, _colon, code = key.partition(":")
    book = queries.plan_of(found).handbook
    if kind == "person":
        return Text(names.get(key, "已不在册"), names.get(key, "Not on the register any more"))
    if kind == "system":
        return Text("系统", "The program")
    match kind:
        case "unit" if code in book.units:
            return book.units[code].title.text
        case "role" if code in book.roles:
            return book.roles[code].title.text
        case _:
            return sites.plan_of(found.site_id).post_title(code)
