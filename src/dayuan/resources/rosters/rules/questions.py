"""What somebody has to decide before a roster can be planned, and where it is written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dayuan.handbook.schema import Handbook
from dayuan.handbook.schema.shifts import Shift, ShiftPlan
from dayuan.kernel.problems import Source
from dayuan.kernel.text import Text
from dayuan.resources.rosters.rules.need import answered


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is open: what it is about, the keys it is written under, its source."""

    what: Text
    where: str
    source: Source


def questions(code: str, plan: ShiftPlan, handbook: Handbook) -> tuple[Question, ...]:
    """Return everything a shift plan leaves open, in the order it is decided."""
    return (
        *_of_shifts(code, plan),
        *_of_settings(plan, handbook),
        *_of_certificates(plan, handbook),
        *_of_tables(code, plan, handbook),
    )


_PARTS: tuple[tuple[str, Text, Callable[[Shift], object]], ...] = (
    ("start, end", Text("起止时间", "Start and end"), lambda s: s.start and s.end),
    ("strength", Text("各岗位人数", "People of each post"), lambda s: s.strength),
    ("focus", Text("管理重点", "Focus"), lambda s: s.focus),
)


def _of_shifts(code: str, plan: ShiftPlan) -> Iterator[Question]:
    for key, words, has in _PARTS:
        open_ones = [n for n, shift in enumerate(plan.shifts) if not has(shift)]
        if open_ones:
            names = [plan.shifts[number].title.text for number in open_ones]
            zh = "、".join(name.in_language("zh") for name in names)
            en = ", ".join(name.in_language("en") for name in names)
            yield Question(
                Text(f"{words.zh}：{zh}", f"{words.en}: {en}"),
                f"shift_plans.{code}.shifts: {key}",
                plan.source.value,
            )


def _of_settings(plan: ShiftPlan, handbook: Handbook) -> Iterator[Question]:
    for name in dict.fromkeys(one.when for one in plan.least if one.when):
        yield from _open(name, handbook)


def _open(name: str, handbook: Handbook) -> Iterator[Question]:
    """Yield a setting that nobody has answered."""
    if answered(handbook, name) is None and (setting := handbook.settings.get(name)):
        yield Question(setting.title.text, f"settings.{name}: value", setting.source.value)


def _of_certificates(plan: ShiftPlan, handbook: Handbook) -> Iterator[Question]:
    """Yield what has to be answered before a certificate is asked for, or binds."""
    known = {one.when for one in plan.least}
    asked = [one for one in handbook.qualifications.values() if set(one.posts) & set(plan.posts)]
    settings = dict.fromkeys(name for one in asked for name in (one.when, one.binding))
    for name in settings:
        if name and name not in known:
            yield from _open(name, handbook)


def _of_tables(code: str, plan: ShiftPlan, handbook: Handbook) -> Iterator[Question]:
    if not plan.swaps:
        what = Text(
            "换班：谁和谁、提前多少小时、谁批",
            "Swaps: who with whom, how many hours before, who agrees",
        )
        yield Question(what, f"shift_plans.{code}.swaps", plan.source.value)
    if plan.unread is None:
        what = Text(
            "发布的排班没看的，提前几天提醒",
            "How many days before a month those are reminded who have not read it",
        )
        yield Question(what, f"shift_plans.{code}.unread: days_before", plan.source.value)
    if not handbook.leave_kinds:
        what = Text(
            "请假：有哪几种、提前几天、谁批", "Leave: which kinds, how many days ahead, who agrees"
        )
        yield Question(what, "leave_kinds", plan.source.value)
