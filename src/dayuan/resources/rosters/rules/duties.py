"""What stands in the way of a duty, and who holds a post; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, Literal, TypeVar

from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Blocker, Problem, Problems
from dayuan.kernel.text import Text
from dayuan.resources.rosters.rules import certificates
from dayuan.resources.rosters.rules.certificates import Asked

Someone = TypeVar("Someone")
Via = Literal["duty", "appointment", "alternate", "nobody"]

#: Nobody stands longer than this in one stretch; a longer entry is a slip of the pen.
LONGEST = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Holding(Generic[Someone]):
    """Who answers for a post at an instant, and how that was found.

    ``post`` is the post that was asked for; ``through`` the one whose holders
    answer (an alternate's, where nobody holds the post itself). Who is ``missing`` should
    be there by the list, and nobody has noted that he is.
    """

    post: str
    persons: tuple[Someone, ...]
    via: Via
    through: str
    missing: tuple[Someone, ...] = ()

    @property
    def vacant(self) -> bool:
        """Tell whether nobody at all answers: shown, never hidden."""
        return not self.persons


def held(
    post: str,
    *,
    alternates: Sequence[str],
    on_duty: Mapping[str, Sequence[Someone]],
    listed: frozenset[str],
    appointed: Mapping[str, Sequence[Someone]],
) -> Holding[Someone]:
    """Return who answers for a post.

    First the duty list, where it covers this instant; a post without any entry
    for the day is answered by all its holders. If nobody is there, the plan's
    alternates answer, in order, each found the same way.
    """
    if found := _of_one(post, on_duty=on_duty, listed=listed, appointed=appointed):
        persons, via = found
        return Holding(post, persons, via, post)
    for other in alternates:
        if found := _of_one(other, on_duty=on_duty, listed=listed, appointed=appointed):
            return Holding(post, found[0], "alternate", other)
    return Holding(post, (), "nobody", post)


def _of_one(
    post: str,
    *,
    on_duty: Mapping[str, Sequence[Someone]],
    listed: frozenset[str],
    appointed: Mapping[str, Sequence[Someone]],
) -> tuple[tuple[Someone, ...], Via] | None:
    if present := tuple(on_duty.get(post, ())):
        return present, "duty"
    if post in listed:
        # The day has a list for this post and it names nobody for this hour.
        return None
    if holders := tuple(appointed.get(post, ())):
        return holders, "appointment"
    return None


def duty_problems(
    period: Period[datetime],
    *,
    others: Sequence[Period[datetime]],
    holds_post: bool,
    away: bool = False,
    lacks: Sequence[Asked] = (),
) -> Problems:
    """Return everything against a duty; ``others`` are the person's own other duties.

    ``away`` tells that leave is in force on the day the duty belongs to; ``lacks`` are the
    certificates that the post asks for and the person does not have that day.
    """
    found: list[Problem] = []
    if period.end is not None and period.end - period.start > LONGEST:
        found.append(_too_long())
    if any(period.overlaps(other) for other in others):
        found.append(_twice())
    if not holds_post:
        found.append(_not_the_post())
    if away:
        found.append(_away())
    found += certificates.duty_problems(lacks)
    return tuple(found)


def uncovered(
    whole: Period[datetime], duties: Sequence[Period[datetime]]
) -> tuple[Period[datetime], ...]:
    """Return the stretches of a bounded period that no duty covers, in order."""
    if whole.end is None:
        raise ValueError("only a period that ends can be covered")
    found: list[Period[datetime]] = []
    reached = whole.start
    for duty in sorted(duties, key=lambda one: one.start):
        if duty.start >= whole.end:
            break
        if duty.start > reached:
            found.append(Period(reached, duty.start))
        reached = max(reached, duty.end or whole.end)
    if reached < whole.end:
        found.append(Period(reached, whole.end))
    return tuple(found)


def _too_long() -> Blocker:
    return Blocker(
        "rosters.too_long",
        Text(
            "一次值班不超过 24 小时。请核对起止时间，或分开登记。",
            "One duty lasts 24 hours at most. Check the times, or enter two.",
        ),
    )


def _twice() -> Blocker:
    return Blocker(
        "rosters.twice",
        Text(
            "此人在这段时间已有值班。请先取消原来的，或换人。",
            "The person is on duty already in this period. Cancel that first, or choose another.",
        ),
    )


def _not_the_post() -> Blocker:
    return Blocker(
        "rosters.not_the_post",
        Text(
            "此人那天不担任这个岗位，也不担任它的替补岗位。请先办理任职（可选“代理”），或换人。",
            "The person holds neither this post nor one of its alternates that day. "
            "Appoint first (“acting” will do), or choose another.",
        ),
    )


def _away() -> Blocker:
    return Blocker(
        "rosters.away",
        Text(
            "此人那天不在岗：假已经准了。请换人，或由批假的人先取消。",
            "The person is away that day: the leave is in force. Choose another, or let whoever "
            "approved it call it off first.",
        ),
    )
