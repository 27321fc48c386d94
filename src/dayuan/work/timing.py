"""When a task is due, when it is late, and when the engine must look at it again; pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from dayuan.handbook.schema import Handbook, Step
from dayuan.handbook.schema.timing import Rung
from dayuan.kernel.clocks import Clock, RoundTheClock, Span, WorkingHours
from dayuan.kernel.offsets import Due, Urgency
from dayuan.kernel.workcal import WorkCalendar
from dayuan.work.states import RUNNING

Anchors = Mapping[str, datetime]
_WORDS_OF_HASTE = (Urgency.ASAP, Urgency.FIRST)


@dataclass(frozen=True)
class Timer:
    """Times the steps of one plan at one site."""

    handbook: Handbook
    #: Asked only by what counts in days or office hours.
    calendar_of: Callable[[], WorkCalendar]

    @cached_property
    def calendar(self) -> WorkCalendar:
        """Return the site's working calendar."""
        return self.calendar_of()

    def clock(self, step: Step) -> Clock:
        """Return what the site's limits of this step are counted on."""
        hours = self.handbook.office_hours
        if step.clock == "office" and hours is not None:
            return WorkingHours(self.calendar, tuple(Span(s.start, s.end) for s in hours.spans))
        return RoundTheClock()

    def due_at(self, step: Step, anchors: Anchors) -> datetime | None:
        """Return when a step is due; a word of haste has the site's limit, or none."""
        limit = self.limit(step.limit)
        if step.due.urgency in _WORDS_OF_HASTE and limit is not None:
            start = anchors.get(step.due.anchor)
            return self.clock(step).plus(start, limit) if start else None
        return due_at(step.due, anchors=anchors, calendar_of=lambda: self.calendar)

    def due_again(
        self, step: Step, anchors: Anchors, *, paused_for: timedelta, extended_to: datetime | None
    ) -> datetime | None:
        """Return when a step is due after pauses and extensions; a granted time stands."""
        due = self.due_at(step, anchors)
        if due is None:
            return extended_to
        if paused_for and stops_in_pause(step.due):
            due = self.clock(step).plus(due, paused_for)
        return max(due, extended_to) if extended_to else due

    def accept_by(self, step: Step, ready_at: datetime) -> datetime | None:
        """Return when somebody of the post should have taken it, where the site says so."""
        limit = self.limit(step.respond_limit)
        return None if limit is None else self.clock(step).plus(ready_at, limit)

    def limit(self, setting: str | None) -> timedelta | None:
        """Return the site's limit, or ``None`` where it set none: no number is invented."""
        found = self.handbook.settings.get(setting or "")
        if found is None or found.value is None:
            return None
        unit = timedelta(days=1) if found.type == "days" else timedelta(minutes=1)
        return float(found.value) * unit


def stops_in_pause(due: Due) -> bool:
    """Tell whether a pause stops the clock: it does where time counts from a start.

    What must be ready before a guest arrives does not become later because
    somebody waits for parts.
    """
    if due.urgency is Urgency.EXACT:
        return due.offset > timedelta(0)
    return due.urgency in _WORDS_OF_HASTE


def due_at(
    due: Due, *, anchors: Anchors, calendar_of: Callable[[], WorkCalendar]
) -> datetime | None:
    """Return the instant a step is due, or ``None`` where the plan gives no number.

    ``None`` also stands for an anchor that is not known yet. Whole days keep
    the clock time of the anchor in the site's zone.
    """
    start = anchors.get(due.anchor)
    if start is None or due.urgency in _WORDS_OF_HASTE:
        return None
    if due.urgency is Urgency.EXACT:
        if due.in_days:
            return calendar_of().plus_days(start, due.offset // timedelta(days=1))
        return start + due.offset
    return start


def not_past(due: datetime | None, *, now: datetime) -> tuple[datetime | None, bool]:
    """Return a due time that is not over yet, and whether the notice came too late."""
    if due is not None and due < now:
        return now, True
    return due, False


def moved(
    due: datetime | None, *, current: datetime | None, now: datetime
) -> tuple[datetime | None, bool]:
    """Return where a due time stands after a move, and whether the notice came too late.

    What is overdue stays overdue since then; what becomes due in the past is due now.
    """
    if due is not None and current is not None and due <= current <= now:
        return current, False
    return not_past(due, now=now)


@dataclass(frozen=True, slots=True)
class Watch:
    """How a task stands on the ladder, and when to look again."""

    late_from: datetime | None
    rung: int
    next_at: datetime | None


def watch(
    *,
    state: str,
    due: datetime | None,
    accept_by: datetime | None,
    before: Watch,
    ladder: Sequence[Rung],
) -> Watch:
    """Return how a task is watched from now on.

    It is late from its due time, or from the time by which somebody should have
    taken it, whichever comes first. Another such time starts the ladder anew;
    the same one is never told twice. A task that waits or is paused is not
    watched: its clock does not run.
    """
    if state not in RUNNING:
        return Watch(before.late_from, before.rung, None)
    times = [due, accept_by if state == "ready" else None]
    late_from = min((t for t in times if t is not None), default=None)
    rung = before.rung if late_from == before.late_from else 0
    return Watch(late_from, rung, _next(late_from, rung, ladder))


def climbed(before: Watch, *, now: datetime, ladder: Sequence[Rung]) -> Watch:
    """Return the watch after every rung whose time is over was climbed."""
    rung = before.rung
    while (when := _next(before.late_from, rung, ladder)) is not None and when <= now:
        rung += 1
    return Watch(before.late_from, rung, _next(before.late_from, rung, ladder))


def _next(late_from: datetime | None, rung: int, ladder: Sequence[Rung]) -> datetime | None:
    if late_from is None or rung >= len(ladder):
        return None
    return late_from + timedelta(minutes=ladder[rung].after_minutes)
