"""The register of places: buildings, floors, rooms, in the order of the house."""

from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dayuan.platform.access.actors import Actor
from dayuan.platform.lists.sheets import Among, Drawn, Field, Order, Part, Reading, Sheet, Words
from dayuan.platform.ui.drawn import words
from dayuan.platform.ui.shapes import Badge
from dayuan.platform.ui.tones import Tone
from dayuan.reference.sites.queries import Place, places
from dayuan.reference.sites.states import PlaceKind


def state_of(found: Place) -> Badge:
    """Return whether a place is in use, as people see it."""
    if found.retired_at is not None:
        return Badge(Tone.WAITING, _("Retired"), "ban")
    return Badge(Tone.DONE, _("In use"))


def _upper(reading: Reading) -> Iterable[tuple[str, str]]:
    found = places.upper_places(reading.actor.site_id)
    return ((str(one.pk), f"{words(one.full_title)} · {one.code}") for one in found)


def _within(chosen: str, reading: Reading) -> Q:
    found = places.of_site(reading.actor.site_id, [int(chosen)])
    return places.within(found[int(chosen)])


def _kinds(_reading: Reading) -> Iterable[tuple[str, str]]:
    return ((kind.value, words(kind.text)) for kind in PlaceKind)


def _door(actor: Actor) -> QuerySet[Place]:
    return places.places_visible_to(actor)


def _drawn(found: Sequence[Place], _reading: Reading) -> Iterable[Drawn]:
    for one in found:
        cells = {
            "title": one.title,
            "code": one.code,
            "state": state_of(one),
            "around": one.parent.full_title if one.parent else "",
            "kind": PlaceKind(one.kind).text,
            "entered": one.created_at,
        }
        yield Drawn(cells=cells, url=reverse("places:place", args=[one.pk]))


SHEET: Sheet[Place] = Sheet(
    code="sites.places",
    caption=_("Places"),
    verb="sites.place.view",
    page="places:list",
    door=_door,
    draw=_drawn,
    size=60,
    fields=(
        Field(code="title", label=_("Place"), slot="what"),
        Field(code="code", label=_("Code"), slot="number"),
        Field(code="state", label=_("State"), slot="state"),
        Field(code="around", label=_("Lies in"), slot="where"),
        Field(code="kind", label=_("Kind")),
        Field(code="entered", label=_("Entered"), usual=False),
    ),
    orders=(
        Order(code="house", label=_("As one walks through the house"), by=("path_key",)),
        Order(code="newest", label=_("Last entered first"), by=("-created_at",), heading="entered"),
    ),
    parts=(
        Part(code="all", label=_("All"), where=lambda _reading: Q()),
        Part(
            code="in_use", label=_("In use"), where=lambda _reading: Q(retired_at__isnull=True)
        ),
        Part(
            code="retired", label=_("Retired"), where=lambda _reading: Q(retired_at__isnull=False)
        ),
    ),
    filters=(
        Words(code="words", label=_("Name or code"), matching=places.matching),
        Among(code="within", label=_("Building or floor"), choices=_upper, where=_within),
        Among(
            code="kind", label=_("Kind"), choices=_kinds,
            where=lambda chosen, _reading: Q(kind=chosen),
        ),
    ),
)  # fmt: skip
