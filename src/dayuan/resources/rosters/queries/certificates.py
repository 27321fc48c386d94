"""What posts ask for before somebody stands on them, with who has it; one question at most."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from dayuan.kernel.problems import Problems
from dayuan.reference.people import queries as people
from dayuan.reference.people.queries import Appointment, Held
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters.models import Duty
from dayuan.resources.rosters.rules import certificates as rules
from dayuan.resources.rosters.rules.certificates import Asked


def asked(site_id: int, person_ids: Collection[int], posts: Collection[str]) -> tuple[Asked, ...]:
    """Return the certificates that these posts ask for, with who of these people has them."""
    asks = bool(person_ids) and is_asked(site_id, posts)
    return asked_of(site_id, posts, people.certificates(site_id, person_ids) if asks else {})


def held_since(
    site_id: int, posts: Collection[str], first: date
) -> tuple[list[Appointment], dict[int, tuple[Held, ...]]]:
    """Return every appointment not over before a day, and what its people have; one question.

    Certificates are read where these posts ask for any.
    """
    if is_asked(site_id, posts):
        return people.held_with_certificates(site_id, first)
    return people.held_since(site_id, first), {}


def is_asked(site_id: int, posts: Collection[str]) -> bool:
    """Tell whether the plan asks for any certificate on these posts."""
    return bool(asked_of(site_id, posts, {}))


def asked_of(
    site_id: int, posts: Collection[str], held: Mapping[int, Iterable[Held]]
) -> tuple[Asked, ...]:
    """Return the same, with what people have where it was read already."""
    return tuple(
        Asked(
            one.code, one.title, one.posts, one.binds, one.source,
            {
                person: periods
                for person, rows in held.items()
                if (periods := tuple(row.period for row in rows if row.kind == one.code))
            },
        )
        for one in people.wanted(sites.plan_of(site_id).handbook)
        if not one.posts.isdisjoint(posts)
    )  # fmt: skip


def lacked(site_id: int, post: str, person_id: int, day: date) -> tuple[Asked, ...]:
    """Return the certificates that a post asks for and somebody does not have on a day."""
    return rules.lacking(asked(site_id, [person_id], [post]), person_id, post, day)


def certificate_warnings(duty: Duty) -> Problems:
    """Return what is pointed out of a duty that was entered: what its person lacks on it."""
    return rules.duty_problems(lacked(duty.site_id, duty.post, duty.person_id, duty.day))
