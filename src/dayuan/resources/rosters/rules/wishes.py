"""What stands against a wish, pure, and a wish as planners get it."""

from dataclasses import dataclass
from datetime import date, timedelta

from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Blocker, Problem, Problems
from dayuan.kernel.text import Text

#: A wish is about a few days: who would like a month otherwise speaks with somebody.
LONGEST = timedelta(days=31)
#: So many wishes somebody may have for the time to come.
MOST = 20


@dataclass(frozen=True, slots=True)
class Wished:
    """One wish of one person: to work on these days or not, one shift of them or any."""

    days: Period[date]
    shift: str
    wanted: bool


def wish_problems(days: Period[date], *, today: date, planned: bool, count: int) -> Problems:
    """Return everything against a wish.

    ``planned`` tells that duties of these days stand already; ``count`` is how many wishes
    the person has by now.
    """
    found: list[Problem] = []
    if days.start <= today:
        found.append(_OVER)
    if days.end is None or days.end - days.start > LONGEST:
        found.append(_TOO_LONG)
    if planned:
        found.append(_PLANNED)
    if count >= MOST:
        found.append(_TOO_MANY)
    return tuple(found)


NO_SHIFT = Blocker(
    "rosters.wish_shift",
    Text("没有这个班次。请从列表中选。", "There is no such shift. Choose from the list."),
)
TWICE = Blocker(
    "rosters.wish_twice",
    Text(
        "这一天的这个班次已经写过愿望。请先删去原来的。",
        "There is a wish for this shift from this day on already. Remove it first.",
    ),
)
_OVER = Blocker(
    "rosters.wish_over",
    Text("愿望只能写明天以后的日子。", "A wish is about tomorrow or later."),
)
_TOO_LONG = Blocker(
    "rosters.wish_too_long",
    Text("一个愿望最多一个月。", "One wish covers a month at most."),
)
_PLANNED = Blocker(
    "rosters.wish_planned",
    Text(
        "这些日子的班已经排好。想改的，请和同事换班。",
        "Your duties of these days are planned already. To change one, swap with a colleague.",
    ),
)
_TOO_MANY = Blocker(
    "rosters.wish_too_many",
    Text(
        f"最多写 {MOST} 个愿望。请先删去不要紧的。",
        f"There may be {MOST} wishes at most. Remove what matters less.",
    ),
)
