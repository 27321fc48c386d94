"""Commands about months and the planner: who may give them, by hand."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from dayuan.reference.sites.models import Site
from dayuan.resources.rosters.models import Duty, Mending, Planning, RosterCell
from tests.cast import NOW
from tests.permissions import table
from tests.permissions.acting import act
from tests.permissions.world import World
from tests.resources.rosters import squad

_READ = "resources.rosters.commands.acknowledging."
_MEND = "resources.rosters.commands.mending."
_MONTH, _RUN = "resources.rosters.commands.rosters.", "resources.rosters.commands.planning."


def draft(world: World, part: str) -> Mapping[str, Any]:
    """Return the draft of a month of the guards."""
    return {"roster_id": world.ids["roster", "open"]}


def guard_cell(world: World, part: str) -> Mapping[str, Any]:
    """Return a day of the guard."""
    return {"person_id": world.cast.guard.person.pk, "day": date(2026, 11, 2)}


def run_asked(world: World, part: str) -> Mapping[str, Any]:
    """Return a run of the planner over the draft that waits for a worker."""
    rows = Planning.objects.filter(pk=world.ids["planning", "open"])
    rows.update(state="waiting", ended_at=None)
    return {"planning_id": world.ids["planning", "open"]}


def run_begun(world: World, part: str) -> Mapping[str, Any]:
    """Return one that a worker has begun."""
    Planning.objects.filter(pk=world.ids["planning", "open"]).update(state="working")
    return {"planning_id": world.ids["planning", "open"]}


def decided(world: World, part: str) -> Mapping[str, Any]:
    """Return the draft once its shifts have times and strengths: people are missing then."""
    Site.objects.filter(pk=world.cast.site.pk).update(revision_id=world.ids["plan", "decided"])
    return draft(world, part)


def new(_draft: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the group of whom a month is begun."""
    return {"group": squad.GROUP}


def set_already(world: World, part: str) -> Mapping[str, Any]:
    """Return a day of the guard that was set."""
    found = {**draft(world, part), **guard_cell(world, part)}
    RosterCell.objects.create(**found, fixed=True)
    return found


def shift_of_month(world: World, part: str) -> Mapping[str, Any]:
    """Return a duty of a published month that lies ahead, and how long its person is away."""
    start = NOW + timedelta(days=12)
    duty = Duty.objects.create(
        site_id=world.cast.site.pk, post="gate_guard", person=world.cast.guard.person,
        start=start, end=start + timedelta(hours=8), day=start.date(), planned_at=NOW,
        planned_by="system:tests",
    )  # fmt: skip
    return {"duty_id": duty.pk, "until": duty.day, "cause": "sick"}


def proposal(world: World, part: str, state: str = "proposed") -> Mapping[str, Any]:
    """Return a proposal to mend a month, in a state."""
    Mending.objects.filter(pk=world.ids["mending", "open"]).update(state=state)
    return {"mending_id": world.ids["mending", "open"]}


def published_shift(world: World, part: str) -> Mapping[str, Any]:
    """Return a published month in which the part has a shift."""
    place, start = world.ids["roster", "guard"], NOW + timedelta(days=12)
    Duty.objects.create(
        site_id=world.cast.site.pk, post="gate_guard", person=world.member(part).person,
        start=start, end=start + timedelta(hours=8), day=start.date(), planned_at=NOW,
        planned_by="system:tests", roster_id=place,
    )  # fmt: skip
    return {"roster_id": place}


ACTS = (
    act(_READ + "acknowledge", "rosters.duty.view", "staff", published_shift),
    act(_READ + "remind_of_month", "rosters.month.remind", "", published_shift),
    act(_MEND + "ask_mending", "rosters.duty.manage", table.MOVE, shift_of_month),
    act(_MEND + "drop_mending", "rosters.duty.manage", table.MOVE, proposal),
    act(
        _MEND + "accept_mending",
        "rosters.duty.manage",
        table.MOVE,
        lambda w, p: {**proposal(w, p), "accepted": False},
    ),
    act(_MEND + "begin_mending", "", "", lambda w, p: proposal(w, p, "waiting")),
    act(_MEND + "propose", "", "", lambda w, p: {**proposal(w, p, "working"), "changes": []}),
    act(
        _MEND + "give_up_mending",
        "",
        "",
        lambda w, p: {**proposal(w, p, "waiting"), "problem": "lost"},
    ),
    act(
        _MONTH + "open_month",
        "rosters.duty.manage",
        table.MOVE,
        lambda w, p: {**new(decided(w, p)), "month": date(2027, 1, 1)},
        ours=False,
    ),
    act(
        _MONTH + "set_cell",
        "rosters.duty.manage",
        table.MOVE,
        lambda w, p: {**draft(w, p), **guard_cell(w, p)},
    ),
    act(_MONTH + "clear_cell", "rosters.duty.manage", table.MOVE, set_already),
    act(
        "resources.rosters.commands.exchanging.exchange_cells",
        "rosters.duty.manage",
        table.MOVE,
        lambda w, p: {
            **draft(w, p),
            **guard_cell(w, p),
            "with_person_id": w.cast.guard.person.pk,
            "with_day": date(2026, 11, 9),
        },
    ),
    act(
        _MONTH + "accept",
        "rosters.month.accept rosters.duty.manage",
        table.ACCEPT,
        lambda w, p: {**decided(w, p), "rules": ["leader"]},
    ),
    act(_MONTH + "publish", "rosters.duty.manage", table.MOVE, lambda w, p: draft(w, p)),
    act(_MONTH + "discard", "rosters.duty.manage", table.MOVE, lambda w, p: draft(w, p)),
    act(
        _RUN + "ask", "rosters.duty.manage", table.MOVE, lambda w, p: {**draft(w, p), "seconds": 30}
    ),
    act(_RUN + "cancel", "rosters.duty.manage", table.MOVE, lambda w, p: run_asked(w, p)),
    act(_RUN + "begin", "", "", lambda w, p: run_asked(w, p)),
    act(
        _RUN + "finish",
        "",
        "",
        lambda w, p: {
            **run_begun(w, p),
            "cells": {},
            "engine": "greedy",
            "objective": 1,
            "bound": 0,
        },
    ),
    act(_RUN + "give_up", "", "", lambda w, p: {**run_asked(w, p), "problem": "lost"}),
)
