"""Arranging a month: begun, cells set, exceptions accepted, published or discarded."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from dayuan.kernel.problems import Problems, Refused, refuse_if
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log, transitions
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import AuditType
from dayuan.platform.jobs import outbox
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import entries, events, queries
from dayuan.resources.rosters.models import Acceptance, Duty, Roster, RosterCell
from dayuan.resources.rosters.planner.problem import Duty as Stand
from dayuan.resources.rosters.queries import reading
from dayuan.resources.rosters.rules import drafting, judging, months
from dayuan.resources.rosters.states import ROSTER

ARRANGE, ACCEPT = "rosters.duty.manage", "rosters.month.accept"
SUBJECT = "rosters.roster"


@command
def open_month(*, group: str, month: date, actor: Actor, at: datetime) -> Roster:
    """Begin the roster of a group for the month of a day; return it, empty."""
    permissions.require(actor, ARRANGE)
    first, today = month.replace(day=1), sites.today(actor.site_id, at)
    refuse_if(
        months.open_problems(
            first,
            decided=group in queries.shift_plans(actor.site_id),
            known=group in sites.plan_of(actor.site_id).handbook.shift_plans,
            exists=_alive(actor, group, first).exists(),
            today=today,
        )
    )
    try:
        with transaction.atomic():
            roster = Roster.objects.create(
                site_id=actor.site_id, group=group, month=first, made_at=at, made_by=actor.key
            )
    except IntegrityError as twice:
        # Somebody else began it between the question and the answer.
        raise Refused(months.EXISTS) from twice
    transitions.begin(roster, machine=ROSTER, actor=actor, at=at)
    _log(entries.OPEN, roster, actor, at, group=group, month=first.isoformat())
    return roster


@command
def set_cell(
    *,
    roster_id: int,
    person_id: int,
    day: date,
    post: str = "",
    shift: str = "",
    actor: Actor,
    at: datetime,
) -> RosterCell:
    """Set what somebody does on a day of a draft; without a post the day is kept free.

    A set cell stays as it is when the month is planned. One that could never be published
    is refused; what can be mended by other cells is only shown.
    """
    roster = draft_for(actor, roster_id)
    month = reading.month(roster)
    refuse_if(cell_problems(month.draft, person_id, day, post, shift))
    row, _made = RosterCell.objects.update_or_create(
        roster=roster, person_id=person_id, day=day,
        defaults={"post": post, "shift": shift, "fixed": True},
    )  # fmt: skip
    _log(entries.SET, roster, actor, at, person=person_id, day=day.isoformat(), post=post,
         shift=shift)  # fmt: skip
    return row


@command
def clear_cell(*, roster_id: int, person_id: int, day: date, actor: Actor, at: datetime) -> None:
    """Take a cell out of a draft: nothing is planned, and the planner may."""
    roster = draft_for(actor, roster_id)
    gone, _kinds = roster.cells.filter(person_id=person_id, day=day).delete()
    if gone:
        _log(entries.SET, roster, actor, at, person=person_id, day=day.isoformat(), post="",
             shift="")  # fmt: skip


@command
def accept(*, roster_id: int, rules: Collection[str], actor: Actor, at: datetime) -> int:
    """Accept by name what a draft does not keep, as often as it does not now; return how many."""
    permissions.require(actor, ACCEPT)
    roster = draft_for(actor, roster_id)
    found = queries.sheet(roster)
    chosen = [one for one in found.judged.broken if one.must_be_accepted and one.code in rules]
    for one in chosen:
        Acceptance.objects.update_or_create(
            roster=roster, rule=one.code,
            defaults={"units": one.units, "accepted_at": at, "accepted_by": actor.key},
        )  # fmt: skip
    if not chosen:
        raise Refused(months.NOTHING_TO_ACCEPT)
    _log(entries.ACCEPT, roster, actor, at, rules={one.code: one.units for one in chosen})
    return len(chosen)


@command
def publish(*, roster_id: int, actor: Actor, at: datetime) -> int:
    """Let a draft stand: its duties are on the duty list from now on; return how many.

    Refused as long as a rule that holds is broken, or one that must be accepted is not.
    """
    roster = draft_for(actor, roster_id)
    queries.hold_still(roster.cells.values_list("person_id", flat=True).distinct())
    found = queries.sheet(roster)
    refuse_if(found.judged.problems(found.units_accepted))
    transitions.move(
        roster, machine=ROSTER, act="publish", actor=actor, at=at, published_at=at,
        published_by=actor.key,
    )  # fmt: skip
    duties = Duty.objects.bulk_create(_duties(found, actor, at))
    _log(entries.PUBLISH, roster, actor, at, group=roster.group, duties=len(duties))
    outbox.publish(events.PUBLISHED, at=at, site_id=roster.site_id, roster=roster.pk)
    return len(duties)


@command
def discard(*, roster_id: int, actor: Actor, at: datetime) -> None:
    """Throw a draft away; the month can be begun anew."""
    roster = draft_for(actor, roster_id)
    transitions.move(roster, machine=ROSTER, act="discard", actor=actor, at=at)
    _log(entries.DISCARD, roster, actor, at, group=roster.group)


def cell_problems(
    draft: drafting.Draft, person_id: int, day: date, post: str, shift: str
) -> Problems:
    """Return what stands against setting a cell, for the page and for the command."""
    if day not in draft.month:
        return (months.OUTSIDE,)
    if bool(post) != bool(shift) or (post and not _manned(draft, post, shift)):
        return (months.UNKNOWN_CELL,)
    if person_id not in {one.person for one in draft.members}:
        return judging.line_problems(draft, person_id, {})
    fixed = {d: cell for (person, d), cell in draft.fixed.items() if person == person_id}
    cells = fixed | {day: Stand(post, shift) if post else None}
    return judging.line_problems(draft, person_id, cells)


# --- inside -------------------------------------------------------------------------------


def _manned(draft: drafting.Draft, post: str, shift: str) -> bool:
    return any(one.code == shift and post in one.strength for one in draft.plan.shifts)


def _alive(actor: Actor, group: str, month: date) -> QuerySet[Roster]:
    rows = Roster.objects.filter(site_id=actor.site_id, group=group, month=month)
    return rows.exclude(state="discarded")


def draft_for(actor: Actor, roster_id: int) -> Roster:
    """Return a draft that may be changed now: no planner is at work on it."""
    permissions.require(actor, ARRANGE)
    roster = queries.roster_for(actor, roster_id)
    if roster.state != "draft":
        raise Refused(months.NO_DRAFT)
    if roster.plannings.filter(state__in=["waiting", "working"]).exists():
        raise Refused(months.BEING_PLANNED)
    return roster


def _duties(found: queries.Sheet, actor: Actor, at: datetime) -> list[Duty]:
    roster, draft = found.roster, found.month.draft
    known = {one.code: one for one in drafting.shifts(draft.plan)}
    rows = []
    for person, cells in found.month.lines.items():
        for day, cell in zip(draft.days, cells, strict=True):
            if cell is not None:
                start = draft.calendar.at(day, months.clock(known[cell.shift].start))
                rows.append(
                    Duty(
                        site_id=roster.site_id, post=cell.post, person_id=int(person),
                        start=start, end=start + timedelta(minutes=known[cell.shift].minutes),
                        day=day, shift=cell.shift, roster=roster, planned_at=at,
                        planned_by=actor.key,
                    )
                )  # fmt: skip
    return rows


def _log(kind: AuditType, roster: Roster, actor: Actor, at: datetime, **details: object) -> None:
    log.record(kind, actor=actor, at=at, subject=SUBJECT, ids=[roster.pk], details=details)
