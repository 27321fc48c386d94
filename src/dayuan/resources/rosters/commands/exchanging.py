"""Two cells of a draft change places: what a hand moves to another day or person."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from django.db.models import Q, QuerySet

from dayuan.kernel.problems import Problem, Problems, refuse_if
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log
from dayuan.platform.audit.command import command
from dayuan.resources.rosters import entries
from dayuan.resources.rosters.commands.rosters import SUBJECT, cell_problems, draft_for
from dayuan.resources.rosters.models import Roster, RosterCell
from dayuan.resources.rosters.planner.problem import Duty as Stand
from dayuan.resources.rosters.queries import reading
from dayuan.resources.rosters.rules.drafting import Draft

#: A person and a day.
Place = tuple[int, date]


@command
def exchange_cells(
    *, roster_id: int, person_id: int, day: date, with_person_id: int, with_day: date,
    actor: Actor, at: datetime,
) -> None:  # fmt: skip
    """Let two cells of a draft change places; what stands there is set by hand then.

    Where one of them is empty the other's place is left to the planner. Refused where a cell
    could never be published at its new place; then neither moves.
    """
    roster = draft_for(actor, roster_id)
    one, other = (person_id, day), (with_person_id, with_day)
    found = {(row.person_id, row.day): row for row in _rows(roster, one, other)}
    moved = {
        new: found[old] for new, old in ((one, other), (other, one)) if old in found and new != old
    }
    refuse_if(exchange_problems(reading.month(roster).draft, (one, other), moved))
    _rows(roster, one, other).delete()
    RosterCell.objects.bulk_create(
        RosterCell(roster=roster, person_id=person, day=when, post=row.post, shift=row.shift,
                   fixed=True)
        for (person, when), row in moved.items()
    )  # fmt: skip
    log.record(
        entries.EXCHANGE, actor=actor, at=at, subject=SUBJECT, ids=[roster.pk],
        details={"cells": [f"{person} {when.isoformat()}" for person, when in (one, other)]},
    )  # fmt: skip


def exchange_problems(
    draft: Draft, places: tuple[Place, Place], moved: Mapping[Place, RosterCell]
) -> Problems:
    """Return what stands against it, each reason once: every cell beside what stays set."""
    kept = {place: cell for place, cell in draft.fixed.items() if place not in places}
    put = {place: Stand(row.post, row.shift) if row.post else None for place, row in moved.items()}
    found: dict[str, Problem] = {}
    for (person, day), row in moved.items():
        others = {place: cell for place, cell in put.items() if place != (person, day)}
        beside = replace(draft, fixed=kept | others)
        for one in cell_problems(beside, person, day, row.post, row.shift):
            found.setdefault(one.code, one)
    return tuple(found.values())


def _rows(roster: Roster, one: Place, other: Place) -> QuerySet[RosterCell]:
    at = Q(person_id=one[0], day=one[1]) | Q(person_id=other[0], day=other[1])
    return RosterCell.objects.filter(at, roster=roster)
