"""What stands in the way of an appointment; pure, all reasons at once."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from dayuan.handbook.schema import Handbook, Role
from dayuan.kernel.periods import Period
from dayuan.kernel.problems import (
    Blocker,
    Problem,
    Problems,
    Source,
    SourceKind,
)
from dayuan.kernel.problems import Warning as MindThis
from dayuan.kernel.text import Text
from dayuan.reference.people.models import Appointment, Kind, Person

#: A week's hours by law; whoever has a contract for them works full time.
FULL_TIME = Decimal(40)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The appointment somebody asks for."""

    post: str
    kind: str
    role: str
    start: date
    end: date | None
    hours_a_week: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people that a clause asks for, beside how many are there.

    ``role`` is set where the clause counts who fills a role, not who holds posts.
    """

    title: Text
    posts: tuple[str, ...]
    role: str
    planned: int
    held: int
    source: Source

    @property
    def full(self) -> bool:
        """Tell whether one more would be more than the plan asks for."""
        return self.held >= self.planned


@dataclass(slots=True)
class Tally:
    """How many hold each post by main appointment on one day, and how many fill each role."""

    main: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, rows: Iterable[Appointment]) -> "Tally":
        """Count the appointments of a day."""
        found = cls()
        for row in rows:
            found.add(row)
        return found

    def add(self, row: Appointment) -> None:
        """Count one more appointment."""
        if row.kind == Kind.MAIN:
            self.main[row.post] += 1
        elif row.kind == Kind.ROLE:
            self.roles[row.role] += 1


def appointment_problems(
    wanted: Wanted,
    *,
    person: Person,
    existing: Sequence[Appointment],
    held: int,
    filled: int,
    handbook: Handbook,
    counts: Sequence[Count] = (),
) -> Problems:
    """Return everything against an appointment.

    ``existing`` are the person's own appointments, ``held`` how many hold the
    post by main appointment on the first day, ``filled`` how many fill the role,
    ``counts`` what clauses of the plan count on that day.
    """
    found = [*_plan_problems(wanted, handbook)]
    if found:
        return tuple(found)
    found += _period_problems(wanted, person)
    found += _contract_problems(wanted)
    if not found:
        found += _overlap_problems(wanted, existing)
        found += _headcount_problems(wanted, held, filled, handbook)
        found += _count_problems(wanted, counts, said=frozenset(one.source for one in found))
    return tuple(found)


def end_problems(appointment: Appointment, on: date) -> Problems:
    """Return everything against ending an appointment on a day (its first day off)."""
    if appointment.end is not None and appointment.end <= on:
        return (_ended_already(),)
    if on < appointment.start:
        return (_before_start(),)
    return ()


def _plan_problems(wanted: Wanted, handbook: Handbook) -> list[Problem]:
    if wanted.post not in handbook.posts:
        return [_unknown_post()]
    if wanted.kind != Kind.ROLE:
        return [_role_not_meant()] if wanted.role else []
    role = handbook.roles.get(wanted.role)
    if role is None or wanted.post not in role.held_by:
        return [_role_elsewhere(role)]
    return [] if role.headcount is not None else [_role_by_itself(role)]


def _period_problems(wanted: Wanted, person: Person) -> list[Problem]:
    found: list[Problem] = []
    if wanted.end is not None and wanted.end <= wanted.start:
        found.append(_out_of_order())
    if wanted.start < person.joined or (person.left and wanted.start >= person.left):
        found.append(_not_here())
    if person.side != "staff":
        found.append(_liaison())
    return found


def _contract_problems(wanted: Wanted) -> list[Problem]:
    hours = wanted.hours_a_week
    if hours is None:
        return []
    if wanted.kind != Kind.MAIN:
        return [_hours_at_the_main_post()]
    return [] if 0 < hours <= FULL_TIME else [_contract_hours()]


def _overlap_problems(wanted: Wanted, existing: Sequence[Appointment]) -> list[Problem]:
    period = Period(wanted.start, wanted.end)
    met = [
        one
        for one in existing
        if one.end != one.start and Period(one.start, one.end).overlaps(period)
    ]
    found: list[Problem] = []
    if wanted.kind == Kind.MAIN and any(one.kind == Kind.MAIN for one in met):
        found.append(_main_already())
    elif any((one.post, one.role) == (wanted.post, wanted.role) for one in met):
        found.append(_held_already())
    if wanted.kind == Kind.ROLE and not any(
        one.post == wanted.post and one.kind != Kind.ROLE for one in met
    ):
        found.append(_post_first())
    return found


def _headcount_problems(
    wanted: Wanted, held: int, filled: int, handbook: Handbook
) -> list[Problem]:
    post = handbook.posts[wanted.post]
    if wanted.kind == Kind.MAIN and held >= post.headcount:
        return [_over_headcount(post.title.text, post.headcount, held, post.source.value)]
    if wanted.kind == Kind.ROLE:
        role = handbook.roles[wanted.role]
        if role.headcount is not None and filled >= role.headcount:
            return [_over_headcount(role.title.text, role.headcount, filled, role.source.value)]
    return []


def _count_problems(
    wanted: Wanted, counts: Sequence[Count], *, said: frozenset[Source | None]
) -> list[Problem]:
    """Return each number of the plan that this appointment goes beyond, once for its clause."""
    role = wanted.role if wanted.kind == Kind.ROLE else ""
    if wanted.kind not in (Kind.MAIN, Kind.ROLE):
        return []
    return [
        _over_headcount(one.title, one.planned, one.held, one.source)
        for one in counts
        if one.full and one.role == role and wanted.post in one.posts and one.source not in said
    ]


# --- the sentences ----------------------------------------------------------------------


def _over_headcount(title: Text, planned: int, held: int, source: Source) -> MindThis:
    return MindThis(
        "people.over_headcount",
        Text(
            f"“{title.in_language('zh')}”方案定 {planned} 人，当天已有 {held} 人。"
            "确需超编（例如交接期间）请确认后继续。",
            f"The plan has {planned} for “{title.in_language('en')}” and {held} hold it that day. "
            "If it is meant (a hand-over, say), confirm and go on.",
        ),
        source,
    )


def _unknown_post() -> Blocker:
    return Blocker(
        "people.unknown_post",
        Text(
            "方案里没有这个岗位。请从列表中选。", "The plan has no such post. Choose from the list."
        ),
    )


def _role_elsewhere(role: Role | None) -> Blocker:
    title = role.title.text if role else Text("这个职能", "This role")
    return Blocker(
        "people.role_elsewhere",
        Text(
            f"“{title.in_language('zh')}”不由这个岗位担任。请换岗位或换职能。",
            f"“{title.in_language('en')}” is not filled from this post. Choose another.",
        ),
    )


def _role_not_meant() -> Blocker:
    return Blocker(
        "people.role_not_meant",
        Text(
            "选了职能，任职方式要选“岗位兼职能”；否则请把职能空着。",
            "With a role it is held as “role beside the post”; otherwise leave the role empty.",
        ),
    )


def _role_by_itself(role: Role) -> Blocker:
    title = role.title.text
    return Blocker(
        "people.role_by_itself",
        Text(
            f"“{title.in_language('zh')}”由该岗位全体人员担任，不需要另行任命。",
            f"Every holder of the post fills “{title.in_language('en')}”; "
            "no appointment is needed.",
        ),
        role.source.value,
    )


def _out_of_order() -> Blocker:
    return Blocker(
        "people.period",
        Text("结束日期必须晚于开始日期。", "The end must be later than the beginning."),
    )


def _not_here() -> Blocker:
    return Blocker(
        "people.not_here",
        Text(
            "开始日期不在此人的在职期间。请核对入职、离职日期。",
            "The person is not employed on that day. Check the days of joining and leaving.",
        ),
    )


def _liaison() -> Blocker:
    return Blocker(
        "people.liaison",
        Text(
            "联络人属于外部单位，不担任本中心岗位。",
            "A liaison belongs to an outside party and holds no post here.",
        ),
    )


def _hours_at_the_main_post() -> Problem:
    return Blocker(
        "people.hours_at_the_main_post",
        Text(
            "合同工时只在主岗上登记。",
            "Contract hours are entered at the main post alone.",
        ),
    )


def _contract_hours() -> Problem:
    return Blocker(
        "people.contract_hours",
        Text(
            "每周合同工时要大于 0，不超过 40 小时；全日制的不填。",
            "Contract hours a week are above 0 and at most 40; full time is left empty.",
        ),
        Source(SourceKind.LAW, "国务院关于职工工作时间的规定 第三条"),
    )


def _main_already() -> Blocker:
    return Blocker(
        "people.main_already",
        Text(
            "此人在这段时间已有主岗。请先结束原任职，或者选“兼任”“代理”。",
            "The person has a main post in this period. End it first, "
            "or choose “concurrent” or “acting”.",
        ),
    )


def _held_already() -> Blocker:
    return Blocker(
        "people.held_already",
        Text(
            "此人在这段时间已经担任这个岗位或职能。",
            "The person holds this post or role in this period already.",
        ),
    )


def _post_first() -> Blocker:
    return Blocker(
        "people.post_first",
        Text(
            "担任这个职能的人须先在该岗位任职。",
            "Whoever fills this role holds the post itself first.",
        ),
    )


def _ended_already() -> Blocker:
    return Blocker(
        "people.ended_already",
        Text("这项任职在那天之前已经结束。", "This appointment has ended by that day."),
    )


def _before_start() -> Blocker:
    return Blocker(
        "people.before_start",
        Text(
            "结束日期不能早于任职开始日期。",
            "The end cannot lie before the appointment's beginning.",
        ),
    )
