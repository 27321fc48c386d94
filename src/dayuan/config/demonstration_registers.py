"""Places, equipment, counts and labels for the demonstration, by the people's own commands.

What there is stands in a file beside the handbooks and is invented: the program knows
no room and no machine of a compound.
"""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from dayuan.config.demonstration import NotADemonstrationError, someone
from dayuan.platform.access.actors import Actor
from dayuan.reference.sites import queries as sites
from dayuan.reference.sites.commands import places
from dayuan.reference.sites.commands.places import NewPlace
from dayuan.reference.sites.queries import Site
from dayuan.reference.sites.states import PlaceKind
from dayuan.resources.equipment.commands import items, labels, survey
from dayuan.resources.equipment.commands.items import Described

Told = Mapping[str, Any]


def registers(handbook: Path) -> Path:
    """Return the file of what the demonstrated compound has."""
    return handbook.parent / "demonstrations" / f"{handbook.name}-registers.yaml"


def make(site: Site, *, file: Path, at: datetime) -> None:
    """Enter what the file tells of; a compound that has no file has empty registers."""
    if not file.is_file():
        return
    told = yaml.safe_load(file.read_text(encoding="utf-8"))
    rooms = _places(site, told["places"], at=at)
    pieces = _pieces(site, told["pieces"], rooms, at=at)
    for one in told["counts"]:
        survey.count(**one, actor=_who(site, "equipment.survey.count", at), at=at)
    labels.issue(
        place_ids=[rooms[code] for code in told["labels"]["places"]],
        item_ids=[pieces[code] for code in told["labels"]["pieces"]],
        actor=_who(site, "equipment.label.manage", at),
        at=at,
    )


def _places(site: Site, told: list[Told], *, at: datetime) -> dict[str, int]:
    """Enter the places, each with those in it; return their ids by code."""
    actor, found = _who(site, "sites.place.manage", at), dict[str, int]()
    for code, kind, zh, en, around in _flat(told, ""):
        made = places.create_place(
            place=NewPlace(code, PlaceKind(kind), zh, en, found.get(around)), actor=actor, at=at
        )
        found[code] = made.pk
    return found


def _flat(told: list[Told], around: str) -> list[tuple[str, str, str, str, str]]:
    rows: list[tuple[str, str, str, str, str]] = []
    for one in told:
        rows.append((one["code"], one["kind"], one["zh"], one["en"], around))
        rows += _flat(one.get("inside", []), one["code"])
    return rows


def _pieces(
    site: Site, told: list[Told], rooms: Mapping[str, int], *, at: datetime
) -> dict[str, int]:
    """Enter the pieces with what became of them; return their ids by code."""
    actor, found = _who(site, "equipment.item.manage", at), dict[str, int]()
    for one in told:
        since = one.get("since")
        described = Described(
            name=one["name"],
            row=one.get("row", ""),
            system=one.get("system", ""),
            place_id=rooms[one["place"]],
            serial=one.get("serial", ""),
            in_service_since=date.fromisoformat(str(since)) if since else None,
        )
        made = items.register(
            code=one["code"], copies=one.get("copies", 1), described=described,
            actor=actor, at=at,
        )  # fmt: skip
        found.update({item.code: item.pk for item in made})
        for act in one.get("acts", []):
            items.change_state(item_id=made[0].pk, **act, actor=actor, at=at)
    return found


def _who(site: Site, verb: str, at: datetime) -> Actor:
    """Return somebody whose post may do this by the plan."""
    holding = sites.plan_of(site.pk).holding(verb)
    if holding is None:
        raise NotADemonstrationError(f"the plan grants {verb} to no post")
    return someone(site, holding.posts[0], at=at)
