"""Turning a shift into what the components draw."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.urls import reverse
from django.utils.translation import gettext as _

from dayuan.kernel.text import Text
from dayuan.platform.access.web import ActorRequest
from dayuan.platform.documents.web import shown as documents
from dayuan.platform.ui import shapes, times
from dayuan.platform.ui.drawn import words
from dayuan.platform.ui.shapes import Badge, Column, Fact, Link, Listing, Person, Row
from dayuan.platform.ui.tones import Tone, tone_of
from dayuan.services.handover import queries
from dayuan.services.handover.queries import (
    DayLine,
    Group,
    Handover,
    LogEntry,
    PassOn,
    ShiftLog,
    Tally,
)
from dayuan.services.handover.states import SHIFT
from dayuan.work import cards
from dayuan.work.queries import Case


def badge(log: ShiftLog, *, now: datetime) -> Badge:
    """Return the state of a shift; one that is over and not handed over is late."""
    state = SHIFT.state(log.state)
    if log.closed_at is None and log.late_at is not None and log.late_at <= now:
        return Badge(Tone.LATE, _("Not handed over"))
    return Badge(tone_of(state.tone), state.label)


def title_of(group: Group | None, log: ShiftLog) -> Text:
    """Return what a shift is called."""
    return group.shift_title(log.shift) if group else Text(log.group, log.group)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log as a page draws it."""

    entry: LogEntry
    case: Link | None
    correct: str = ""


def lines(
    entries: Collection[LogEntry], cases: Mapping[int, Case], *, may_correct: bool
) -> list[Line]:
    """Return the lines of a log, each with the case it names where the reader may know of it."""
    return [
        Line(
            one,
            case_link(cases[one.case_id]) if one.case_id and one.case_id in cases else None,
            _correcting(one) if may_correct and not one.corrected else "",  # type: ignore[attr-defined] # annotated by the query
        )
        for one in entries
    ]


def _correcting(one: LogEntry) -> str:
    return f"{reverse('handover:write', args=[one.log_id])}?corrects={one.pk}"


def case_link(case: Case) -> Link:
    """Return a case by number and title."""
    return Link(f"{case.number} {case.title}", cards.case_url(case))


def item_choices(items: Collection[PassOn], zone: tzinfo) -> list[tuple[str, str]]:
    """Return what was passed on as boxes to tick: the words, who left them and when."""
    return [
        (str(one.pk), f"{one.words}（{one.left_by.name} {times.moment(one.left_at, zone)}）")
        for one in items
    ]


def case_choices(cases: Collection[Case]) -> list[tuple[str, str]]:
    """Return open cases as boxes to tick."""
    return [(str(one.pk), f"{one.number} {one.title}") for one in cases]


def head(log: ShiftLog, group: Group | None, request: ActorRequest) -> shapes.Head:
    """Return the head of a shift's page with the one next action."""
    actions = _actions(log, request)
    return shapes.Head(
        title=title_of(group, log),
        number=times.span(log.start, log.end, request.site_zone),
        badge=badge(log, now=request.now),
        next=actions[0] if actions else None,
        others=[*actions[1:], *documents.actions(request.actor, "handover.shift", log.pk)],
    )


def _actions(log: ShiftLog, request: ActorRequest) -> list[shapes.Action]:
    if not request.actor.holds(queries.KEEP):
        return []
    return [
        shapes.Action(label=label, icon=icon, url=reverse(f"handover:{page}", args=[log.pk]))
        for label, icon, page in _OFFERED.get(log.state, ())
    ]


_OFFERED = {
    "open": (
        (Text("记一条", "Write a line"), "pencil", "write"),
        (Text("留交代", "Pass something on"), "message-report", "leave"),
        (Text("交班", "Hand over"), "arrows-exchange", "hand_over"),
    ),
    "handing_over": (
        (Text("接班", "Take over"), "signature", "take_over"),
        (Text("退回", "Send back"), "arrow-back-up", "send_back"),
    ),
}


def facts(log: ShiftLog, group: Group | None) -> list[Fact]:
    """Return whose shift it is, since when, and what asks for its log."""
    found = [
        Fact(label=_("Taken by"), value=Person(log.holder.name)),
        Fact(label=_("Shift taken at"), value=log.taken_at),
    ]
    if log.closed_at:
        found.append(Fact(label=_("Handed over at"), value=log.closed_at))
    if group:
        found.append(Fact(label=_("Group"), value=group.plan.title.text, source=group.source))
    return found


@dataclass(frozen=True, slots=True)
class Turned:
    """One turn of handing over as a page draws it: who, what was counted, what was said."""

    heading: str
    facts: Sequence[Fact]
    counts: Listing | None


def turned(
    log: ShiftLog, handovers: Collection[Handover], tallies: Mapping[int, list[Tally]],
    group: Group | None,
) -> list[Turned]:  # fmt: skip
    """Return how a shift was taken and how it was handed over, turn by turn."""
    return [
        Turned(
            _("Handed over") if one.given_id == log.pk else _("Taken over"),
            _turn_facts(one),
            counts(tallies.get(one.pk, []), group),
        )
        for one in handovers
    ]


def _turn_facts(one: Handover) -> list[Fact]:
    told = [
        *_signature(_("Outgoing side"), one.declared_by, one.declared_at),
        (_("Not of the shift, because"), one.declared_why),
        (_("Remarks"), one.remarks),
        *_signature(_("Incoming side"), one.signed_by, one.signed_at),
        (_("Not on the duty list, because"), one.signed_why),
        *_signature(_("Taken or sent back"), one.ended_by, one.ended_at),
        (_("Reason"), one.ended_why),
    ]
    return [Fact(label=label, value=value) for label, value in told if value]


def _signature(label: str, person: object, at: datetime | None) -> list[tuple[str, object]]:
    return [(label, [Person(str(person)), at])] if person is not None and at else []


def thing_title(group: Group | None, code: str) -> str:
    """Return what a counted thing is called; its codeword where the plan dropped it."""
    things = group.things if group else ()
    return next((words(one.title.text) for one in things if one.code == code), code)


def counts(tallies: Sequence[Tally], group: Group | None) -> Listing | None:
    """Return what was counted by both sides beside what there should be."""
    if not tallies:
        return None
    columns = [
        Column(_("Thing"), "what"), Column(_("State"), "state"),
        Column(_("Should be"), "until", numeric=True),
        Column(_("Outgoing count"), "until", numeric=True),
        Column(_("Incoming count"), "until", numeric=True), Column(_("What was said"), "where"),
    ]  # fmt: skip
    rows = [
        Row(
            cells=[
                thing_title(group, one.thing), _agrees(one), _number(one.expected),
                _number(one.given), _number(one.taken),
                [said for said in (one.given_says, one.taken_says) if said],
            ]
        )
        for one in tallies
    ]  # fmt: skip
    return Listing(caption=_("What was counted"), columns=columns, rows=rows)


def _number(found: int | None) -> str:
    return "—" if found is None else str(found)


def differs(one: Tally) -> bool:
    """Tell whether the numbers of a thing are not all the same, those that are known."""
    return len({n for n in (one.expected, one.given, one.taken) if n is not None}) > 1


def _agrees(one: Tally) -> Badge:
    if differs(one):
        return Badge(Tone.LATE, _("Differs"))
    return Badge(Tone.DONE, _("Agrees"))


def day_listing(found: Sequence[DayLine], *, now: datetime, zone: tzinfo) -> Listing:
    """Return the shifts of a day: whose, how they stand, what differed."""
    columns = [
        Column(_("Shift"), "what"), Column(_("State"), "state"), Column(_("Time"), "until"),
        Column(_("Taken by"), "where"), Column(_("Handed over by and to"), "where"),
        Column(_("Differences"), "where"),
    ]  # fmt: skip
    return Listing(
        caption=_("Shifts of the day"), columns=columns,
        rows=[_day_row(one, now=now, zone=zone) for one in found],
    )  # fmt: skip


def _day_row(line: DayLine, *, now: datetime, zone: tzinfo) -> Row:
    cells: list[object] = [
        line.group.shift_title(line.turn.code),
        _day_badge(line, now=now),
        times.span(line.turn.start, line.turn.end, zone),
        Person(line.log.holder.name) if line.log else "",
        _sides(line.handover) or "",
        [f"{thing_title(line.group, d.thing)} {_path(d)}" for d in line.differences] or "",
    ]
    url = reverse("handover:shift", args=[line.log.pk]) if line.log else ""
    return Row(cells=cells, url=url)


def _path(one: Tally) -> str:
    return " → ".join(_number(n) for n in (one.expected, one.given, one.taken) if n is not None)


def _day_badge(line: DayLine, *, now: datetime) -> Badge:
    if line.log is not None:
        return badge(line.log, now=now)
    if line.turn.start > now:
        return Badge(Tone.WAITING, _("Still to come"))
    if line.before and line.turn.end <= now:
        return Badge(Tone.WAITING, _("No log was kept yet"))
    return Badge(Tone.LATE, _("Nobody began it"))


def _sides(one: Handover | None) -> list[str]:
    if one is None:
        return []
    signed = str(one.signed_by) if one.signed_by else _("not signed yet")
    return [f"{one.declared_by} → {signed}"]
