"""Letting the program plan a draft: asked for, worked at by a worker, taken or not."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from dayuan.kernel.problems import Refused, refuse_if
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log, transitions
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import AuditType
from dayuan.platform.jobs import outbox
from dayuan.resources.rosters import entries, events, queries
from dayuan.resources.rosters.commands.rosters import ARRANGE, draft_for
from dayuan.resources.rosters.models import Planning, RosterCell
from dayuan.resources.rosters.planner.problem import Cell
from dayuan.resources.rosters.rules import months
from dayuan.resources.rosters.states import PLANNING

SUBJECT = "rosters.planning"
Found = Mapping[tuple[int, date], Cell]


@command
def ask(*, roster_id: int, seconds: int, actor: Actor, at: datetime) -> Planning:
    """Ask the program to fill a draft around its set cells, in so many seconds at most."""
    roster = draft_for(actor, roster_id)
    refuse_if(months.planning_problems(seconds))
    try:
        with transaction.atomic():
            row = Planning.objects.create(
                roster=roster, site_id=roster.site_id, seconds=seconds, asked_at=at,
                asked_by=actor.key,
            )  # fmt: skip
    except IntegrityError as twice:
        raise Refused(months.BEING_PLANNED) from twice
    transitions.begin(row, machine=PLANNING, actor=actor, at=at)
    _log(entries.ASK, row, actor, at, seconds=seconds)
    outbox.publish(events.PLANNING_ASKED, at=at, site_id=row.site_id, planning=row.pk)
    return row


@command
def cancel(*, planning_id: int, actor: Actor, at: datetime) -> None:
    """Let a run be; the draft stays as it was, and the worker stops within a second or two."""
    permissions.require(actor, ARRANGE)
    row = queries.planning_for(actor, planning_id)
    _move(row, "cancel", entries.CANCEL_PLANNING, actor, at, ended_at=at)


@command
def begin(*, planning_id: int, actor: Actor, at: datetime) -> Planning:
    """Begin to plan, or begin anew after a worker was killed; the program alone."""
    row = _own(planning_id, actor)
    _move(row, "begin", entries.BEGIN, actor, at, begun_at=at)
    return row


@command
def finish(
    *, planning_id: int, cells: Found, engine: str, objective: int, bound: int,
    actor: Actor, at: datetime, why: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Write what was found into the draft, around its set cells; the program alone.

    ``why`` says what cannot hold together where posts stay open.
    """
    row = _own(planning_id, actor)
    _move(
        row, "finish", entries.FINISH, actor, at, ended_at=at, engine=engine,
        objective=objective, bound=bound, why=dict(why or {}),
    )  # fmt: skip
    kept = set(row.roster.cells.filter(fixed=True).values_list("person_id", "day"))
    row.roster.cells.filter(fixed=False).delete()
    RosterCell.objects.bulk_create(
        RosterCell(roster=row.roster, person_id=who, day=day, post=cell.post, shift=cell.shift)
        for (who, day), cell in cells.items()
        if cell is not None and (who, day) not in kept
    )


@command
def give_up(
    *, planning_id: int, problem: str, actor: Actor, at: datetime,
    why: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Say that no roster was found, and why, by a codeword; the program alone."""
    row = _own(planning_id, actor)
    _move(
        row, "give_up", entries.GIVE_UP, actor, at, ended_at=at, problem=problem,
        why=dict(why or {}),
    )  # fmt: skip


def _own(planning_id: int, actor: Actor) -> Planning:
    if not actor.is_system:
        raise Refused(months.ONLY_THE_PROGRAM)
    return queries.planning_for(actor, planning_id)


def _move(
    row: Planning, act: str, kind: AuditType, actor: Actor, at: datetime, **fields: Any
) -> None:
    transitions.move(row, machine=PLANNING, act=act, actor=actor, at=at, **fields)
    # What cannot hold together names people and days of leave: it stands with the run alone.
    told = {n: value for n, value in fields.items() if not n.endswith("_at") and n != "why"}
    _log(kind, row, actor, at, roster=row.roster_id, **told)


def _log(kind: AuditType, row: Planning, actor: Actor, at: datetime, **details: Any) -> None:
    log.record(kind, actor=actor, at=at, subject=SUBJECT, ids=[row.pk], details=details)
