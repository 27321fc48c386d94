"""The question of search in SQL by hand: every kind the person may search, best first."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from dayuan.platform.search import matching
from dayuan.platform.search.matching import Fit
from dayuan.platform.search.tokens import Wanted
from tools.bench.floor_sql import Who, ask, door

#: Shown of a kind, and counted.
FEW, COUNTED = 6, 101


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: who may search it, where it stands, and what is shown of it."""

    verb: str
    table: str = ""
    title: str = "''"
    number: str = "''"


KINDS = {
    "work.case": Kind("", "work_case", "c.title", "c.number"),
    "equipment.item": Kind("equipment.item.view", "equipment_item", "c.name", "c.code"),
    "sites.place": Kind("sites.place.view", "sites_place", "c.title_zh", "c.code"),
    "people.person": Kind("people.person.view", "people_person", "c.name", "c.staff_number"),
    "plans.clause": Kind("plans.revision.view"),
    "plans.decision": Kind("plans.revision.view"),
    "plans.playbook": Kind("plans.revision.view"),
    "plans.post": Kind("plans.revision.view"),
}


def found(who: Who, wanted: Wanted) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of each kind, what fits best and the newest first; in one question."""
    parts, given = [], []
    for kind, one in KINDS.items():
        if not one.verb or one.verb in who.verbs:
            for fit in matching.fits(wanted):
                part, values = _part(who, kind, wanted, fit)
                parts.append(f"SELECT '{kind}', {int(fit)}, f.* FROM ({part}) AS f")
                given += values
    rows = sorted(ask(" UNION ALL ".join(parts), given), key=lambda row: (row[1], -row[2]))
    exact = [row for row in rows if row[1] != Fit.NEAR] or rows
    return {kind: [row[2:] for row in exact if row[0] == kind] for kind in KINDS}


def _part(who: Who, kind: str, wanted: Wanted, fit: Fit) -> tuple[str, list[Any]]:
    one = KINDS[kind]
    if connection.vendor == "sqlite":
        words = "search_words w JOIN search_line l ON l.id = w.rowid"
        matches, newest = "w.search_words MATCH %s", "w.rowid"
        given = [matching.said(kind, wanted, fit).there]
    else:
        words, newest = "search_line l", "l.id"
        matches = "l.vector @@ %s::tsquery AND NOT l.vector @@ %s::tsquery"
        given = list(matching.said(kind, wanted, fit))
    joined = f"JOIN {one.table} c ON c.id = l.owner_id" if one.table else ""
    condition, keys = door(who) if kind == "work.case" else ("1 = 1", [])
    asked = (
        f"SELECT l.id, l.owner_id, {one.title} AS title, {one.number} AS number FROM {words}"
        f" {joined} WHERE {matches} AND l.site_id = %s AND l.kind = %s AND {condition}"
        f" ORDER BY {newest} DESC LIMIT {COUNTED}"
    )
    return asked, [*given, who.site, kind, *keys]
