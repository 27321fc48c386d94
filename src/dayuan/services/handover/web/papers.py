"""A shift's record as an inspector expects it: taken over, what happened, handed over, signed."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from django.urls import reverse
from django.utils.translation import gettext as _

from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.documents.content import (
    Block,
    Column,
    Document,
    Fact,
    Facts,
    Heading,
    Listed,
    Signature,
    Signatures,
    Table,
)
from dayuan.platform.documents.papers import Paper, number
from dayuan.platform.ui import times
from dayuan.platform.ui.drawn import words
from dayuan.reference.sites import queries as sites
from dayuan.services.handover import queries
from dayuan.services.handover.queries import Group, Handover, LogEntry, PassOn, ShiftLog, Tally
from dayuan.services.handover.states import SHIFT
from dayuan.services.handover.web.shown import thing_title, title_of
from dayuan.work.queries import Case


def _compose(actor: Actor, key: str, /, *, at: datetime, for_all: bool) -> Document:
    log = queries.get_for(actor, number(key))
    group = {one.code: one for one in queries.groups(actor.site_id)}.get(log.group)
    zone = sites.zone(actor.site_id)
    entries, handovers = queries.entries_of(log), queries.handovers_of(log)
    # What is issued is read by all who see the shift: a case that only some know stays out.
    cases = {} if for_all else queries.cases_of(actor, entries, handovers)
    tallies = queries.tallies_of(handovers)
    given = next((one for one in reversed(handovers) if one.given_id == log.pk), None)
    taken = next((one for one in handovers if one.taken_id == log.pk), None)
    blocks: list[Block] = [
        Facts(tuple(_facts(log, group, given, zone))),
        *_counted(_("What was taken over"), taken, tallies, group),
        Heading(_("Log")),
        _log(entries, cases, zone),
        Heading(_("What was passed on")),
        _items(queries.items_of(log), zone),
        *_matters(cases),
        *_counted(_("What was handed over"), given, tallies, group),
        _signatures(given, zone),
    ]
    return Document(
        title=words(_CAPTION),
        site=words(sites.name(sites.site(actor.site_id))),
        number=_("No. %(number)s") % {"number": f"{log.start.astimezone(zone):%Y%m%d-%H%M}"},
        blocks=tuple(blocks),
    )


def _facts(log: ShiftLog, group: Group | None, given: Handover | None, zone: tzinfo) -> list[Fact]:
    return [
        Fact(_("Group"), words(group.plan.title.text) if group else log.group),
        Fact(_("Shift"), words(title_of(group, log))),
        Fact(_("Time"), times.span(log.start, log.end, zone), wide=True),
        Fact(_("Taken by"), f"{log.holder} {times.moment(log.taken_at, zone)}"),
        Fact(_("State"), words(SHIFT.state(log.state).label)),
        Fact(_("Remarks"), given.remarks if given else "", wide=True),
    ]


def _counted(
    title: str, one: Handover | None, tallies: Mapping[int, Sequence[Tally]], group: Group | None
) -> list[Block]:
    found = tallies.get(one.pk, ()) if one else ()
    if not found:
        return []
    columns = (
        Column(_("Thing"), 4), Column(_("Should be"), 2, numeric=True),
        Column(_("Outgoing count"), 2, numeric=True), Column(_("Incoming count"), 2, numeric=True),
        Column(_("What was said"), 6),
    )  # fmt: skip
    rows = tuple(
        (
            thing_title(group, row.thing), _number(row.expected), _number(row.given),
            _number(row.taken), "；".join(s for s in (row.given_says, row.taken_says) if s),
        )
        for row in found
    )  # fmt: skip
    return [Heading(title), Table(columns, rows)]


def _number(found: int | None) -> str:
    return "" if found is None else str(found)


def _log(entries: Sequence[LogEntry], cases: Mapping[int, Case], zone: tzinfo) -> Table:
    columns = (
        Column(_("Time"), 4),
        Column(_("What was seen or done"), 9),
        Column(_("Written by"), 3),
    )
    rows = tuple(
        (times.moment(one.at, zone), _line(one, cases, zone), one.by.name) for one in entries
    )
    return Table(columns, rows, empty=_("Nothing was written"))


def _line(one: LogEntry, cases: Mapping[int, Case], zone: tzinfo) -> str:
    parts = [one.place, one.words]
    if one.case_id and one.case_id in cases:
        parts.append(cases[one.case_id].number)
    said = " · ".join(part for part in parts if part)
    if one.corrects is None:
        return said
    when = times.moment(one.corrects.at, zone)
    return _("Corrects the line of %(when)s: %(words)s") % {"when": when, "words": said}


def _items(items: Sequence[PassOn], zone: tzinfo) -> Table:
    columns = (Column(_("What was passed on"), 7), Column(_("Left by"), 4), Column(_("Outcome"), 5))
    rows = tuple(
        (one.words, f"{one.left_by} {times.moment(one.left_at, zone)}", _outcome(one, zone))
        for one in items
    )
    return Table(columns, rows, empty=_("Nothing was passed on"))


def _outcome(one: PassOn, zone: tzinfo) -> str:
    if one.done_at is None:
        return _("Not closed yet")
    return f"{one.outcome}（{one.done_by} {times.moment(one.done_at, zone)}）"


def _matters(cases: Mapping[int, Case]) -> list[Block]:
    handed = [f"{one.number} {one.title}" for one in cases.values() if one.handed]  # type: ignore[attr-defined] # annotated by the query
    return [Heading(_("Open matters")), Listed(tuple(handed))] if handed else []


def _signatures(given: Handover | None, zone: tzinfo) -> Signatures:
    gave, took = Signature(_("Handed over by")), Signature(_("Taken over by"))
    if given is not None and given.declared_at:
        gave = Signature(gave.role, str(given.declared_by), times.moment(given.declared_at, zone))
    if given is not None and given.signed_at:
        took = Signature(took.role, str(given.signed_by), times.moment(given.signed_at, zone))
    return Signatures((gave, took), dated=_("Time"))


_CAPTION = Text("交接班记录", "Record of a shift")
PAPER = Paper(
    code="handover.shift",
    caption=_CAPTION,
    verb=queries.VIEW,
    record="handover.shift",
    owner_kind="handover.shift",
    compose=_compose,
    page=lambda key: reverse("handover:shift", args=[int(key)]),
    editable=True,
)
