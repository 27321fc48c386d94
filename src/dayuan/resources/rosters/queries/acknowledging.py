"""Who has read a published month, and who has not; a change of one's shifts makes it new."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.reference.people import queries as people
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters.models import Duty, MonthRead, Roster

VIEW = "rosters.duty.view"


@dataclass(frozen=True, slots=True)
class Reading:
    """How somebody stands to a published month: so many shifts, last changed, last read."""

    roster_id: int
    group: str
    month: date
    person: int
    name: str
    shifts: int
    changed_at: datetime
    read_at: datetime | None
    reminded_at: datetime | None

    @property
    def is_read(self) -> bool:
        """Tell whether it was read as it stands now."""
        return self.read_at is not None and self.read_at >= self.changed_at

    @property
    def is_changed(self) -> bool:
        """Tell whether it was read, and the person's own shifts have changed since."""
        return self.read_at is not None and not self.is_read


def own_readings(actor: Actor, *, today: date) -> list[Reading]:
    """Return the published months, this one and those to come, in which one has shifts."""
    permissions.require(actor, VIEW)
    rows = _shifts(actor.site_id).filter(
        person_id=actor.person_id or 0, roster__month__gte=today.replace(day=1)
    )
    return _readings(rows)


def own_reading(actor: Actor, roster_id: int) -> Reading | None:
    """Return how the actor stands to one published month; none without a shift in it."""
    permissions.require(actor, VIEW)
    rows = _shifts(actor.site_id).filter(person_id=actor.person_id or 0, roster_id=roster_id)
    return next(iter(_readings(rows)), None)


def readings_of(roster: Roster) -> list[Reading]:
    """Return how everybody with shifts in a published month stands to it; one question."""
    return _readings(_shifts(roster.site_id).filter(roster=roster))


def to_remind_of_months(*, now: datetime) -> list[tuple[int, int]]:
    """Return (month, site) of the months soon to begin that somebody has to be reminded of."""
    found: list[tuple[int, int]] = []
    for site_id in sites.all_ids():
        today = sites.today(site_id, now)
        for code, plan in sites.plan_of(site_id).handbook.shift_plans.items():
            if plan.unread is not None:
                until = today + timedelta(days=plan.unread.days_before)
                rows = Roster.objects.filter(
                    site_id=site_id, group=code, state="published", month__gt=today,
                    month__lte=until,
                )  # fmt: skip
                found.extend((one.pk, site_id) for one in rows if unread(readings_of(one)))
    return found


def published(roster_id: int, site_id: int) -> Roster | None:
    """Return a published month of a site; for the program."""
    return Roster.objects.filter(pk=roster_id, site_id=site_id, state="published").first()


def unread(found: Iterable[Reading]) -> list[Reading]:
    """Return those who have not read it and were never reminded."""
    return [one for one in found if not one.is_read and one.reminded_at is None]


def _shifts(site_id: int) -> QuerySet[Duty]:
    return Duty.objects.filter(site_id=site_id, roster__state="published")


def _readings(rows: QuerySet[Duty]) -> list[Reading]:
    """Return people with their shifts: what was taken off counts as a change, not as a shift."""
    noted = MonthRead.objects.filter(roster=OuterRef("roster_id"), person=OuterRef("person_id"))
    grouped = rows.order_by().values("roster_id", "roster__group", "roster__month", "person_id")
    counted: Iterable[Any] = grouped.annotate(
        shifts=Count("pk", filter=Q(cancelled_at__isnull=True)),
        changed=Max(Coalesce("cancelled_at", "planned_at")),
        name=people.name_of("person_id"),
        read=Subquery(noted.values("read_at")[:1]),
        reminded=Subquery(noted.values("reminded_at")[:1]),
    ).order_by("roster__month", "roster_id", people.order_of("person_id"), "person_id")
    return [
        Reading(
            one["roster_id"], one["roster__group"], one["roster__month"], one["person_id"],
            one["name"] or "", one["shifts"], one["changed"], one["read"], one["reminded"],
        )
        for one in counted
        if one["shifts"]
    ]  # fmt: skip
