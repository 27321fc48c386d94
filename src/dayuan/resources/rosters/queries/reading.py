"""What a month of a group is arranged from, read in a number of questions that does not grow."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from dayuan.handbook.schema.shifts import ShiftPlan
from dayuan.kernel.periods import Period
from dayuan.reference.people.queries import Kind, Person, contract_hours
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters.models import Duty, Roster, RosterCell
from dayuan.resources.rosters.planner.problem import Cell, Shift
from dayuan.resources.rosters.planner.problem import Duty as Stand
from dayuan.resources.rosters.queries import certificates
from dayuan.resources.rosters.queries.hours import night_rule
from dayuan.resources.rosters.queries.leave import away_and_wishes
from dayuan.resources.rosters.rules import can, drafting
from dayuan.resources.rosters.rules.days import days, month_of
from dayuan.resources.rosters.rules.drafting import BEFORE, Draft, Member
from dayuan.resources.rosters.rules.hours import SMALL_HOURS

#: How many months before count for who bore how much.
CARRIED_MONTHS = 3

Lines = dict[str, tuple[Cell, ...]]


@dataclass(frozen=True)
class Month:
    """A roster as it is read: what it is arranged from, and what each person does each day."""

    roster: Roster
    draft: Draft
    lines: Lines
    #: Everybody who has a line, by id.
    persons: Mapping[int, Person]
    #: What the named days of the calendar are called.
    titles: Mapping[date, str]


def month(roster: Roster) -> Month:
    """Read a roster; a published one as its duties stand now."""
    reading = _Reading(roster)
    draft = reading.draft()
    persons = {one.person: reading.persons[one.person] for one in draft.members}
    return Month(roster, draft, reading.lines(draft), persons, reading.titles)


def changes_of(roster: Roster) -> list[datetime]:
    """Return when a published month was changed since, each act once, the last one at the end.

    Whatever took a duty of its posts off or put one on counts, whoever did it.
    """
    since = roster.published_at
    plan = sites.plan_of(roster.site_id).handbook.shift_plans.get(roster.group)
    if since is None or plan is None:
        return []
    month = month_of(roster.month)
    rows = Duty.objects.filter(
        site_id=roster.site_id, post__in=plan.posts, day__gte=month.start, day__lt=month.end
    ).filter(Q(planned_at__gt=since) | Q(cancelled_at__gt=since))
    instants = {at for row in rows.values_list("planned_at", "cancelled_at") for at in row if at}
    return sorted(at for at in instants if at > since)


class _Reading:
    """One reading of a roster and of what bears on it."""

    def __init__(self, roster: Roster) -> None:
        self.roster, self.site_id = roster, roster.site_id
        compiled = sites.plan_of(self.site_id)
        self.handbook = compiled.handbook
        self.plan = self.handbook.shift_plans[roster.group]
        decided = night_rule(compiled)
        self.night = decided.night if decided else SMALL_HOURS
        self.calendar, self.titles = sites.day_book(self.site_id)
        self.persons: dict[int, Person] = {}
        self.month = month_of(roster.month)
        self.zone = sites.zone(self.site_id)
        self.period = _balanced_over(self.plan, self.month)
        self.shifts = drafting.shifts(self.plan)
        self.cells = self._cells()
        self.persons |= {cell.person_id: cell.person for cell in self.cells}
        self.more: dict[str, Shift] = {}

    def draft(self) -> Draft:
        """Return what the month is arranged from."""
        held, leads = self._appointments()
        duties = self._duties(held)
        wanted = self._who(held, duties)
        self._away, self._wishes = away_and_wishes(self.site_id, wanted, self.month)
        members = tuple(self._member(one, held[one], leads[one], duties[one]) for one in wanted)
        return Draft(
            plan=self.plan,
            handbook=self.handbook,
            calendar=self.calendar,
            month=self.month,
            members=members,
            fixed={(c.person_id, c.day): _cell(c.post, c.shift) for c in self.cells if c.fixed},
            period=self.period,
            more_shifts=tuple(self.more.values()),
            night=self.night,
            asked=certificates.asked_of(self.site_id, self.plan.posts, self._certificates),
        )

    def lines(self, draft: Draft) -> Lines:
        """Return what everybody does each day: by the draft's cells, or by the duties."""
        found: dict[tuple[int, date], Cell] = {
            (cell.person_id, cell.day): _cell(cell.post, cell.shift) for cell in self.cells
        }
        found |= self._standing
        return {
            str(one.person): tuple(found.get((one.person, day)) for day in draft.days)
            for one in draft.members
        }

    # --- inside ---------------------------------------------------------------------------

    def _cells(self) -> list[RosterCell]:
        """Return a draft's cells; what a changed plan has no shift for any more is none."""
        if self.roster.state != "draft":
            return []
        known = {"", *(one.code for one in self.shifts)}
        rows = self.roster.cells.select_related("person")
        return [row for row in rows if row.shift in known]

    def _appointments(
        self,
    ) -> tuple[defaultdict[int, list[can.Tenure]], defaultdict[int, list[Period[date]]]]:
        """Return what everybody holds in the month of what concerns the group; and who leads."""
        concerned = {*self.plan.posts, *(one.post for one in self.plan.relief)}
        role = self.handbook.roles.get(self.plan.leader or "")
        by_role = role is not None and role.headcount is not None
        held: defaultdict[int, list[can.Tenure]] = defaultdict(list)
        leads: defaultdict[int, list[Period[date]]] = defaultdict(list)
        rows, self._certificates = certificates.held_since(
            self.site_id, self.plan.posts, self.month.start
        )
        for row in rows:
            if row.end == row.start or (self.month.end and row.start >= self.month.end):
                continue
            self.persons[row.person_id] = row.person
            if row.kind == Kind.ROLE:
                if by_role and row.role == self.plan.leader:
                    leads[row.person_id].append(Period(row.start, row.end))
            elif row.post in concerned:
                main = row.kind == Kind.MAIN
                held[row.person_id].append(
                    can.Tenure(
                        row.person_id,
                        row.post,
                        row.start,
                        row.end,
                        main,
                        contract_hours(row),
                    )
                )
                if not by_role and row.post in (role.held_by if role else (self.plan.leader,)):
                    leads[row.person_id].append(Period(row.start, row.end))
        return held, leads

    def _duties(self, held: Iterable[int]) -> defaultdict[int, list[Duty]]:
        """Return the duties that bear on the month; keep those that stand in it."""
        first = min(self._carried(), (self.period or self.month).start)
        rows = Duty.objects.filter(
            site_id=self.site_id, cancelled_at__isnull=True, day__gte=first,
            day__lt=self.month.end,
        ).filter(self._concerned(held))  # fmt: skip
        found: defaultdict[int, list[Duty]] = defaultdict(list)
        self._standing: dict[tuple[int, date], Cell] = {}
        for row in rows.select_related("person").order_by("start", "pk"):
            self.persons[row.person_id] = row.person
            found[row.person_id].append(row)
            if self._stands(row):
                self._standing[row.person_id, row.day] = self._as_cell(row)
        return found

    def _concerned(self, held: Iterable[int]) -> Q:
        """Return whose duties bear on it; who stands in a published month is asked along."""
        known = Q(person_id__in={*held, *(cell.person_id for cell in self.cells)})
        if self.roster.state != "published":
            return known
        own = self.roster.duties.filter(cancelled_at__isnull=True)
        return known | Q(person_id__in=own.values("person_id"))

    def _stands(self, row: Duty) -> bool:
        """Tell whether a duty is part of what the published month shows."""
        of_group = row.post in self.plan.posts
        return self.roster.state == "published" and row.day in self.month and of_group

    def _who(
        self, held: Mapping[int, Sequence[can.Tenure]], duties: Mapping[int, Sequence[Duty]]
    ) -> list[int]:
        """Return who has a line: whose main post is concerned, and whoever stands in it."""
        main = {one for one, tenures in held.items() if any(t.main for t in tenures)}
        drafted = {cell.person_id for cell in self.cells}
        standing = {person for person, _day in self._standing}
        return sorted(main | drafted | standing)

    def _member(
        self,
        person: int,
        tenures: Sequence[can.Tenure],
        leads: Sequence[Period[date]],
        duties: Sequence[Duty],
    ) -> Member:
        before = [self.month.start - timedelta(days=number) for number in range(BEFORE, 0, -1)]
        by_day = {row.day: row for row in duties}
        return Member(
            person=person,
            tenures=tuple(tenures),
            leads=tuple(leads),
            before=tuple(self._as_cell(by_day[d]) if d in by_day else None for d in before),
            away=self._away[person],
            wishes=tuple(
                drafting.Wish(day, one.shift, one.wanted)
                for one in self._wishes[person]
                for day in days(one.days)
                if day in self.month
            ),
            elsewhere=frozenset(
                row.day for row in duties if row.day in self.month and not self._stands(row)
            ),
            odd=frozenset(
                cell for row in duties if self._stands(row) and (cell := self._as_cell(row))
            ),
            minutes_before=self._minutes(duties),
            carry=self._carry(duties),
        )

    def _minutes(self, duties: Iterable[Duty]) -> int:
        period = self.period or self.month
        spent = (
            row.end - row.start for row in duties if period.start <= row.day < self.month.start
        )
        return int(sum(spent, timedelta()).total_seconds() // 60)

    def _carry(self, duties: Iterable[Duty]) -> dict[str, int]:
        """Return what the months before brought, by the name of the fairness rule."""
        found = {"nights_fair": 0, "weekends_fair": 0, "holidays_fair": 0}
        for row in duties:
            if self._carried() <= row.day < self.month.start:
                cell = self._as_cell(row)
                shift = self._known()[cell.shift] if cell else None
                kind = self.calendar.kind(row.day)
                found["nights_fair"] += shift is not None and drafting.is_night(shift, self.night)
                found["weekends_fair"] += kind == "rest"
                found["holidays_fair"] += kind == "holiday"
        return found

    def _carried(self) -> date:
        first = self.month.start
        for _ in range(CARRIED_MONTHS):
            first = (first - timedelta(days=1)).replace(day=1)
        return first

    def _known(self) -> dict[str, Shift]:
        return {one.code: one for one in self.shifts} | self.more

    def _as_cell(self, row: Duty) -> Cell:
        """Return a duty as the planner knows it; times that are no shift's become one."""
        if row.shift in {one.code for one in self.shifts}:
            return Stand(row.post, row.shift)
        start, end = row.start.astimezone(self.zone), row.end.astimezone(self.zone)
        since = _minute(start, row.day, self.zone)
        length = int((end - start).total_seconds() // 60)
        for one in self.shifts:
            if (one.start, one.minutes) == (since, length):
                return Stand(row.post, one.code)
        code = f"@{since}+{length}"
        self.more.setdefault(code, Shift(code, length, since))
        return Stand(row.post, code)


def _minute(start: datetime, day: date, zone: ZoneInfo) -> int:
    midnight = datetime.combine(day, time(), zone)
    return int((start - midnight).total_seconds() // 60)


def _cell(post: str, shift: str) -> Cell:
    return Stand(post, shift) if post else None


def _balanced_over(plan: ShiftPlan, month: Period[date]) -> Period[date] | None:
    """Return the period over which hours are balanced, where it is not the month alone."""
    regime = plan.working_time
    if regime is None or regime.regime != "comprehensive":
        return None
    first = month.start
    if regime.period == "quarter":
        begin = first.replace(month=3 * ((first.month - 1) // 3) + 1)
        return Period(begin, month_of((begin + timedelta(days=85)).replace(day=1)).end)
    if regime.period == "year":
        return Period(first.replace(month=1), date(first.year + 1, 1, 1))
    return month
