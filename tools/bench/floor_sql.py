"""The questions of the floors, in SQL by hand, on both databases."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection

from dayuan.reference.people import rights
from dayuan.reference.plans import queries as plans
from dayuan.reference.sites.models import Site

#: The id of the person behind an actor's key of the log.
PERSON_OF_KEY = (
    "CASE WHEN h.actor_key LIKE 'person:%%' THEN CAST(substr(h.actor_key, 8) AS bigint) END"
)


@dataclass(frozen=True, slots=True)
class Who:
    """Who is signed in, as far as the floors need it."""

    account: int
    person: int
    site: int
    name: str
    side: str
    unit: str
    posts: tuple[str, ...]
    keys: tuple[str, ...]
    verbs: frozenset[str]


def ask(question: str, given: list[Any]) -> list[tuple[Any, ...]]:
    """Ask the database and return every row."""
    with connection.cursor() as cursor:
        cursor.execute(question, given)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def who(account: str | None, now: datetime) -> Who | None:
    """Return who an account is: one question, and the rights of the posts from memory."""
    rows = ask(
        "SELECT p.id, p.site_id, p.name, p.side, p.unit, a.post, a.role, a.kind"
        " FROM accounts_account c JOIN people_person p ON p.account_id = c.id"
        " LEFT JOIN people_appointment a ON a.person_id = p.id AND a.start <= %s"
        ' AND (a."end" IS NULL OR a."end" > %s) WHERE c.id = %s AND c.is_active',
        [now.date(), now.date(), int(account or 0)],
    )
    if not rows:
        return None
    person, site, name, side, unit = rows[0][:5]
    posts = tuple(dict.fromkeys(row[5] for row in rows if row[5] and row[7] != "role"))
    roles = frozenset(row[6] for row in rows if row[6])
    keys: tuple[str, ...]
    if side == "liaison":
        keys, verbs = (f"unit:{unit}",), _of_party(site, unit)
    else:
        keys, verbs = _of_posts(site, posts, roles)
    return Who(
        int(account or 0), person, site, name, side, unit, posts, (*keys, f"person:{person}"), verbs
    )


@cache
def _of_posts(
    site: int, posts: tuple[str, ...], roles: frozenset[str]
) -> tuple[tuple[str, ...], frozenset[str]]:
    plan = plans.compiled(Site.objects.get(pk=site).revision_id)
    granted = rights.rights_in(plan)
    all_roles = granted.implied_roles(posts) | roles
    units = {plan.handbook.posts[post].unit for post in posts}
    keys = (
        *(f"post:{one}" for one in posts),
        *(f"role:{one}" for one in all_roles),
        *(f"unit:{one}" for one in units),
    )
    return keys, granted.of_staff(posts, all_roles)


@cache
def _of_party(site: int, unit: str) -> frozenset[str]:
    plan = plans.compiled(Site.objects.get(pk=site).revision_id)
    return rights.rights_in(plan).of_party(unit)


@cache
def title(post: str) -> str:
    """Return what a post is called."""
    plan = plans.compiled(Site.objects.get().revision_id)
    return plan.post_title(post).in_language("zh")


def door(who: Who) -> tuple[str, list[Any]]:
    """Return the condition on a case ``c`` that this person may know of it."""
    if who.side == "liaison":
        return "c.unit = %s", [who.unit]
    marks = ", ".join(["%s"] * len(who.keys))
    named = (
        f"EXISTS (SELECT 1 FROM work_casemember m WHERE m.case_id = c.id AND m.key IN ({marks}))"
    )
    return f"(c.open_to_staff OR {named})", [*who.keys]


def bell(who: Who) -> int:
    """Return how many notices about visible cases wait, up to eighteen."""
    condition, given = door(who)
    return len(
        ask(
            "SELECT n.id FROM notices_notice n JOIN work_case c ON c.id = n.owner_id"
            " AND n.owner_kind = 'work.case' WHERE n.site_id = %s AND n.person_id = %s"
            f" AND n.read_at IS NULL AND {condition} ORDER BY n.id DESC LIMIT 18",
            [who.site, who.person, *given],
        )
    )
