"""What may be asked for, and who may decide it; pure."""

from datetime import datetime

from dayuan.kernel.problems import Blocker, Problem, Problems
from dayuan.kernel.text import Text
from dayuan.work.models import Application

#: What each kind of application is called.
KINDS = {
    Application.Kind.EXTEND: Text("申请延期", "More time"),
    Application.Kind.SKIP: Text("申请免做", "Leave the step out"),
    Application.Kind.CLOSE: Text("申请提前办结", "End the case now"),
}


def wish_problems(
    kind: str, reason: str, until: datetime | None, due: datetime | None, *, now: datetime,
    does: str,
) -> Problems:  # fmt: skip
    """Return everything that is wrong with a wish, all at once."""
    found: list[Problem] = []
    if kind not in Application.Kind.values:
        found.append(_KIND)
    if not reason.strip():
        found.append(_REASON)
    if kind == Application.Kind.EXTEND:
        found += _until_problems(until, due, now=now)
    if kind == Application.Kind.SKIP and does:
        found.append(_CARRIES_THE_CASE)
    return tuple(found)


def _until_problems(
    until: datetime | None, due: datetime | None, *, now: datetime
) -> list[Problem]:
    if due is None:
        return [_NO_LIMIT]
    if until is None:
        return [_UNTIL]
    return [_EARLIER] if until <= max(due, now) else []


def decide_problems(asked_by: int, person_id: int) -> Problems:
    """Return why this person may not decide: nobody decides what he asked for himself."""
    return (_OWN,) if asked_by == person_id else ()


def withdraw_problems(asked_by: int, person_id: int) -> Problems:
    """Return why this person may not take the application back."""
    return () if asked_by == person_id else (_NOT_YOURS,)


TASK_OVER = Blocker(
    "work.task_over",
    Text("这项任务已经结束，不用再批。", "The task is over; there is nothing left to grant."),
)
OPEN_ALREADY = Blocker(
    "work.application_open",
    Text(
        "这项任务已有一份申请在等审批。要改，请先撤回。",
        "An application for this task waits already; take it back to ask for something else.",
    ),
)
_KIND = Blocker("work.wish_kind", Text("请选择申请什么。", "Choose what you ask for."))
_REASON = Blocker("work.wish_reason", Text("请写明原因。", "Write why."))
_UNTIL = Blocker(
    "work.wish_until", Text("请写明延到什么时候。", "Write until when you need.")
)  # fmt: skip
_EARLIER = Blocker(
    "work.wish_earlier",
    Text("延期的时间要晚于现在的时限。", "The new time must be later than the present one."),
)
_NO_LIMIT = Blocker(
    "work.wish_no_limit",
    Text("这项任务没有时限，不用延期。", "The task has no due time; there is nothing to extend."),
)
_CARRIES_THE_CASE = Blocker(
    "work.wish_carries",
    Text(
        "这一步不能免做，事项要靠它往前走。可以申请提前办结。",
        "The case goes on by this step, so it cannot be left out. Ask for an early end instead.",
    ),
)
_OWN = Blocker(
    "work.own_application",
    Text("自己提的申请，要由别人来批。", "Somebody else decides what you asked for."),
)
_NOT_YOURS = Blocker(
    "work.not_your_application",
    Text("只有申请人本人能撤回。", "Only who asked can take it back."),
)
