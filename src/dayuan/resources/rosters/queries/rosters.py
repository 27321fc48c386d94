"""Reading months: the doors, the drafts as they are judged, and the planner's runs."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, FilteredRelation, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from dayuan.handbook.schema.shifts import ShiftPlan
from dayuan.kernel.problems import Refused
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.reference.people import queries as people
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters.models import Acceptance, Duty, Planning, Roster, RosterCell
from dayuan.resources.rosters.queries import reading
from dayuan.resources.rosters.queries.reading import Month
from dayuan.resources.rosters.rules import judging, need
from dayuan.resources.rosters.rules.judging import Judged

VIEW, ARRANGE = "rosters.duty.view", "rosters.duty.manage"
SUBJECT = "rosters.roster"
#: A run takes a quarter of an hour at most, and may wait for others.
LOST_AFTER = timedelta(hours=2)
_BATCH = 100


@dataclass(frozen=True)
class Sheet:
    """A month as it is shown: names, lines, what is broken, and who accepted what."""

    month: Month
    judged: Judged
    names: Mapping[int, str]
    accepted: Mapping[str, Acceptance]
    #: Who accepted, by rule, where the asker came through the door.
    acceptors: Mapping[str, str] = field(default_factory=dict)
    #: The newest run of the planner, where the asker came through the door.
    planning: Planning | None = None

    @property
    def roster(self) -> Roster:
        """Return the roster itself."""
        return self.month.roster

    @property
    def units_accepted(self) -> dict[str, int]:
        """Return how many times each rule may be broken."""
        return {code: one.units for code, one in self.accepted.items()}


def rosters_visible_to(actor: Actor) -> QuerySet[Roster]:
    """Return the months the actor may see: drafts are for those who arrange duties."""
    permissions.require(actor, VIEW)
    known = sites.plan_of(actor.site_id).handbook.shift_plans
    rows = Roster.objects.filter(site_id=actor.site_id, group__in=list(known))
    rows = rows.exclude(state="discarded")
    return rows if actor.holds(ARRANGE) else rows.filter(state="published")


def roster_for(actor: Actor, roster_id: int) -> Roster:
    """Return one month; one the actor may not see does not exist."""
    found = rosters_visible_to(actor).filter(pk=roster_id).first()
    if found is None:
        raise Refused(hidden=True)
    return found


def months_of(actor: Actor, *, since: date, until: date) -> list[Roster]:
    """Return the months from one to another, by group and month; one question."""
    rows = rosters_visible_to(actor).filter(month__gte=since, month__lte=until)
    return list(rows.order_by("month", "group"))


def months_named(actor: Actor, roster_ids: Collection[int]) -> list[Roster]:
    """Return those of these months that the actor may see; none without the right to see any."""
    if not actor.holds(VIEW):
        return []
    return list(rosters_visible_to(actor).filter(pk__in=roster_ids))


def months_seen(actor: Actor, roster_ids: Collection[int]) -> set[int]:
    """Return which of these months the actor may see."""
    return {one.pk for one in months_named(actor, roster_ids)}


def people_of_month(roster_id: int) -> list[int]:
    """Return who has a duty in a published month; for telling them."""
    rows = Duty.objects.filter(roster_id=roster_id, cancelled_at__isnull=True)
    return sorted(rows.values_list("person_id", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class Listed:
    """A month in the list: how many duties and people it has."""

    roster: Roster
    duties: int
    people: int


def months_listed(actor: Actor, *, since: date, until: date) -> list[Listed]:
    """Return the months from one to another with what stands in them; one question."""
    rows = rosters_visible_to(actor).filter(month__gte=since, month__lte=until)
    drafted = RosterCell.objects.filter(roster=OuterRef("pk")).exclude(post="")
    standing = Duty.objects.filter(roster=OuterRef("pk"), cancelled_at__isnull=True)
    counted = {
        f"{name}_{what}": _counted(rows_of, what)
        for name, rows_of in (("drafted", drafted), ("standing", standing))
        for what in ("pk", "person_id")
    }
    found: list[Any] = list(rows.annotate(**counted).order_by("month", "group"))
    return [
        Listed(one, getattr(one, f"{which}_pk") or 0, getattr(one, f"{which}_person_id") or 0)
        for one in found
        for which in ("standing" if one.state == "published" else "drafted",)
    ]


def _counted(rows: QuerySet[Any], what: str) -> Subquery:
    grouped = rows.order_by().values("roster_id")
    return Subquery(grouped.annotate(n=Count(what, distinct=True)).values("n"))


def sheet_for(actor: Actor, roster_id: int) -> Sheet:
    """Return a month as it is shown; in a number of questions that does not grow.

    What was accepted and the newest run of the planner come with the month itself: pages
    have few questions to spare.
    """
    rows: Any = rosters_visible_to(actor).filter(pk=roster_id)
    rows = rows.annotate(exception=FilteredRelation("accepted")).select_related("exception")
    rows = rows.annotate(acceptor=people.name_of_key("exception__accepted_by"))
    newest = Planning.objects.filter(roster=OuterRef("pk")).order_by("-pk")
    told = JSONObject(**{name: name for name in _RUN})
    why = Subquery(newest.values("why")[:1])
    found = list(rows.annotate(run=Subquery(newest.values_list(told)[:1]), run_why=why))
    if not found:
        raise Refused(hidden=True)
    roster = found[0]
    run = _run_of(roster) if roster.run else None
    accepted = {one.exception: one.acceptor for one in found if hasattr(one, "exception")}
    acceptors = {one.rule: name or "" for one, name in accepted.items()}
    return _sheet(roster, accepted, run, acceptors)


def sheet(roster: Roster) -> Sheet:
    """Return a month as it is shown, whoever asks: the asker was at the door."""
    return _sheet(roster, roster.accepted.all())


#: What is told of a run of the planner.
_RUN = ("id", "state", "seconds", "objective", "bound", "engine", "problem")


def _run_of(roster: Any) -> Planning:
    return Planning(roster=roster, site_id=roster.site_id, why=roster.run_why or {}, **roster.run)


def _sheet(
    roster: Roster,
    accepted: Iterable[Acceptance],
    planning: Planning | None = None,
    acceptors: Mapping[str, str] | None = None,
) -> Sheet:
    month = reading.month(roster)
    return Sheet(
        month,
        judging.judged(month.draft, month.lines),
        {pk: one.name for pk, one in month.persons.items()},
        {one.rule: one for one in accepted},
        acceptors or {},
        planning,
    )


def shift_plans(site_id: int) -> dict[str, ShiftPlan]:
    """Return the groups whose shifts have times and strengths: those that can be arranged."""
    known = sites.plan_of(site_id).handbook.shift_plans
    return {code: plan for code, plan in known.items() if need.is_decided(plan)}


def planning_of(actor: Actor, roster_id: int) -> Planning | None:
    """Return the newest run of the planner over a month."""
    permissions.require(actor, ARRANGE)
    rows = Planning.objects.filter(roster_id=roster_id, site_id=actor.site_id)
    return rows.order_by("-pk").first()


def planning_for(actor: Actor, planning_id: int) -> Planning:
    """Return one run of the planner; the program sees those of its site."""
    if not actor.is_system:
        permissions.require(actor, ARRANGE)
    rows = Planning.objects.filter(pk=planning_id, site_id=actor.site_id)
    found = rows.select_related("roster").first()
    if found is None:
        raise Refused(hidden=True)
    return found


def waiting_planning(planning_id: int) -> Planning | None:
    """Return a run that still waits or that a killed worker left; for the worker."""
    rows = Planning.objects.filter(pk=planning_id, state__in=["waiting", "working"])
    return rows.select_related("roster").first()


def note_progress(planning_id: int, far: tuple[int, int] | None) -> bool:
    """Note how far a run is (cost, bound); tell whether anybody still waits for it."""
    rows = Planning.objects.filter(pk=planning_id, state="working")
    if far is None:
        return rows.exists()
    return rows.update(objective=far[0], bound=far[1]) == 1


def lost_plannings(*, at: datetime) -> list[Planning]:
    """Return runs that should have ended long ago; for the program."""
    rows = Planning.objects.filter(state__in=["waiting", "working"], asked_at__lte=at - LOST_AFTER)
    return list(rows.order_by("pk")[:_BATCH])
