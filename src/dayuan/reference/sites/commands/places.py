"""Entering places, correcting them, and taking them out of use."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dayuan.kernel import codes
from dayuan.kernel.problems import Blocker, Problems, Refused, refuse_if
from dayuan.kernel.text import Text
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import declare
from dayuan.reference.sites import rules
from dayuan.reference.sites.models import Place
from dayuan.reference.sites.queries import places
from dayuan.reference.sites.states import PlaceKind

CREATED = declare("sites.place.create", "登记场所", "Enter a place")
CHANGED = declare("sites.place.change", "更正场所", "Correct a place")
RETIRED = declare("sites.place.retire", "停用场所", "Retire a place")

_SUBJECT = "sites.place"
_MANAGE = "sites.place.manage"


@dataclass(frozen=True, slots=True)
class NewPlace:
    """What is written down about a place; ``parent_id`` is the place around it."""

    code: str
    kind: PlaceKind
    title_zh: str = ""
    title_en: str = ""
    parent_id: int | None = None


@command
def create_place(*, place: NewPlace, actor: Actor, at: datetime) -> Place:
    """Enter a place; everything that is wrong with it is named at once."""
    permissions.require(actor, _MANAGE)
    parent = _parent(actor, place.parent_id)
    code = codes.tidy(place.code)
    taken = Place.objects.filter(site_id=actor.site_id, code=code).exists()
    refuse_if(
        [
            *rules.code_problems(code, taken=taken),
            *rules.title_problems(place.title_zh, place.title_en),
            *_lying(parent),
        ]
    )
    made = Place.objects.create(
        site_id=actor.site_id,
        code=code,
        kind=PlaceKind(place.kind),
        title_zh=place.title_zh.strip(),
        title_en=place.title_en.strip(),
        created_at=at,
        created_by=actor.key,
        **_lies(code, parent),
    )
    log.record(
        CREATED, actor=actor, at=at, subject=_SUBJECT, ids=[made.pk], details={"code": made.code}
    )
    return made


@command
def change_place(
    *,
    place_id: int,
    title_zh: str,
    title_en: str,
    parent_id: int | None,
    actor: Actor,
    at: datetime,
) -> Place:
    """Correct the titles of a place, or where it lies; its code stays for ever."""
    permissions.require(actor, _MANAGE)
    place = _own(actor, place_id)
    moves = parent_id != place.parent_id
    parent = _parent(actor, parent_id)
    if moves and parent is not None and parent.pk == place.pk:
        raise Refused(rules.IN_ITSELF)
    # A place that ever had others in it is not moved: their keys begin with its own.
    has_below = moves and Place.objects.filter(parent=place).exists()
    refuse_if(
        [
            *rules.title_problems(title_zh, title_en),
            *(_lying(parent, has_below=has_below) if moves else ()),
        ]
    )
    place.title_zh, place.title_en = title_zh.strip(), title_en.strip()
    if moves:
        for name, value in _lies(place.code, parent).items():
            setattr(place, name, value)
    place.save(update_fields=["title_zh", "title_en", "parent", "depth", "path_key"])
    log.record(
        CHANGED, actor=actor, at=at, subject=_SUBJECT, ids=[place.pk], details={"moved": moves}
    )
    return place


@command
def retire_place(*, place_id: int, actor: Actor, at: datetime) -> Place:
    """Take a place out of use; it stays readable, and its code is never given again."""
    permissions.require(actor, _MANAGE)
    place = _own(actor, place_id)
    refuse_if(rules.retire_problems(has_below=bool(places.with_places_below([place.pk]))))
    rows = Place.objects.filter(pk=place.pk, retired_at__isnull=True)
    if rows.update(retired_at=at, retired_by=actor.key) != 1:
        raise Refused(_RETIRED_ALREADY)
    log.record(RETIRED, actor=actor, at=at, subject=_SUBJECT, ids=[place.pk])
    place.refresh_from_db()
    return place


def _own(actor: Actor, place_id: int) -> Place:
    found = places.of_site(actor.site_id, [place_id]).get(place_id)
    if found is None:
        raise Refused(hidden=True)
    return found


def _parent(actor: Actor, parent_id: int | None) -> Place | None:
    return None if parent_id is None else _own(actor, parent_id)


def _lying(parent: Place | None, *, has_below: bool = False) -> Problems:
    return rules.lying_problems(
        levels_above=0 if parent is None else parent.depth + 1,
        retired_above=parent is not None and parent.retired_at is not None,
        has_below=has_below,
    )


def _lies(code: str, parent: Place | None) -> dict[str, Any]:
    return {
        "parent": parent,
        "depth": 0 if parent is None else parent.depth + 1,
        "path_key": codes.key_below("" if parent is None else parent.path_key, code),
    }


_RETIRED_ALREADY = Blocker(
    "sites.place_retired_already",
    Text("这个场所已经停用。请刷新页面。", "This place is retired already. Reload the page."),
)
