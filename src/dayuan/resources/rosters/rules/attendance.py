"""What may be noted of a duty, and what follows from the times; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Literal

from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Blocker, Problem, Problems
from dayuan.kernel.text import Text
from dayuan.resources.rosters.rules.duties import LONGEST

#: Nobody is noted longer than this before a duty begins.
EARLIEST = timedelta(hours=1)
Outcome = Literal["here", "left", "absent"]


@dataclass(frozen=True, slots=True)
class Noted:
    """What somebody notes: came at the beginning and stayed to the end, unless it says more."""

    absent: bool = False
    came_at: datetime | None = None
    left_at: datetime | None = None

    @property
    def outcome(self) -> Outcome:
        """Return the state this leads to."""
        if self.absent:
            return "absent"
        return "here" if self.left_at is None else "left"

    def came(self, duty: Period[datetime]) -> datetime | None:
        """Return from when it counts: who comes early counts from the beginning."""
        if self.absent:
            return None
        return max(self.came_at or duty.start, duty.start)


_FIRST = {"here": "come", "left": "leave", "absent": "miss"}


def act_for(state: str, outcome: Outcome) -> str:
    """Return the act of the table that notes this, or puts right what was noted before."""
    if state == "expected" or (state, outcome) == ("here", "left"):
        return _FIRST[outcome]
    return f"correct_{outcome}"


def problems(duty: Period[datetime], noted: Noted, *, at: datetime) -> Problems:
    """Return everything against noting this of a duty at an instant."""
    return tuple(_problems(duty, noted, at))


def _problems(duty: Period[datetime], noted: Noted, at: datetime) -> Iterator[Problem]:
    earliest = duty.start if noted.absent else duty.start - EARLIEST
    if at < earliest:
        yield _TOO_EARLY
    if noted.absent:
        return
    came = noted.came(duty) or duty.start
    if duty.end is not None and came >= duty.end:
        yield _CAME_AFTER
    ahead = [one for one in (noted.came_at, noted.left_at) if one is not None and one > at]
    if ahead:
        yield _NOT_YET
    if noted.left_at is not None and not came < noted.left_at <= came + LONGEST:
        yield _LEFT_WRONG


@dataclass(frozen=True, slots=True)
class Presence:
    """How a noted duty went: late by, left early by, stayed on by; none of them is a mark."""

    late: timedelta = timedelta()
    early: timedelta = timedelta()
    longer: timedelta = timedelta()


def presence(duty: Period[datetime], came: datetime, left: datetime | None) -> Presence:
    """Return by how much somebody came late, left early or stayed on."""
    none, end = timedelta(), duty.end or came
    if left is None:
        return Presence(late=max(none, came - duty.start))
    return Presence(max(none, came - duty.start), max(none, end - left), max(none, left - end))


def hours(start: datetime, end: datetime) -> Fraction:
    """Return the hours between two instants, exactly."""
    # In universal time: two instants of one zone are subtracted by the face of its clock.
    length = end.astimezone(UTC) - start.astimezone(UTC)
    return Fraction(round(length.total_seconds()), 3600)


_TOO_EARLY = Blocker(
    "rosters.attendance_too_early",
    Text(
        "还没到时间：到岗最早在上岗前一小时登记，未到岗在上岗时间以后登记。",
        "It is too early: coming is noted from an hour before the duty, not coming after it began.",
    ),
)
_CAME_AFTER = Blocker(
    "rosters.came_after_the_end",
    Text(
        "到岗时间晚于这班结束的时间。没有来请登记“未到岗”。",
        "That is after the end of the duty. Note that the person did not come.",
    ),
)
_NOT_YET = Blocker(
    "rosters.attendance_in_the_future",
    Text("时间还没有到，不能先登记。", "That time has not come yet; note it afterwards."),
)
_LEFT_WRONG = Blocker(
    "rosters.left_before_coming",
    Text(
        "离岗时间必须晚于到岗，并且不超过 24 小时。",
        "Leaving must be after coming, and not more than 24 hours later.",
    ),
)
