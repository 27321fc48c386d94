"""What may have a label: places and pieces in use beside their labels, each a list of its own."""

from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.lists.sheets import (
    Among,
    Bulk,
    Drawn,
    Field,
    Order,
    Part,
    Reading,
    Sheet,
    Words,
)
from dayuan.platform.ui.shapes import Badge
from dayuan.platform.ui.tones import Tone
from dayuan.reference.sites.queries import Place, places
from dayuan.resources.equipment.queries import Item, Label, items, labels
from dayuan.resources.equipment.web.item_sheet import upper, within
from dayuan.resources.equipment.web.words import said

MANAGE = "equipment.label.manage"


def _places(actor: Actor) -> QuerySet[Place]:
    return places.places_visible_to(actor).filter(retired_at__isnull=True)


def _pieces(actor: Actor) -> QuerySet[Item]:
    return items.visible_to(actor).exclude(state="retired")


def _within_place(chosen: str, reading: Reading) -> Q:
    found = places.of_site(reading.actor.site_id, [int(chosen)])
    return places.within(found[int(chosen)])


def _drawn_places(found: Sequence[Place], reading: Reading) -> Iterable[Drawn]:
    held = labels.valid_of(reading.actor, place_ids=[one.pk for one in found]) if found else {}
    for one in found:
        where = one.parent.full_title if one.parent is not None else None
        yield _drawn(one.title, one.code, where, held.get(one.pk), "places:place", one.pk)


def _drawn_pieces(found: Sequence[Item], reading: Reading) -> Iterable[Drawn]:
    held = labels.valid_of(reading.actor, item_ids=[one.pk for one in found]) if found else {}
    for one in found:
        where = one.place.full_title if one.place is not None else None
        yield _drawn(Text(one.name), one.code, where, held.get(one.pk), "equipment:item", one.pk)


def _drawn(
    title: Text, code: str, where: Text | None, label: Label | None, page: str, pk: int
) -> Drawn:
    """Return one thing; its name leads to its label, or to itself where it has none."""
    cells = {
        "title": title,
        "code": code,
        "state": _badge(label),
        "where": where or "",
        "issued": label.issued_at if label else "",
    }
    url = reverse("equipment:label", args=[label.pk]) if label else reverse(page, args=[pk])
    tick = _("Label %(what)s") % {"what": f"{code} {said(title)}"}
    return Drawn(cells=cells, url=url, tick=tick)


def _badge(label: Label | None) -> Badge:
    if label is None:
        return Badge(Tone.WAITING, _("No label"), "circle")
    return Badge(Tone.DONE, _("Label %(n)d") % {"n": label.pk}, "qrcode")


def _bulk(kind: str) -> Bulk:
    return Bulk(
        label=gettext_lazy("Label the ticked and print"), icon="qrcode",
        url_name="equipment:labels", name="pick", verb=MANAGE,
        hint=gettext_lazy("What has a valid label keeps it and is printed again."),
        fields={"kind": kind},
    )  # fmt: skip


def _parts(field: str) -> tuple[Part, ...]:
    return (
        Part(code="all", label=gettext_lazy("All"), where=lambda _reading: Q()),
        Part(
            code="none", label=gettext_lazy("No label"),
            where=lambda _reading: ~Q(labels.has_one(field)),
        ),
        Part(
            code="labelled", label=gettext_lazy("Labelled"),
            where=lambda _reading: Q(labels.has_one(field)),
        ),
    )  # fmt: skip


_FIELDS = (
    Field(code="title", label=gettext_lazy("What gets a label"), slot="what"),
    Field(code="code", label=gettext_lazy("Code"), slot="number"),
    Field(code="state", label=gettext_lazy("QR label"), slot="state"),
    Field(code="where", label=gettext_lazy("Where it is"), slot="where"),
    Field(code="issued", label=gettext_lazy("Issued"), usual=False),
)
_BUILDING = gettext_lazy("Building or floor")
PLACES: Sheet[Place] = Sheet(
    code="equipment.label_places",
    caption=gettext_lazy("QR labels of places"),
    verb=MANAGE,
    page="equipment:labels",
    door=_places,
    draw=_drawn_places,
    size=60,
    bulk=_bulk("places"),
    fields=_FIELDS,
    orders=(
        Order(code="house", label=gettext_lazy("As one walks through the house"), by=("path_key",)),
        Order(code="newest", label=gettext_lazy("Last entered first"), by=("-created_at",)),
    ),
    parts=_parts("place"),
    filters=(
        Words(code="words", label=gettext_lazy("Name or code"), matching=places.matching),
        Among(code="within", label=_BUILDING, choices=upper, where=_within_place),
    ),
)
PIECES: Sheet[Item] = Sheet(
    code="equipment.label_items",
    caption=gettext_lazy("QR labels of equipment"),
    verb=MANAGE,
    page="equipment:labels_of_items",
    door=_pieces,
    draw=_drawn_pieces,
    size=60,
    bulk=_bulk("items"),
    fields=_FIELDS,
    orders=(
        Order(code="code", label=gettext_lazy("By code"), by=("sort_key",), heading="code"),
        Order(
            code="place", label=gettext_lazy("By place"), by=("place__path_key", "sort_key"),
            heading="where", may_be_empty=True,
        ),
    ),
    parts=_parts("item"),
    filters=(
        Words(code="words", label=gettext_lazy("Name or code"), matching=items.matching),
        Among(code="within", label=_BUILDING, choices=upper, where=within),
    ),
)  # fmt: skip
