"""A call-out's record on paper: the order, who was called, who came and when."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from django.urls import reverse
from django.utils.translation import gettext as _

from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.documents.content import (
    Column,
    Document,
    Fact,
    Facts,
    Heading,
    Signature,
    Signatures,
    Table,
)
from dayuan.platform.documents.papers import Paper, number
from dayuan.platform.ui import times
from dayuan.platform.ui.drawn import words
from dayuan.reference.sites import queries as sites
from dayuan.services.callout import queries
from dayuan.services.callout.queries import Call, Callout
from dayuan.services.callout.states import CALL, CALLOUT
from dayuan.services.callout.web import shown


def _compose(actor: Actor, key: str, /, *, at: datetime, for_all: bool) -> Document:
    found = queries.get_for(actor, number(key))
    zone = sites.zone(actor.site_id)
    calls = queries.calls_of(found)
    return Document(
        title=words(_CAPTION),
        site=words(sites.name(sites.site(actor.site_id))),
        number=_("No. %(number)s") % {"number": f"{found.ordered_at.astimezone(zone):%Y%m%d-%H%M}"},
        blocks=(
            Facts(tuple(_facts(found, calls, zone))),
            Heading(_("Who was called")),
            # What is issued is read by others: why somebody could not come stays out.
            _table(found, calls, zone, reasons=not for_all),
            Signatures(
                (Signature(_("Ordered by"), found.ordered_by.name), Signature(_("Reviewed by"))),
                dated=_("Time"),
            ),
        ),
    )


def _facts(found: Callout, calls: Sequence[Call], zone: tzinfo) -> list[Fact]:
    count = {code: sum(call.state == code for call in calls) for code in ("here", "cannot")}
    told = [
        (_("Squad"), words(queries.name_of(found))),
        (_("Real or exercise"), shown.kind(found)),
        (_("Ordered at"), times.moment(found.ordered_at, zone)),
        (_("Ordered by"), found.ordered_by.name),
        (_("Wanted"), "" if found.wanted is None else str(found.wanted)),
        (_("To be there within"), shown.within(found)),
        (_("Called"), str(len(calls))),
        (_("Here"), str(count["here"])),
    ]
    wide = [
        (_("Why"), found.reason),
        (_("Where to gather"), found.gather),
        (_("State"), words(CALLOUT.state(found.state).label)),
        (_("How it ended"), _ended(found, zone)),
    ]
    return [
        *(Fact(label, value) for label, value in told),
        *(Fact(label, value, wide=True) for label, value in wide),
    ]


def _ended(found: Callout, zone: tzinfo) -> str:
    if found.ended_at is None:
        return ""
    who = found.ended_by or _("The program")
    return f"{shown.outcome(found)}（{who} {times.moment(found.ended_at, zone)}）"


def _table(found: Callout, calls: Sequence[Call], zone: tzinfo, *, reasons: bool) -> Table:
    plan = sites.plan_of(found.site_id)
    columns = (
        Column(_("Person"), 3), Column(_("Post"), 3), Column(_("Called at"), 2),
        Column(_("State"), 2), Column(_("Answered at"), 2), Column(_("Here at"), 2),
        Column(_("Remarks"), 4),
    )  # fmt: skip
    rows = tuple(
        (
            call.person.name, words(plan.post_title(call.post)), _clock(call.called_at, zone),
            words(CALL.state(call.state).label), _clock(call.answered_at, zone),
            _clock(call.arrived_at, zone), shown.remarks(call, reasons=reasons),
        )
        for call in calls
    )  # fmt: skip
    return Table(columns, rows, empty=_("Nobody was called"))


def _clock(at: datetime | None, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%H:%M}" if at else ""


_CAPTION = Text("应急集合记录", "Record of a call-out")
PAPER = Paper(
    code="callout.callout",
    caption=_CAPTION,
    verb=queries.VIEW,
    record="callout.callout",
    owner_kind="callout.callout",
    compose=_compose,
    page=lambda key: reverse("callout:one", args=[int(key)]),
    editable=True,
)
