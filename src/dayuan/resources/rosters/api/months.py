"""Months by programs: begun, set, planned, accepted, published, and read as they stand."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from ninja import Path, Schema
from pydantic import Field

from dayuan.platform.rest import problems
from dayuan.platform.rest.auth import TokenRequest
from dayuan.platform.rest.kit import Body, Code, Day, Id
from dayuan.platform.rest.problems import ReasonOut, SourceOut
from dayuan.platform.ui.drawn import words
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import commands, queries
from dayuan.resources.rosters.api.duties import MANAGE, PART, VIEW
from dayuan.resources.rosters.commands import planning as running
from dayuan.resources.rosters.queries import Planning, Roster, Sheet
from dayuan.resources.rosters.rules import certificates, explaining, saying_why
from dayuan.resources.rosters.rules.explaining import Why
from dayuan.resources.rosters.rules.saying_why import Named

ACCEPT = ("rosters.month.accept",)
Year = Annotated[int, Field(ge=2000, le=2099)]


class MonthOut(Schema):
    """The month of a group: a draft, or published."""

    id: int
    group: str
    month: date
    state: str
    made_at: datetime
    published_at: datetime | None


class CellOut(Schema):
    """What somebody does on a day; without a post the day was set free."""

    person: int
    day: date
    post: str
    shift: str


class MonthCoverOut(Schema):
    """How many stand on a post in one shift of one day, where some are missing."""

    day: date
    shift: str
    post: str
    needed: int
    there: int


class AcceptedOut(Schema):
    """A rule that need not be kept, as often as somebody accepted, by name and when."""

    rule: str
    units: int
    accepted_by: str
    accepted_at: datetime


class MonthSheetOut(MonthOut):
    """A month with who does what, who is missing, and what it does not keep.

    ``accepted`` is told to those who arrange duties alone, and so is ``certificates``: who
    stands without one that is asked for and does not bind yet.
    """

    people: dict[int, str]
    duties: list[CellOut]
    lacking: list[MonthCoverOut]
    problems: list[ReasonOut]
    accepted: list[AcceptedOut]
    certificates: list[ReasonOut]


class MonthIn(Body):
    """Which group, and any day of the month."""

    group: Code
    month: Day


class CellIn(Body):
    """Post and shift; both empty keep the day free."""

    post: Code = ""
    shift: Code = ""


class AcceptIn(Body):
    """The rules that need not be kept as often as they are not kept now."""

    rules: Annotated[list[Code], Field(max_length=40)]


class SecondsIn(Body):
    """How long the program may plan, in seconds."""

    seconds: Annotated[int, Field(ge=0, le=100_000)]


class WhyOut(Schema):
    """One of the reasons that cannot hold together: the rule, and of what or of whom."""

    rule: str
    says: str
    post: str
    shift: str
    people: int
    minutes: int
    persons: list[int]
    days: list[date]
    may_pass: bool
    source: SourceOut


class ClashOut(Schema):
    """Reasons that cannot hold together; minutes that no roster covers, at least."""

    says: str
    smallest: bool
    missing_minutes: int
    reasons: list[WhyOut]
    mends: list[str]


class PlanningOut(Schema):
    """A run of the planner: how far it is, what its best costs and what none falls below.

    ``why`` says how finding out ended why posts stay open, or why there is no roster:
    ``found``, ``could`` (with more time they could be covered), ``unknown`` (time was over),
    ``no_solver``; empty where nothing stays open.
    """

    id: int
    roster: int
    state: str
    seconds: int
    objective: int | None
    bound: int | None
    engine: str
    problem: str
    why: str
    clashes: list[ClashOut]


def shown(request: TokenRequest, roster_id: int) -> Any:
    """Return a month with everything in it, as the asker may read it."""
    told = request.actor.holds(MANAGE[0])
    return _sheet(queries.sheet_for(request.actor, roster_id), accepted=told)


def planned(request: TokenRequest, planning_id: int) -> Any:
    """Return a run of the planner."""
    return _planning(queries.planning_for(request.actor, planning_id))


@PART.read(
    "/duty-months/{year}", answers=list[MonthOut], summary=_("Read the months of a year"),
    verbs=VIEW,
)  # fmt: skip
def months(request: TokenRequest, year: Path[Year]) -> Any:
    """Return the months of a year: drafts too for those who arrange duties."""
    since, until = date(year, 1, 1), date(year, 12, 31)
    return [_month(one) for one in queries.months_of(request.actor, since=since, until=until)]


@PART.read(
    "/rosters/{roster_id}", answers=MonthSheetOut, summary=_("Read a month of a group"), verbs=VIEW
)
def month(request: TokenRequest, roster_id: Id) -> Any:
    """Return who does what in a month, and what it does not keep."""
    return shown(request, roster_id)


@PART.write(
    "POST", "/rosters", shows=shown, answers=MonthSheetOut, made=True,
    summary=_("Begin a month of a group"), verbs=MANAGE,
)  # fmt: skip
def open_month(request: TokenRequest, body: MonthIn) -> int:
    """Begin the draft of a month."""
    made = commands.open_month(
        group=body.group, month=body.month, actor=request.actor, at=request.now
    )
    return made.pk


@PART.write(
    "PUT", "/rosters/{roster_id}/people/{person_id}/days/{day}", shows=shown,
    answers=MonthSheetOut, summary=_("Set what somebody does on a day"), verbs=MANAGE,
)  # fmt: skip
def set_cell(
    request: TokenRequest, roster_id: Id, person_id: Id, day: Path[Day], body: CellIn
) -> int:
    """Set a cell of a draft; the planner leaves it as it is."""
    commands.set_cell(
        roster_id=roster_id, person_id=person_id, day=day, post=body.post, shift=body.shift,
        actor=request.actor, at=request.now,
    )  # fmt: skip
    return roster_id


@PART.write(
    "DELETE", "/rosters/{roster_id}/people/{person_id}/days/{day}",
    summary=_("Leave a day of somebody to the planner"), verbs=MANAGE,
)  # fmt: skip
def clear_cell(request: TokenRequest, roster_id: Id, person_id: Id, day: Path[Day]) -> None:
    """Take a cell out of a draft."""
    commands.clear_cell(
        roster_id=roster_id, person_id=person_id, day=day, actor=request.actor, at=request.now
    )


@PART.write(
    "POST", "/rosters/{roster_id}/plannings", shows=planned, answers=PlanningOut, made=True,
    summary=_("Let the program plan a month"), verbs=MANAGE,
)  # fmt: skip
def ask_planning(request: TokenRequest, roster_id: Id, body: SecondsIn) -> int:
    """Ask for a draft to be filled around its set cells; read the run to see how far it is."""
    row = running.ask(
        roster_id=roster_id, seconds=body.seconds, actor=request.actor, at=request.now
    )
    return row.pk


@PART.read(
    "/plannings/{planning_id}", answers=PlanningOut, summary=_("Read how far planning is"),
    verbs=MANAGE,
)  # fmt: skip
def planning(request: TokenRequest, planning_id: Id) -> Any:
    """Return a run of the planner."""
    return planned(request, planning_id)


@PART.write(
    "POST", "/plannings/{planning_id}/cancel", shows=planned, answers=PlanningOut,
    summary=_("Let planning be"), verbs=MANAGE,
)  # fmt: skip
def cancel_planning(request: TokenRequest, planning_id: Id) -> int:
    """Stop a run; the draft stays as it was."""
    running.cancel(planning_id=planning_id, actor=request.actor, at=request.now)
    return planning_id


@PART.write(
    "POST", "/rosters/{roster_id}/acceptances", shows=shown, answers=MonthSheetOut,
    summary=_("Accept what a month does not keep"), verbs=ACCEPT,
)  # fmt: skip
def accept(request: TokenRequest, roster_id: Id, body: AcceptIn) -> int:
    """Accept rules by name, as often as they are not kept now."""
    commands.accept(roster_id=roster_id, rules=body.rules, actor=request.actor, at=request.now)
    return roster_id


@PART.write(
    "POST", "/rosters/{roster_id}/publish", shows=shown, answers=MonthSheetOut,
    summary=_("Publish a month"), verbs=MANAGE,
)  # fmt: skip
def publish(request: TokenRequest, roster_id: Id) -> int:
    """Let a draft stand: its duties are on the duty list from now on."""
    commands.publish(roster_id=roster_id, actor=request.actor, at=request.now)
    return roster_id


@PART.write("POST", "/rosters/{roster_id}/discard", summary=_("Throw a draft away"), verbs=MANAGE)
def discard(request: TokenRequest, roster_id: Id) -> None:
    """Throw a draft away; the month can be begun anew."""
    commands.discard(roster_id=roster_id, actor=request.actor, at=request.now)


def _month(one: Roster) -> dict[str, Any]:
    return {"id": one.pk, **{name: getattr(one, name) for name in _MONTH}}


_MONTH = ("group", "month", "state", "made_at", "published_at")
_COVER = ("day", "shift", "post", "needed", "there")
_RUN = ("state", "seconds", "objective", "bound", "engine", "problem")


def _planning(one: Planning) -> dict[str, Any]:
    found = explaining.read(one.why)
    plan = sites.plan_of(one.site_id)
    group = plan.handbook.shift_plans.get(one.roster.group)
    named = saying_why.Named(group, plan.post_title, {}, plan.handbook) if group else None
    return {
        "id": one.pk, "roster": one.roster_id, **{n: getattr(one, n) for n in _RUN},
        "why": found.told,
        "clashes": [_clash(why, named) for why in found.clashes] if named else [],
    }  # fmt: skip


def _clash(why: Why, named: Named) -> dict[str, Any]:
    said = zip(why.reasons, saying_why.lines(why, named), strict=True)
    return {
        "says": words(saying_why.head(why)),
        "smallest": why.smallest,
        "missing_minutes": why.missing,
        "reasons": [
            {
                **{name: getattr(reason, name) for name in _WHY},
                "says": words(one.says),
                "source": problems.source(one.source),
            }
            for reason, one in said
        ],
        "mends": [words(one) for one in saying_why.mends(why, named, 0)],
    }


_WHY = ("rule", "post", "shift", "people", "minutes", "persons", "days", "may_pass")


def _accepted(found: Sheet) -> list[dict[str, Any]]:
    return [
        {
            "rule": code, "units": one.units, "accepted_at": one.accepted_at,
            "accepted_by": found.acceptors.get(code, ""),
        }
        for code, one in found.accepted.items()
    ]  # fmt: skip


def _sheet(found: Sheet, *, accepted: bool) -> dict[str, Any]:
    first = found.month.draft.month.start
    cells = [
        {"person": int(who), "day": first + timedelta(days=at), "post": c.post, "shift": c.shift}
        for who, line in found.month.lines.items()
        for at, c in enumerate(line)
        if c is not None
    ]
    lacking = [one for one in found.judged.cover if one.missing]
    return {
        **_month(found.roster),
        "people": {one.person: found.names[one.person] for one in found.month.draft.members},
        "duties": cells,
        "lacking": [{name: getattr(one, name) for name in _COVER} for one in lacking],
        "problems": [problems.reason(one) for one in found.judged.problems(found.units_accepted)],
        "accepted": _accepted(found) if accepted else [],
        "certificates": _certificates(found) if accepted else [],
    }


def _certificates(found: Sheet) -> list[Any]:
    return [
        problems.reason(certificates.month_problem(one, found.names))
        for one in found.judged.uncertified
        if not one.asked.binds
    ]
