"""The register of equipment: every piece, by system, by place, by state, by words."""

from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dayuan.platform.access.actors import Actor
from dayuan.platform.lists.sheets import Among, Bulk, Drawn, Field, Order, Reading, Sheet, Words
from dayuan.reference.sites.queries import places
from dayuan.resources.equipment.queries import Item, items
from dayuan.resources.equipment.states import ITEM
from dayuan.resources.equipment.web import shown
from dayuan.resources.equipment.web.words import said


def _systems(reading: Reading) -> Iterable[tuple[str, str]]:
    found = items.systems(reading.actor.site_id)
    return ((key, said(text)) for key, text in found.items())


def upper(reading: Reading) -> Iterable[tuple[str, str]]:
    """Return the buildings and floors among which one is chosen."""
    found = places.upper_places(reading.actor.site_id)
    return ((str(one.pk), said(one.full_title)) for one in found)


def within(chosen: str, reading: Reading) -> Q:
    """Return the condition that a piece stands in what was chosen."""
    found = places.of_site(reading.actor.site_id, [int(chosen)])
    return items.within(found[int(chosen)])


def _states(_reading: Reading) -> Iterable[tuple[str, str]]:
    return ((one.code, said(one.label)) for one in ITEM.states)


def _door(actor: Actor) -> QuerySet[Item]:
    return items.visible_to(actor)


def _drawn(found: Sequence[Item], _reading: Reading) -> Iterable[Drawn]:
    known = items.systems(found[0].site_id) if found else {}
    for one in found:
        cells = {
            "name": one.name,
            "code": one.code,
            "state": ITEM.state(one.state),
            "place": one.place.full_title if one.place is not None else "",
            "system": shown.system_text(one.system, known) if one.system else "",
            "since": one.in_service_since,
            "serial": one.serial,
        }
        # What was scrapped gets no label any more.
        tick = "" if one.state == "retired" else _("Label %(what)s") % {"what": one.code}
        yield Drawn(cells=cells, url=reverse("equipment:item", args=[one.pk]), tick=tick)


SHEET: Sheet[Item] = Sheet(
    code="equipment.items",
    caption=_("Equipment"),
    verb="equipment.item.view",
    page="equipment:list",
    door=_door,
    draw=_drawn,
    size=50,
    bulk=Bulk(
        label=_("Label the ticked and print"),
        icon="qrcode",
        url_name="equipment:labels",
        name="pick",
        verb="equipment.label.manage",
        hint=_("What has a valid label keeps it and is printed again."),
        fields={"kind": "items"},
    ),
    fields=(
        Field(code="name", label=_("Equipment"), slot="what"),
        Field(code="code", label=_("Code"), slot="number"),
        Field(code="state", label=_("State"), slot="state"),
        Field(code="place", label=_("Where it stands"), slot="where"),
        Field(code="system", label=_("System")),
        Field(code="since", label=_("In service since")),
        Field(code="serial", label=_("Serial number"), usual=False),
    ),
    orders=(
        Order(code="code", label=_("By code"), by=("sort_key",), heading="code"),
        Order(code="falling", label=_("By code, falling"), by=("-sort_key",), heading="code"),
        Order(
            code="place", label=_("By place"), by=("place__path_key", "sort_key"),
            heading="place", may_be_empty=True,
        ),
        Order(
            code="oldest", label=_("Longest in service first"), by=("in_service_since",),
            heading="since", may_be_empty=True,
        ),
    ),
    filters=(
        Words(code="words", label=_("Name or code"), matching=items.matching),
        Among(code="within", label=_("Building or floor"), choices=upper, where=within),
        Among(
            code="system", label=_("System"), choices=_systems,
            where=lambda chosen, _reading: Q(system=chosen),
        ),
        Among(
            code="state", label=_("State"), choices=_states,
            where=lambda chosen, _reading: Q(state=chosen),
        ),
    ),
)  # fmt: skip
