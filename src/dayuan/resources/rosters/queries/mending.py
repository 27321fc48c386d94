"""Reading proposals to mend a month: the doors, and what they are made from and judged by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dayuan.kernel.problems import Refused
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters.models import Duty, Mending, Roster
from dayuan.resources.rosters.queries import reading
from dayuan.resources.rosters.queries.reading import Month
from dayuan.resources.rosters.rules import mending
from dayuan.resources.rosters.rules.days import month_of
from dayuan.resources.rosters.rules.judging import Judged
from dayuan.resources.rosters.rules.mending import Change

ARRANGE = "rosters.duty.manage"
#: A proposal takes seconds, and may wait for others.
LOST_AFTER = timedelta(minutes=30)
_BATCH = 100


@dataclass(frozen=True)
class Mended:
    """A proposal as it is shown and accepted: the month now, without the person, and after."""

    row: Mending
    month: Month
    changes: tuple[Change, ...]
    without: Judged
    after: Judged
    #: The plan has changed: a shift of the proposal is none any more.
    outdated: bool = False

    @property
    def costs(self) -> tuple[str, ...]:
        """Return the rules somebody has to accept with it."""
        return mending.costs(self.without, self.after)

    @property
    def names(self) -> Mapping[int, str]:
        """Return everybody's name by number."""
        return {pk: one.name for pk, one in self.month.persons.items()}


def month_of_duty(duty: Duty) -> Roster | None:
    """Return the published month that a duty is part of, where there is one."""
    known = sites.plan_of(duty.site_id).handbook.shift_plans
    groups = [code for code, plan in known.items() if duty.post in plan.posts]
    rows = Roster.objects.filter(
        site_id=duty.site_id, group__in=groups, month=duty.day.replace(day=1), state="published"
    )
    return rows.first()


def own_days(duty: Duty, until: date, at: datetime) -> list[Duty]:
    """Return the duties of a person from one to the last day of an absence, not yet begun."""
    rows = Duty.objects.filter(
        site_id=duty.site_id, person_id=duty.person_id, cancelled_at__isnull=True,
        day__gte=duty.day, day__lte=until, start__gt=at,
    )  # fmt: skip
    return list(rows.order_by("start", "pk"))


def mending_for(actor: Actor, mending_id: int) -> Mending:
    """Return one proposal, for whoever arranges duties; the program sees those of its site."""
    if not actor.is_system:
        permissions.require(actor, ARRANGE)
    rows = Mending.objects.filter(pk=mending_id, site_id=actor.site_id)
    found = rows.select_related("roster", "duty__person").first()
    if found is None:
        raise Refused(hidden=True)
    return found


def mended(row: Mending) -> Mended:
    """Return a proposal held against the month as it stands now."""
    month = reading.month(row.roster)
    changes, draft = mending.read(row.changes), month.draft
    if outdated := not mending.known(draft, changes):
        changes = ()
    without = mending.without(month.lines, draft, changes, row.duty.person_id)
    return Mended(
        row, month, changes, mending.judged(draft, without),
        mending.judged(draft, mending.changed(month.lines, draft, changes)), outdated,
    )  # fmt: skip


def standing_cells(roster: Roster) -> dict[tuple[int, date], int]:
    """Return which duty stands for a person and a day of a published month; for the program."""
    plan = sites.plan_of(roster.site_id).handbook.shift_plans[roster.group]
    month = month_of(roster.month)
    rows = Duty.objects.filter(
        site_id=roster.site_id, post__in=plan.posts, day__gte=month.start, day__lt=month.end,
        cancelled_at__isnull=True,
    )  # fmt: skip
    found = rows.order_by("start", "pk").values_list("person_id", "day", "pk")
    return {(person, day): pk for person, day, pk in found}


def waiting_mending(mending_id: int) -> Mending | None:
    """Return a proposal that still waits or that a killed worker left; for the worker."""
    rows = Mending.objects.filter(pk=mending_id, state__in=["waiting", "working"])
    return rows.select_related("roster", "duty").first()


def lost_mendings(*, at: datetime) -> list[Mending]:
    """Return proposals that nobody ever worked out; for the program."""
    rows = Mending.objects.filter(state__in=["waiting", "working"], asked_at__lte=at - LOST_AFTER)
    return list(rows.order_by("pk")[:_BATCH])
