"""What the director may let pass, by name, when a duty is added for a great day; pure.

The plan asks for people round the clock and has no rule of rest, so what speaks against such
a duty is a warning that somebody accepts and that is kept with who did. Appointment, leave,
another duty at the same time and the overtime of a month stand in the way of everybody.
"""

from collections.abc import Collection

from dayuan.kernel.problems import Blocker, NeedsApproval, Problem, Problems, blockers
from dayuan.kernel.problems import Warning as MindThis

ACCEPT = "rosters.month.accept"
#: What may be accepted by name.
WAIVABLE = frozenset(
    {
        "rosters.little_rest",
        "rosters.long_day",
        "rosters.no_day_off",
        "rosters.days_in_a_row",
        "rosters.nights_in_a_row",
    }
)


def may_pass(problems: Problems) -> Problems:
    """Return those of these that stand in the way and that the director may let pass."""
    return tuple(one for one in blockers(problems) if one.code in WAIVABLE)


def judged(problems: Problems, accepted: Collection[str], *, may: bool) -> Problems:
    """Return the problems, with a warning in place of each that was accepted by name.

    Where somebody names one who may not accept it, somebody else has to.
    """
    return tuple(_judged(one, accepted, may=may) for one in problems)


def _judged(one: Problem, accepted: Collection[str], *, may: bool) -> Problem:
    if not isinstance(one, Blocker) or one.code not in WAIVABLE or one.code not in accepted:
        return one
    return (MindThis if may else NeedsApproval)(one.code, one.says, one.source)


def waived(problems: Problems, accepted: Collection[str]) -> list[str]:
    """Return the codewords of what was in the way and was accepted, for the log."""
    return sorted({one.code for one in may_pass(problems)} & set(accepted))
