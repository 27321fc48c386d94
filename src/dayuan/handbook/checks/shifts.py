"""Shift plans: times that leave a hole, strengths nobody can man, shifts without a leader."""

from collections.abc import Callable, Iterable, Sequence
from datetime import time

from dayuan.handbook.checks.subject import Findings, Subject
from dayuan.handbook.findings import Finding, Path
from dayuan.handbook.schema.shifts import (
    Least,
    LeaveKind,
    Shift,
    ShiftPlan,
    Strength,
    SwapRule,
)
from dayuan.kernel.text import Text

_DAY = 24 * 60


def check(subject: Subject) -> Findings:
    """Report what cannot be worked; whatever is left open is no fault."""
    for code, plan in subject.handbook.shift_plans.items():
        path: Path = ("shift_plans", code)
        if subject.has_gaps(path):
            # What is faulty is left out here: nothing can be said of the whole.
            continue
        for index, shift in enumerate(plan.shifts):
            yield from _shift(subject, (*path, "shifts", index), shift, plan)
        yield from _codes(subject, (*path, "shifts"), plan.shifts)
        yield from _the_day(subject, (*path, "shifts"), plan)
        yield from _leaders(subject, path, plan)
        yield from _relief(subject, path, plan)
        yield from _least(subject, path, plan)
        yield from _working_time(subject, path, plan)
        yield from subject.twice((*path, "rules"), tuple(one.rule for one in plan.rules))
        yield from subject.twice((*path, "weights"), tuple(one.rule for one in plan.weights))
        for index, swap in enumerate(plan.swaps):
            yield from _swap(subject, (*path, "swaps", index), swap, plan)
    for code, leave in subject.handbook.leave_kinds.items():
        yield from _agreed(subject, ("leave_kinds", code), leave)


# --- one shift ----------------------------------------------------------------------------


def _shift(subject: Subject, path: Path, shift: Shift, plan: ShiftPlan) -> Findings:
    if (shift.start is None) != (shift.end is None):
        missing = "end" if shift.end is None else "start"
        yield subject.error(
            path,
            "shift.half_a_time",
            Text(f"只写了起止时间中的一个，缺 {missing}", f"has only one of its times, {missing} "
                 "is missing"),
            Text("两个都写，或都空着", "write both, or leave both empty"),
        )  # fmt: skip
    if shift.strength and shift.code is None:
        yield subject.error(
            path,
            "shift.no_code",
            Text("写了人数，却没有 code", "has a strength and no code"),
            Text("请写 code，如 code: early；以后不改名", "write a code such as code: early"),
        )
    for post, strength in shift.strength.items():
        yield from _strength(subject, (*path, "strength", post), post, strength, plan)


def _strength(
    subject: Subject, path: Path, post: str, strength: Strength, plan: ShiftPlan
) -> Findings:
    if post not in subject.names("posts"):
        return
    if post not in plan.posts:
        yield subject.error(
            path,
            "shift.other_post",
            Text(
                f"岗位 {post} 不在这份班次安排的 posts 里", f"{post} is none of this plan's posts"
            ),
            Text("请在 posts 加上它，或删去这一行", "add it to posts, or remove this line"),
        )
        return
    wanted = max(strength.people, strength.rest_days or 0, strength.holidays or 0)
    pool = _pool(subject, post, plan)
    if pool is not None and wanted > pool:
        yield subject.error(
            path,
            "shift.above_the_pool",
            Text(
                f"一个班要 {wanted} 人，本岗位连同替班岗位只有 {pool} 人",
                f"one shift wants {wanted} people, the post and its relief have {pool}",
            ),
            Text("请减少人数，或写 relief", "lower it, or name relief"),
        )


def _pool(subject: Subject, post: str, plan: ShiftPlan) -> int | None:
    """Return how many people could stand on a post at all; ``None`` where a post is unknown."""
    posts = subject.handbook.posts
    able = {post, *(one.post for one in plan.relief if post in one.relieves)}
    if not able <= posts.keys():
        return None
    return sum(posts[code].headcount for code in able)


def _codes(subject: Subject, path: Path, shifts: Sequence[Shift]) -> Findings:
    seen: set[str] = set()
    for index, shift in enumerate(shifts):
        if shift.code is not None and shift.code in seen:
            yield subject.error(
                (*path, index, "code"),
                "shift.same_code",
                Text(f"代码“{shift.code}”用了两次", f"the code {shift.code} is used twice"),
                Text("请换一个", "choose another one"),
            )
        seen.add(shift.code or "")


# --- the day ------------------------------------------------------------------------------


def _the_day(subject: Subject, path: Path, plan: ShiftPlan) -> Findings:
    spans = [_span(s.start, s.end) for s in plan.shifts if s.start and s.end]
    if not plan.round_the_clock or not spans or len(spans) < len(plan.shifts):
        return
    minutes = [0] * _DAY
    for start, length in spans:
        for minute in range(start, start + length):
            minutes[minute % _DAY] += 1
    if hole := _stretch(minutes, lambda many: many == 0):
        yield subject.error(
            path,
            "shift.hole",
            Text(f"{hole} 没有班次，却写了 round_the_clock", f"no shift covers {hole}, and the "
                 "plan is round_the_clock"),
            Text("请把起止时间接上", "let the shifts meet"),
        )  # fmt: skip
    if double := _stretch(minutes, lambda many: many > 1):
        yield subject.warning(
            path,
            "shift.overlap",
            Text(f"{double} 有两个班重叠，工时会重复计算", f"two shifts overlap at {double}; its "
                 "hours count twice"),
            Text("若是交接时间可以保留", "keep it if it is meant for the handover"),
        )  # fmt: skip


def _span(start: time, end: time) -> tuple[int, int]:
    """Return the minute a shift starts and how many it lasts; equal times are a whole day."""
    begins, ends = (60 * one.hour + one.minute for one in (start, end))
    return begins, (ends - begins) % _DAY or _DAY


def _stretch(minutes: Sequence[int], wanted: Callable[[int], bool]) -> str:
    """Return the first stretch of the day of this kind as ``06:00-08:00``; empty if none."""
    hits = [wanted(many) for many in minutes]
    if not any(hits):
        return ""
    start = next((m for m in range(_DAY) if hits[m] and not hits[m - 1]), 0)
    length = next((n for n in range(1, _DAY) if not hits[(start + n) % _DAY]), _DAY)
    return f"{_clock(start)}-{_clock(start + length)}"


def _clock(minute: int) -> str:
    minute %= _DAY
    return f"{minute // 60:02}:{minute % 60:02}"


# --- leaders, relief, hours ---------------------------------------------------------------


def _leaders(subject: Subject, path: Path, plan: ShiftPlan) -> Findings:
    book = subject.handbook
    if not plan.leader_in_every_shift:
        return
    role = book.roles.get(plan.leader or "")
    posts = set(role.held_by) if role else {plan.leader} & book.posts.keys()
    if not posts:
        return
    if role and role.headcount is not None and role.headcount < len(plan.shifts):
        yield subject.error(
            (*path, "leader"),
            "shift.too_few_leaders",
            Text(
                f"{len(plan.shifts)} 个班各要一名班长，只有 {role.headcount} 名",
                f"{len(plan.shifts)} shifts want a leader each, there are {role.headcount}",
            ),
            Text("请增加 roles 里的 headcount", "raise the role's headcount"),
        )
    for index, shift in enumerate(plan.shifts):
        if shift.strength and posts.isdisjoint(shift.strength):
            yield subject.error(
                (*path, "shifts", index, "strength"),
                "shift.no_leader",
                Text(
                    "这个班没有能当班长的岗位",
                    "no post of this shift could lead it",
                ),
                Text(
                    f"班长出自：{_names(posts)}", f"its leader comes from: {_names(posts)}"
                ),
            )  # fmt: skip


def _names(codes: Iterable[str | None]) -> str:
    return ", ".join(sorted(code for code in codes if code))


def _relief(subject: Subject, path: Path, plan: ShiftPlan) -> Findings:
    for index, one in enumerate(plan.relief):
        if one.post in one.relieves:
            yield subject.error(
                (*path, "relief", index),
                "shift.relieves_itself",
                Text(f"{one.post} 不能替自己的班", f"{one.post} cannot relieve itself"),
                Text("请删去", "remove it"),
            )
        for place, post in enumerate(one.relieves):
            if post in subject.names("posts") and post not in plan.posts:
                yield _other_post(subject, (*path, "relief", index, "relieves", place), post)


def _least(subject: Subject, path: Path, plan: ShiftPlan) -> Findings:
    for index, one in enumerate(plan.least):
        here = (*path, "least", index)
        setting = subject.handbook.settings.get(one.when or "")
        if setting is not None and setting.type != "yes_no":
            yield subject.error(
                (*here, "when"),
                "shift.no_question",
                Text(f"设置 {one.when} 不是“是或否”", f"the setting {one.when} is no yes or no"),
                Text("请写 type: yes_no 的设置", "name a setting of the type yes_no"),
            )
        if one.when is None or (setting is not None and setting.value is True):
            yield from _kept(subject, here, one, plan)


def _kept(subject: Subject, path: Path, least: Least, plan: ShiftPlan) -> Findings:
    """Report shifts with fewer people of a post than must be there at any time."""
    for shift in plan.shifts:
        strength = shift.strength.get(least.post)
        given = None if strength is None else fewest(strength)
        if shift.strength and (given or 0) < least.people:
            name = shift.code or shift.title.zh or shift.title.en
            yield subject.error(
                path,
                "shift.below_the_least",
                Text(
                    f"班次 {name} 只写了 {given or 0} 人，至少要 {least.people} 人",
                    f"the shift {name} has {given or 0}, {least.people} is the least",
                ),
                Text("请增加该班人数", "raise that shift's strength"),
            )


def fewest(strength: Strength) -> int:
    """Return the smallest number of people of any kind of day."""
    given = (strength.people, strength.rest_days, strength.holidays)
    return min(number for number in given if number is not None)


def _working_time(subject: Subject, path: Path, plan: ShiftPlan) -> Findings:
    found = plan.working_time
    if found is None or found.regime == "standard":
        return
    if found.period is None:
        yield subject.error(
            (*path, "working_time"),
            "shift.no_period",
            Text("综合计算工时制要写周期", "a comprehensive regime is balanced over a period"),
            Text("请写 period: week、month、quarter 或 year",
                 "write period: week, month, quarter or year"),
        )  # fmt: skip
    if found.approval is None:
        yield subject.error(
            (*path, "working_time"),
            "shift.no_approval",
            Text(
                "综合计算工时制须经劳动行政部门批准（劳动法第三十九条）",
                "a comprehensive regime needs the labour authority's approval (Labour Law 39)",
            ),
            Text("请写 approval: 批准文号；没有批准就写 regime: standard",
                 "write approval: its number; without one write regime: standard"),
        )  # fmt: skip


# --- swaps and leave ----------------------------------------------------------------------


def _swap(subject: Subject, path: Path, swap: SwapRule, plan: ShiftPlan) -> Findings:
    yield from _agreed(subject, path, swap)
    for place, post in enumerate(swap.posts):
        if post in subject.names("posts") and post not in plan.posts:
            yield _other_post(subject, (*path, "posts", place), post)
    if swap.between == "relief" and not plan.relief:
        yield subject.error(
            path,
            "shift.no_relief",
            Text("写了 between: relief，却没有替班岗位", "is between: relief, and nobody relieves"),
            Text("请写 relief，或写 between: same_post", "name relief, or write same_post"),
        )


def _agreed(subject: Subject, path: Path, one: SwapRule | LeaveKind) -> Findings:
    if one.at_once and one.approved_by:
        yield subject.error(
            path,
            "shift.at_once_and_approved",
            Text("写了当即生效，又写了由谁批", "is in force at once, and somebody has to agree"),
            Text("请删去 at_once 或 approved_by", "remove at_once or approved_by"),
        )


def _other_post(subject: Subject, path: Path, post: str) -> Finding:
    return subject.error(
        path,
        "shift.other_post",
        Text(f"岗位 {post} 不在这份班次安排的 posts 里", f"{post} is none of this plan's posts"),
        Text("请在 posts 加上它，或删去", "add it to posts, or remove it"),
    )
