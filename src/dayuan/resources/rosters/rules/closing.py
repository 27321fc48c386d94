"""Days on which no new leave is given because people are needed, and who may give it; pure."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Blocker, NeedsApproval, Problem, Problems, Source
from dayuan.kernel.problems import Warning as MindThis
from dayuan.kernel.text import Text

CODE = "rosters.away_closed"
_EN_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class ClosedDays:
    """Days on which somebody is given no new leave; who is expected and why stands elsewhere."""

    days: Period[date]
    #: Whoever holds this verb may give leave on them all the same, by name.
    verb: str
    source: Source


def meeting(closed: Iterable[ClosedDays], days: Period[date]) -> tuple[ClosedDays, ...]:
    """Return the closed days that leave would meet."""
    return tuple(one for one in closed if one.days.overlaps(days))


def notice(closed: Sequence[ClosedDays], *, entered: bool = False) -> Problems:
    """Return what whoever asks, or enters it for somebody, is told before it is sent."""
    return _said(MindThis, closed, _ENTERED if entered else _ASKED)


def may_pass(closed: Sequence[ClosedDays], holds: Callable[[str], bool]) -> Problems:
    """Return what whoever holds the verbs may let pass by name; nothing for anybody else."""
    return against(closed, (), holds) if all(holds(one.verb) for one in closed) else ()


def against(
    closed: Sequence[ClosedDays], accepted: Collection[str], holds: Callable[[str], bool]
) -> Problems:
    """Return what stands against giving leave: a blocker, or a warning where it is let pass.

    Where somebody names it who may not, somebody else has to.
    """
    if CODE not in accepted:
        return _said(Blocker, closed, _BLOCKED)
    may = all(holds(one.verb) for one in closed)
    return _said(MindThis if may else NeedsApproval, closed, _BLOCKED)


def _said(kind: type[Problem], closed: Sequence[ClosedDays], says: Text) -> Problems:
    if not closed:
        return ()
    periods = list(dict.fromkeys(one.days for one in closed))
    zh, en = "、".join(map(_zh, periods)), ", ".join(map(_en, periods))
    said = Text(says.zh.format(days=zh), says.in_language("en").format(days=en))
    return (kind(CODE, said, closed[0].source),)


def _zh(days: Period[date]) -> str:
    first, last = days.start, _last(days)
    said = f"{first.month}月{first.day}日"
    return said if first == last else f"{said}至{last.month}月{last.day}日"


def _en(days: Period[date]) -> str:
    first, last = days.start, _last(days)
    said = f"{first.day} {_EN_MONTHS[first.month - 1]}"
    return said if first == last else f"{said} to {last.day} {_EN_MONTHS[last.month - 1]}"


def _last(days: Period[date]) -> date:
    return (days.end or days.start + timedelta(days=1)) - timedelta(days=1)


_ASKED = Text(
    "{days}加强值守，这些日子不批新的假，依法不能取消的假除外。确实要请的，可以照样提出，"
    "由批假的人决定。",
    "Extra strength on {days}: no new leave is given then, but for what the law protects. "
    "If you must be away, ask all the same; whoever decides on it will see.",
)
_ENTERED = Text(
    "{days}加强值守，这些日子不批新的假。照样登记的，要等可以下令加强值守的人批；您可以的，请在下面点名接受。",
    "Extra strength on {days}: no new leave is given then. Entered all the same, it waits for "
    "whoever may order extra strength; if that is you, let it pass below.",
)
_BLOCKED = Text(
    "{days}加强值守，这些日子不批新的假。确实要批的，由可以下令加强值守的人点名接受。",
    "Extra strength on {days}: no new leave is given then. Whoever may order extra strength "
    "can let it pass, by name.",
)
