"""A piece as its card with its history, and the list of what stands at a place."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.documents import limits
from dayuan.platform.documents.content import (
    Column,
    Document,
    Fact,
    Facts,
    Heading,
    Note,
    Signature,
    Signatures,
    Table,
)
from dayuan.platform.documents.papers import Paper, number
from dayuan.platform.ui import times
from dayuan.platform.ui.drawn import words
from dayuan.reference.sites import queries as sites
from dayuan.reference.sites.queries import places
from dayuan.resources.equipment.queries import Item, items
from dayuan.resources.equipment.states import ITEM
from dayuan.resources.equipment.web import shown
from dayuan.resources.equipment.web.words import row_title


def _card(actor: Actor, key: str, /, *, at: datetime, for_all: bool) -> Document:
    found = items.get_for(actor, number(key))
    return Document(
        title=words(_CARD),
        site=words(sites.name(sites.site(actor.site_id))),
        number=_("No. %(number)s") % {"number": found.code},
        blocks=(
            Facts(tuple(_facts(found))),
            Heading(_("What became of it")),
            _history(found),
            Signatures((Signature(_("Kept by")), Signature(_("Checked by"))), dated=_("Date")),
        ),
    )


def _facts(found: Item) -> list[Fact]:
    row = sites.plan_of(found.site_id).handbook.equipment.get(found.row)
    known = items.systems(found.site_id)
    place = found.place.full_title if found.place else ""
    since = found.in_service_since
    return [
        Fact(_("Name"), found.name),
        Fact(_("State"), words(ITEM.state(found.state).label)),
        Fact(_("Where it stands"), words(place), wide=True),
        Fact(_("System"), words(shown.system_text(found.system, known)) if found.system else ""),
        Fact(_("Row of the plan"), f"{row.row}. {row_title(row)}" if row else found.row),
        Fact(_("Serial number"), found.serial),
        Fact(_("In service since"), times.day(since) if since else ""),
    ]


def _history(found: Item) -> Table:
    zone = sites.zone(found.site_id)
    rows = [
        (
            times.moment(one.at, zone),
            words(one.what),
            one.who.name if one.who else "",
            "" if one.erased else one.note,
        )
        for one in shown.happenings(items.timeline_of(found))
    ]
    columns = (
        Column(_("Time"), 3),
        Column(_("What was done"), 3),
        Column(_("By"), 2),
        Column(_("Reason"), 4),
    )
    return Table(columns, tuple(rows), empty=_("Nothing was written down."))


def _list(actor: Actor, key: str, /, *, at: datetime, for_all: bool) -> Document:
    place = places.place_for(actor, number(key))
    rows = items.visible_to(actor).filter(items.within(place)).exclude(state="retired")
    found = list(rows.order_by("sort_key", "pk")[: limits.ROWS + 1])
    cut = len(found) > limits.ROWS
    more = _("Only the first %(n)d pieces; the whole list can be taken away as an Excel file.")
    return Document(
        title=words(_LIST),
        site=words(sites.name(sites.site(actor.site_id))),
        number=_("Place: %(place)s") % {"place": f"{words(place.full_title)} {place.code}"},
        blocks=(
            *((Note(more % {"n": limits.ROWS}),) if cut else ()),
            _pieces(found[: limits.ROWS]),
            Signatures(
                (Signature(_("Counted by")), Signature(_("Checked by"))), dated=_("Date")
            ),
        ),
    )  # fmt: skip


def _pieces(found: list[Item]) -> Table:
    rows = [
        (
            str(n),
            one.code,
            one.name,
            words(one.place.full_title) if one.place else "",
            words(ITEM.state(one.state).label),
            "",
        )
        for n, one in enumerate(found, start=1)
    ]
    columns = (
        Column(_("No."), 2, numeric=True),
        Column(_("Code"), 4),
        Column(_("Name"), 6),
        Column(_("Where it stands"), 6),
        Column(_("State"), 3),
        Column(_("Remark"), 4),
    )
    return Table(columns, tuple(rows), empty=_("No equipment stands here."))


_CARD = Text("设备卡片", "Equipment card")
_LIST = Text("设备清单", "List of equipment")
CARD = Paper(
    code="equipment.item",
    caption=_CARD,
    verb="equipment.item.view",
    record="equipment.item",
    owner_kind="equipment.item",
    compose=_card,
    page=lambda key: reverse("equipment:item", args=[int(key)]),
)
LIST = Paper(
    code="equipment.place",
    caption=_LIST,
    verb="equipment.item.view",
    record="sites.place",
    owner_kind="sites.place",
    compose=_list,
    page=lambda key: reverse("places:place", args=[int(key)]),
    editable=True,
)
