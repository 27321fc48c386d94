"""Rosters of the demonstration: a month that is worked, the next as a draft, some leave.

Made by the people's own commands and the planner that needs no package. A demonstration
that is opened again in another month has that month as well.
"""

import time
from datetime import date, datetime, timedelta

from dayuan.config.demonstration import someone
from dayuan.platform.access.actors import Actor, system_actor
from dayuan.reference.sites import queries as sites
from dayuan.reference.sites.queries import Site
from dayuan.resources.rosters import commands, queries
from dayuan.resources.rosters.commands import planning as running
from dayuan.resources.rosters.commands.away import Leave
from dayuan.resources.rosters.planner import greedy
from dayuan.resources.rosters.planner.checking import judge
from dayuan.resources.rosters.queries import reading
from dayuan.resources.rosters.rules import drafting
from dayuan.resources.rosters.rules.attendance import Noted

GROUP = "guards"
#: Who arranges and answers for the months, and who leads the guards.
_ARRANGES, _LEADS = "centre_director", "security_supervisor"
#: The planner may take so many seconds; it needs one or two.
_SECONDS = 15
#: Which of those who came was late.
_LATE = 3
#: Who asks for what: the post, the kind, the first day of the month and the last, the answer.
_LEAVE = (
    ("gate_guard", "annual", 11, 13, None),
    ("patrol_guard", "annual", 18, 20, True),
    ("lobby_guard", "personal", 9, 9, None),
)


def make(site: Site, *, at: datetime) -> None:
    """Publish the month of an instant and draft the next one, where that has not happened."""
    if GROUP not in sites.plan_of(site.pk).handbook.shift_plans:
        return
    first = sites.today(site.pk, at).replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    arranging = someone(site, _ARRANGES, at=at)
    known = {
        one.month: one
        for one in queries.months_of(arranging, since=first, until=following)
        if one.group == GROUP
    }
    if first not in known:
        _plan(first, arranging, at)
    if first not in known or known[first].state == "draft":
        _publish(arranging, first, at)
    if following not in known:
        _leave(site, following, at)
        _plan(following, arranging, at)
    _who_came(site, at)


def _plan(month: date, actor: Actor, at: datetime) -> None:
    roster = commands.open_month(group=GROUP, month=month, actor=actor, at=at)
    run = running.ask(roster_id=roster.pk, seconds=60, actor=actor, at=at)
    program = system_actor("rosters.planning", site_id=roster.site_id)
    running.begin(planning_id=run.pk, actor=program, at=at)
    read = reading.month(roster)
    problem, end = drafting.problem(read.draft), time.monotonic() + _SECONDS
    lines = greedy.plan(problem, stop=lambda: time.monotonic() > end)
    cells = {
        (int(who), day): cell
        for who, line in lines.items()
        for day, cell in zip(read.draft.days, line, strict=True)
    }
    running.finish(
        planning_id=run.pk, cells=cells, engine="greedy", bound=0, actor=program, at=at,
        objective=judge(problem, lines).objective,
    )  # fmt: skip


def _publish(actor: Actor, month: date, at: datetime) -> None:
    """Accept by name what the month does not keep, and let it stand."""
    (roster,) = (
        one for one in queries.months_of(actor, since=month, until=month) if one.group == GROUP
    )
    broken = queries.sheet_for(actor, roster.pk).judged.broken
    if must := [one.code for one in broken if one.must_be_accepted]:
        commands.accept(roster_id=roster.pk, rules=must, actor=actor, at=at)
    commands.publish(roster_id=roster.pk, actor=actor, at=at)


def _leave(site: Site, month: date, at: datetime) -> None:
    for post, kind, first, last, answer in _LEAVE:
        leave = Leave(month.replace(day=first), month.replace(day=last), kind)
        asked = commands.ask_leave(leave=leave, actor=someone(site, post, at=at), at=at)
        if answer is not None:
            leading = someone(site, _LEADS, at=at)
            commands.decide_leave(away_id=asked.pk, grant=answer, actor=leading, at=at)


def _who_came(site: Site, at: datetime) -> None:
    """Note who came to the shifts of yesterday and of now; one came late."""
    noting = someone(site, _ARRANGES, at=at)
    today = sites.today(site.pk, at)
    begun = [
        duty
        for day in (today - timedelta(days=1), today)
        for duty in queries.of_day(noting, day)
        if duty.roster_id and duty.start <= at and not queries.is_noted(duty)
    ]
    for number, duty in enumerate(begun):
        late = timedelta(minutes=12) if number == _LATE else timedelta(0)
        over = duty.end if duty.end <= at else None
        noted = Noted(came_at=min(duty.start + late, at), left_at=over)
        commands.note(duty_id=duty.pk, noted=noted, actor=noting, at=at)
