"""What stands against leave, pure; the page shows it and the command refuses by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dayuan.handbook.schema.shifts import LeaveKind
from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Blocker, Problem, Problems
from dayuan.kernel.problems import Warning as MindThis
from dayuan.kernel.text import Text

#: Nobody is away longer in one piece; a longer entry is a slip of the pen.
LONGEST = timedelta(days=366)
#: What is entered for somebody may have begun so long ago.
BEFORE = timedelta(days=31)
#: What leave is called where the plan has no kinds, or this one is gone.
PLAIN = Text("请假", "Leave")


@dataclass(frozen=True, slots=True)
class Asked:
    """Leave that somebody asks for, or that is entered for somebody."""

    days: Period[date]
    kind: LeaveKind | None
    #: Entered for somebody, after a call.
    entered: bool = False


def ask_problems(asked: Asked, *, today: date, others: Sequence[Period[date]]) -> Problems:
    """Return everything against leave; ``others`` are the person's own, asked for or in force."""
    found: list[Problem] = []
    start, end = asked.days.start, asked.days.end
    if end is None or end - start > LONGEST:
        found.append(_TOO_LONG)
    if start < today - (BEFORE if asked.entered else timedelta()):
        found.append(_OVER)
    if any(asked.days.overlaps(other) for other in others):
        found.append(TWICE)
    if not asked.entered and (late := _too_late(asked, today)):
        found.append(late)
    return tuple(found)


def _too_late(asked: Asked, today: date) -> Blocker | None:
    kind = asked.kind
    if kind is None or kind.days_ahead is None:
        return None
    if asked.days.start - today >= timedelta(days=kind.days_ahead):
        return None
    title, ahead = kind.title.text, kind.days_ahead
    return Blocker(
        "rosters.away_too_late",
        Text(
            f"{title.in_language('zh')}要提前 {ahead} 天。来不及的，请直接找排班的人登记。",
            f"{title.in_language('en')} is asked for {ahead} days ahead. If it cannot wait, "
            "speak to whoever arranges duties, who enters it.",
        ),
        kind.source.value,
    )


def withdraw_problems(*, mine: bool, in_force: bool, start: date, today: date) -> Problems:
    """Return why leave cannot be taken back by somebody."""
    if not mine:
        return (_NOT_YOURS,)
    return (_BEGUN,) if in_force and start <= today else ()


def decide_problems(*, mine: bool) -> Problems:
    """Return why somebody does not decide on this."""
    return (_OWN,) if mine else ()


def meets_duty(when: str) -> MindThis:
    """Return what whoever approves should see: a duty that stays until somebody acts."""
    return MindThis(
        "rosters.away_meets_duty",
        Text(
            f"那天有班：{when}。准假不会自动取消这个班，请另外安排人。",
            f"There is a duty: {when}. Approving leave does not take it off; find somebody else.",
        ),
    )


NO_KIND = Blocker(
    "rosters.away_kind",
    Text("方案里没有这种假。请从列表中选。", "The plan has no such leave. Choose from the list."),
)
NO_DAYS = Blocker(
    "rosters.away_days",
    Text("最后一天不能早于第一天。", "The last day cannot be before the first."),
)
_TOO_LONG = Blocker(
    "rosters.away_too_long",
    Text(
        "一次请假不超过一年。请核对起止日期。",
        "One leave lasts a year at most. Check the days.",
    ),
)
_OVER = Blocker(
    "rosters.away_over",
    Text(
        "这一天已经过去。补登记请找排班的人，一个月以内的可以补。",
        "That day is over. Whoever arranges duties can still enter it, up to a month later.",
    ),
)
TWICE = Blocker(
    "rosters.away_twice",
    Text(
        "这几天里已经有一份请假。请先撤回那一份，再重新请。",
        "There is leave on one of these days already. Take that back first, then ask again.",
    ),
)
_NOT_YOURS = Blocker(
    "rosters.away_not_yours",
    Text("只有本人可以撤回。", "Only the person can take it back."),
)
_BEGUN = Blocker(
    "rosters.away_begun",
    Text(
        "假期已经开始，不能自己撤回。提前回来请告诉排班的人。",
        "The leave has begun. If you are back early, tell whoever arranges duties.",
    ),
)
_OWN = Blocker(
    "rosters.own_request",
    Text("自己的申请由别人批。", "Somebody else decides on one's own request."),
)
