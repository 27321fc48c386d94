"""The duty list of a day as it hangs on the wall and is signed at the handover."""

from datetime import date, datetime, tzinfo

from django.urls import reverse
from django.utils.translation import gettext as _

from dayuan.kernel.problems import Refused
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
from dayuan.platform.documents.papers import Paper
from dayuan.platform.ui import times
from dayuan.platform.ui.drawn import words
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import queries
from dayuan.resources.rosters.queries import Cover, Duty

#: Years of which a list is printed: beyond them there is none, and days run out.
_YEARS = range(2000, 2200)


def key_of(day: date) -> str:
    """Return under what key a day's list is printed: 20261122."""
    return f"{day:%Y%m%d}"


def _compose(actor: Actor, key: str, /, *, at: datetime, for_all: bool) -> Document:
    day = _day(key)
    zone = sites.zone(actor.site_id)
    near = queries.near_day(actor, day)
    uncovered = [one for one in queries.covers(actor, day, near) if one.gaps]
    blocks: list[Block] = [_entries([one for one in near if one.day == day], zone, actor)]
    if uncovered:
        blocks += [
            Heading(_("Hours with nobody")),
            Listed(tuple(_gaps(one, zone) for one in uncovered)),
        ]
    handover = (_("Things handed over"), _("To be watched"))
    blocks += [
        Heading(_("Handover")),
        Facts(tuple(Fact(label, "\n\n", wide=True) for label in handover)),
        Signatures(
            (Signature(_("Handed over by")), Signature(_("Taken over by"))), dated=_("Time")
        ),
    ]
    return Document(
        title=words(_CAPTION),
        site=words(sites.name(sites.site(actor.site_id))),
        number=times.day(day),
        blocks=tuple(blocks),
    )  # fmt: skip


def _day(key: str) -> date:
    if len(key) != len("20261122") or not key.isdecimal() or not key.isascii():
        raise Refused(hidden=True)
    try:
        found = date(int(key[:4]), int(key[4:6]), int(key[6:]))
    except ValueError as wrong:
        raise Refused(hidden=True) from wrong
    if found.year not in _YEARS:
        raise Refused(hidden=True)
    return found


def _entries(duties: list[Duty], zone: tzinfo, actor: Actor) -> Table:
    plan = sites.plan_of(actor.site_id)
    rows = [
        (words(plan.post_title(one.post)), one.person.name, _span(one, zone), one.note, "", "")
        for one in duties
    ]
    columns = (
        Column(_("Post"), 4),
        Column(_("Person"), 3),
        Column(_("Time"), 5),
        Column(_("Remark"), 4),
        Column(_("Came"), 3),
        Column(_("Left"), 3),
    )
    return Table(columns, tuple(rows), empty=_("Nobody is on the list for this day yet"))


def _span(one: Duty, zone: tzinfo) -> str:
    start, end = one.start.astimezone(zone), one.end.astimezone(zone)
    until = times.hour(end)
    if end.date() != start.date():
        until = _("%(hour)s the next day") % {"hour": until}
    return _("%(start)s to %(end)s") % {"start": times.hour(start), "end": until}


def _gaps(cover: Cover, zone: tzinfo) -> str:
    spans = (times.span(gap.start, gap.end or gap.start, zone) for gap in cover.gaps)
    return f"{words(cover.title)}：{'；'.join(spans)}"


_CAPTION = Text("值班安排与交接表", "Duty list and handover")
PAPER = Paper(
    code="rosters.day",
    caption=_CAPTION,
    verb="rosters.duty.view",
    record="rosters.day",
    owner_kind="rosters.day",
    compose=_compose,
    page=lambda key: f"{reverse('rosters:day')}?day={_day(key).isoformat()}",
    editable=True,
)
