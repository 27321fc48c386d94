"""What handovers decide, pure: which shift it is, who stands on which side, what is missing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from dayuan.handbook.schema.handover import Counted, Handover
from dayuan.handbook.schema.shifts import Shift, ShiftPlan
from dayuan.kernel.labels import secret_problems
from dayuan.kernel.problems import Blocker, Problem, Problems
from dayuan.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Turn:
    """One shift of a group on one day; without a code where only the duty list knows its times."""

    code: str
    day: date
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Stretch:
    """Somebody on duty in a group for ``[start, end)``."""

    person_id: int
    name: str
    day: date
    start: datetime
    end: datetime


def turns_of(plan: ShiftPlan, day: date, zone: tzinfo) -> tuple[Turn, ...]:
    """Return the shifts that begin on a day, in their order; none where a time is open."""
    if not plan.shifts or any(one.start is None or one.end is None for one in plan.shifts):
        return ()
    return tuple(sorted((_turn(one, day, zone) for one in plan.shifts), key=lambda t: t.start))


def _turn(shift: Shift, day: date, zone: tzinfo) -> Turn:
    if shift.start is None or shift.end is None:
        raise ValueError("a shift without times begins on no day")
    until = day + timedelta(days=1) if shift.end <= shift.start else day
    return Turn(
        shift.code or "",
        day,
        datetime.combine(day, shift.start, zone),
        datetime.combine(until, shift.end, zone),
    )


def turn_at(plan: ShiftPlan, at: datetime, zone: tzinfo) -> Turn | None:
    """Return the plan's shift at an instant, the latest where two overlap."""
    today = at.astimezone(zone).date()
    near = (turn for back in (0, 1) for turn in turns_of(plan, today - timedelta(days=back), zone))
    return max((t for t in near if t.start <= at < t.end), key=lambda t: t.start, default=None)


def same(turn: Turn, *, start: datetime, end: datetime) -> bool:
    """Tell whether a log is of this shift: it covers the shift's half time.

    Where the duty list alone gives the times, one comes at a quarter to, another at the hour.
    """
    return start <= turn.start + (turn.end - turn.start) / 2 < end


def turn_for(
    plan: ShiftPlan, at: datetime, zone: tzinfo, *, stretches: Iterable[Stretch], person_id: int
) -> Turn | None:
    """Return the shift somebody takes at an instant: the plan's, or else as long as his duty."""
    if found := turn_at(plan, at, zone):
        return found
    own = (s for s in stretches if s.person_id == person_id and s.start <= at < s.end)
    mine = max(own, key=lambda s: s.start, default=None)
    return Turn("", mine.day, mine.start, mine.end) if mine else None


# --- the two sides ------------------------------------------------------------------------


def standing(stretches: Iterable[Stretch], at: datetime) -> frozenset[int]:
    """Return who is on duty at an instant."""
    return frozenset(one.person_id for one in stretches if one.start <= at < one.end)


def outgoing(
    stretches: Iterable[Stretch], *, start: datetime, end: datetime, named: Collection[int]
) -> frozenset[int]:
    """Return who is of a shift: whoever stood in it at half time, and whoever answers for it.

    At its ends the next and the last one are there as well; at half time nobody else is.
    """
    return standing(stretches, start + (end - start) / 2) | frozenset(named)


def incoming(
    stretches: Iterable[Stretch], *, end: datetime, at: datetime, out: Collection[int]
) -> frozenset[int]:
    """Return who may take a shift over: on duty when it ends, or now if that is over."""
    return standing(stretches, max(at, end)) - frozenset(out)


@dataclass(frozen=True, slots=True)
class Asker:
    """Whoever acts: who it is, whether he arranges duties, and the reason he gives."""

    person_id: int
    manages: bool
    why: str = ""


def begin_problems(asker: Asker, on_duty: Collection[int]) -> Problems:
    """Return why somebody may not begin a shift that nobody hands to him."""
    if asker.person_id in on_duty:
        return ()
    return _as_stand_in(asker, on_duty)


def declare_problems(
    asker: Asker, out: Collection[int], *, end: datetime, at: datetime, plan: Handover | None
) -> Problems:
    """Return why somebody may not hand a shift over; whoever arranges duties may, and says why."""
    found: list[Problem] = []
    if asker.person_id not in out:
        if not asker.manages:
            found.append(NOT_OF_THE_SHIFT)
        elif not asker.why.strip():
            found.append(NEEDS_WHY)
    earliest = plan.earliest if plan else None
    if earliest is not None and at < end - timedelta(minutes=earliest.minutes):
        found.append(_too_early(earliest.minutes))
    return tuple(found)


def take_problems(asker: Asker, *, out: Collection[int], next_ones: Collection[int]) -> Problems:
    """Return why somebody may not take a shift over; nobody signs both sides."""
    if asker.person_id in out:
        return (BOTH_SIDES,)
    if asker.person_id in next_ones:
        return ()
    return _as_stand_in(asker, next_ones)


def _as_stand_in(asker: Asker, listed: Collection[int]) -> Problems:
    if listed:
        return (NOT_LISTED,)
    if not asker.manages:
        return (NOBODY_LISTED,)
    return () if asker.why.strip() else (NEEDS_WHY,)


def write_problems(
    asker: Asker, out: Collection[int], on_duty: Collection[int], *, state: str
) -> Problems:
    """Return why somebody may not write into a log now."""
    if state != "open":
        return (NOT_OPEN,)
    if asker.manages or asker.person_id in out or asker.person_id in on_duty:
        return ()
    return (NOT_OF_THE_SHIFT,)


# --- what is counted ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counting:
    """How many of one thing somebody counted, and what he says of a difference."""

    pieces: int
    says: str = ""


def count_problems(
    things: Sequence[Counted], counts: Mapping[str, Counting], before: Mapping[str, int | None]
) -> Problems:
    """Return every thing that was not counted, and every difference without a sentence.

    ``before`` is what the other side counted; without it the plan's number is compared.
    """
    found: list[Problem] = []
    for one in things:
        counted = counts.get(one.code)
        if counted is None:
            found.append(_not_counted(one))
            continue
        wanted = before.get(one.code)
        wanted = one.pieces if wanted is None else wanted
        if wanted is not None and counted.pieces != wanted and not counted.says.strip():
            found.append(_unsaid(one, wanted, counted.pieces))
    return (*found, *secret_problems(*(one.says for one in counts.values())))


def seen_problems(
    open_ones: Collection[int], signed: Collection[int], blocker: Blocker
) -> Problems:
    """Return why a list is not signed: something of it was not ticked, or is new since."""
    return () if set(open_ones) == set(signed) else (blocker,)


# --- what was written ---------------------------------------------------------------------

#: A time that is a little ahead is a clock that is a little fast.
_AHEAD = timedelta(minutes=5)


def words_problems(words: str, *others: str) -> Problems:
    """Return why these words cannot be kept."""
    found = () if words.strip() else (NO_WORDS,)
    return (*found, *secret_problems(words, *others))


def time_problems(happened: datetime, *, start: datetime, at: datetime) -> Problems:
    """Return why something cannot have happened then: in this shift, and not in the future."""
    # Whoever took over early saw what happened before the shift's first minute.
    too_old = happened < start - timedelta(hours=1)
    return (WRONG_TIME,) if too_old or happened > at + _AHEAD else ()


def late_from(end: datetime, plan: Handover | None) -> datetime | None:
    """Return when it is told that a shift was not handed over; ``None`` where nobody set it."""
    late = plan.late if plan else None
    return end + timedelta(minutes=late.minutes) if late else None


# --- sentences ----------------------------------------------------------------------------

BOTH_SIDES = Blocker(
    "handover.both_sides",
    Text(
        "您是交班的一方，不能自己接自己的班。请下一班的人接。",
        "You are of the shift that hands over; nobody takes over from himself. "
        "Somebody of the next shift does.",
    ),
)
NOT_LISTED = Blocker(
    "handover.not_listed",
    Text(
        "值班表上这个班不是您。请由当班的人来办；换了人的，先改值班表。",
        "The duty list names others for this shift. One of them does this; "
        "if somebody else came, change the duty list first.",
    ),
)
NOBODY_LISTED = Blocker(
    "handover.nobody_listed",
    Text(
        "值班表上这个班没有人。请安排值班的人来接，或先把值班表排好。",
        "The duty list names nobody for this shift. Whoever arranges duties takes it, "
        "or completes the duty list first.",
    ),
)
NEEDS_WHY = Blocker(
    "handover.needs_why",
    Text("您不在值班表上，请写明为什么由您来办。", "You are not on the duty list; write why you."),
)
NOT_OF_THE_SHIFT = Blocker(
    "handover.not_of_the_shift",
    Text("您不在这个班上。请由这个班的人来办。", "You are not of this shift; somebody of it does."),
)
NOT_OPEN = Blocker(
    "handover.not_open",
    Text(
        "这个班正在交班或已经交班，不能再记。要补充的，先收回交班，或记在下一班。",
        "This shift is being handed over, or was. Take it back first, or write into the next one.",
    ),
)
ALREADY_BEGUN = Blocker(
    "handover.already_begun",
    Text("这个班已经有人接了。请刷新页面。", "Somebody has taken this shift already. Reload."),
)
TAKE_OVER_INSTEAD = Blocker(
    "handover.take_over_instead",
    Text("上一班正等您接班。请点“接班”。", "The shift before waits for you: take it over."),
)
NO_TIMES = Blocker(
    "handover.no_times",
    Text(
        "方案没有写班次时间，值班表上也没有您，不知道这个班从几点到几点。请先在值班表上排人。",
        "The plan gives no times and the duty list does not name you, so nobody knows how long "
        "this shift is. Put somebody on the duty list first.",
    ),
)
NOT_WAITING = Blocker(
    "handover.not_waiting",
    Text("这个班还没有交班，或已经接了。请刷新页面。", "It waits for nobody now. Reload the page."),
)
ITEMS_CHANGED = Blocker(
    "handover.items_unread",
    Text(
        "交代事项还有没看的，或刚刚有变。请逐条看过再签。",
        "Some of what was passed on is unread, or has just changed. Read each, then sign.",
    ),
)
CASES_CHANGED = Blocker(
    "handover.cases_unread",
    Text(
        "没办完的事项还有没看的，或刚刚有变。请逐件看过再签。",
        "Some open matters are unread, or have just changed. Look at each, then sign.",
    ),
)
NO_WORDS = Blocker("handover.no_words", Text("请写一句。", "Write a sentence."))
WRONG_TIME = Blocker(
    "handover.wrong_time",
    Text(
        "时间不在这个班里，或还没有到。请核对。",
        "That is not in this shift, or still to come. Check the time.",
    ),
)
NO_SUCH_CASE = Blocker(
    "handover.no_such_case",
    Text("没有这个编号的事项，或您看不到。", "There is no such case, or you may not see it."),
)
NO_SUCH_ENTRY = Blocker(
    "handover.no_such_entry",
    Text("这个班的日志里没有这一条。", "This shift's log has no such entry."),
)
ITEM_CLOSED = Blocker(
    "handover.item_closed",
    Text("这一条刚刚已经了结。请刷新页面。", "This was closed already. Reload the page."),
)


def _too_early(minutes: int) -> Blocker:
    return Blocker(
        "handover.too_early",
        Text(
            f"还没到交班的时候：最早提前 {minutes} 分钟。",
            f"It is too early: at most {minutes} minutes before the end.",
        ),
    )


def _not_counted(one: Counted) -> Blocker:
    name = one.title.text
    return Blocker(
        "handover.not_counted",
        Text(
            f"“{name.in_language('zh')}”还没有清点。", f"Not counted yet: {name.in_language('en')}."
        ),
    )


def _unsaid(one: Counted, wanted: int, pieces: int) -> Blocker:
    name = one.title.text
    return Blocker(
        "handover.unsaid",
        Text(
            f"“{name.in_language('zh')}”应是 {wanted}，点到 {pieces}：请写一句怎么回事。",
            f"{name.in_language('en')}: {wanted} expected, {pieces} counted; write a sentence "
            "about it.",
        ),
    )


NOT_ON_SHIFT = Blocker(
    "handover.not_on_shift",
    Text(
        "您现在不在班上，或这个班已经交了。请由当班的人了结。",
        "You are not on a shift that is open; somebody who is on shift closes it.",
    ),
)
TOO_MANY_ITEMS = Blocker(
    "handover.too_many_items",
    Text(
        "没有了结的交代事项太多了。请先了结几条。",
        "Too much is passed on already. Close some of it first.",
    ),
)


def unknown_thing(code: str) -> Counted:
    """Return a thing that was counted and that the plan does not name any more."""
    return Counted.model_validate({"code": code, "title": code, "source": {"site": code}})
