"""Letting the program plan a draft: asked, worked at, taken, cancelled, lost."""

import time
from datetime import timedelta
from itertools import count

import pytest

from dayuan.kernel.problems import Refused
from dayuan.platform.access.actors import system_actor
from dayuan.platform.audit.models import Entry
from dayuan.platform.jobs.models import Outbox
from dayuan.resources.rosters import commands, events, queries, sweeps, worker
from dayuan.resources.rosters.commands import planning as running
from dayuan.resources.rosters.models import Planning, RosterCell
from dayuan.resources.rosters.planner import planning
from dayuan.resources.rosters.planner.planning import Plan
from dayuan.resources.rosters.rules import explaining
from tests.resources.rosters import squad
from tests.resources.rosters.squad import MONTH

pytestmark = [pytest.mark.whole, pytest.mark.django_db]

DAY = MONTH + timedelta(days=2)


def codes(caught) -> list[str]:
    return [p.code for p in caught.value.problems]


@pytest.fixture
def roster(cast):
    """Return a begun month of a small squad at the gate and in the monitoring room."""
    squad.decide(cast)
    squad.hire(cast, {"gate_guard": 3, "monitor_guard": 2, "mobile_guard": 2})
    return squad.begin(cast)


@pytest.fixture
def by_hand(monkeypatch):
    """Let the worker plan without the package, whatever is installed: quick, and the same."""
    plan = planning.plan

    def greedily(problem, effort):
        return plan(problem, effort, solver=False)

    monkeypatch.setattr(worker.planning, "plan", greedily)
    monkeypatch.setattr(worker.planning, "solver_present", lambda: False)
    monkeypatch.setattr(worker, "ASK_EVERY", 0.01)


def ask(cast, roster, now, seconds=5) -> Planning:
    return running.ask(roster_id=roster.pk, seconds=seconds, actor=cast.captain.actor(), at=now)


def run(row, now, clock=time.monotonic) -> Planning:
    worker.run(row.pk, now=lambda: now, clock=clock)
    row.refresh_from_db()
    return row


@pytest.mark.usefixtures("by_hand")
def test_a_worker_fills_the_draft_around_the_cells_that_were_set(cast, roster, now):
    commands.set_cell(
        roster_id=roster.pk, person_id=cast.guard.person.pk, day=DAY, post="gate_guard",
        shift="third", actor=cast.captain.actor(), at=now,
    )  # fmt: skip
    commands.set_cell(
        roster_id=roster.pk, person_id=cast.guard.person.pk, day=DAY + timedelta(days=3),
        actor=cast.captain.actor(), at=now,
    )  # fmt: skip
    row = run(ask(cast, roster, now), now)
    assert (row.state, row.engine, row.problem) == ("done", "greedy", "")
    mine = {
        c.day: (c.post, c.shift, c.fixed) for c in roster.cells.filter(person=cast.guard.person)
    }
    assert mine[DAY] == ("gate_guard", "third", True)
    assert mine[DAY + timedelta(days=3)] == ("", "", True)
    assert roster.cells.filter(fixed=False).count() > 50
    found = queries.sheet_for(cast.captain.actor(), roster.pk).judged
    assert row.objective == found.judgement.objective
    assert not found.judgement.violations


@pytest.mark.once
@pytest.mark.usefixtures("by_hand")
def test_planning_again_takes_the_place_of_what_was_planned_and_not_of_what_was_set(
    cast, roster, now
):
    # By a clock that stands still: a busy machine would be stopped by its time, each time
    # somewhere else, before nothing gets better any more.
    run(ask(cast, roster, now), now, clock=lambda: 0.0)
    first = set(roster.cells.values_list("person", "day", "post", "shift"))
    run(ask(cast, roster, now), now, clock=lambda: 0.0)
    assert set(roster.cells.values_list("person", "day", "post", "shift")) == first


def test_while_it_is_planned_nobody_changes_the_draft(cast, roster, now):
    row = ask(cast, roster, now)
    for act in (
        lambda: ask(cast, roster, now),
        lambda: commands.discard(roster_id=roster.pk, actor=cast.captain.actor(), at=now),
        lambda: commands.publish(roster_id=roster.pk, actor=cast.captain.actor(), at=now),
        lambda: commands.set_cell(
            roster_id=roster.pk, person_id=cast.guard.person.pk, day=DAY,
            actor=cast.captain.actor(), at=now,
        ),
    ):  # fmt: skip
        with pytest.raises(Refused) as caught:
            act()
        assert codes(caught) == ["rosters.month.being_planned"]
    running.cancel(planning_id=row.pk, actor=cast.captain.actor(), at=now)
    commands.discard(roster_id=roster.pk, actor=cast.captain.actor(), at=now)


def test_two_who_ask_at_once_get_one_run_and_one_sentence(cast, roster, now, monkeypatch):
    ask(cast, roster, now)
    monkeypatch.setattr(running, "draft_for", lambda _actor, _pk: roster)
    with pytest.raises(Refused) as caught:
        ask(cast, roster, now)
    assert codes(caught) == ["rosters.month.being_planned"]
    assert Planning.objects.count() == 1


@pytest.mark.usefixtures("by_hand")
def test_one_that_was_cancelled_is_not_begun_and_writes_nothing(cast, roster, now):
    row = ask(cast, roster, now)
    running.cancel(planning_id=row.pk, actor=cast.captain.actor(), at=now)
    assert run(row, now).state == "cancelled"
    assert not roster.cells.exists()


def test_one_that_is_cancelled_on_the_way_stops_and_writes_nothing(cast, roster, now, monkeypatch):
    row = ask(cast, roster, now, seconds=900)
    monkeypatch.setattr(worker, "ASK_EVERY", 0.01)
    said = []

    def plan(problem, effort):
        """Stand for a search that would go on for ever; somebody cancels after a first step."""
        effort.told(700, 600)
        while not effort.stop():
            said.append(1)
        return Plan(problem.nobody_works(), None, 0, 0.0, "none")

    def progress(pk, far):
        noted = queries_progress(pk, far)
        if far is not None and noted:
            running.cancel(planning_id=row.pk, actor=cast.captain.actor(), at=now)
        return noted

    queries_progress = queries.note_progress
    monkeypatch.setattr(worker.planning, "plan", plan)
    monkeypatch.setattr(worker.queries, "note_progress", progress)
    assert run(row, now).state == "cancelled"
    assert (row.objective, row.bound) == (700, 600)
    assert said
    assert not RosterCell.objects.exists()


def test_a_run_whose_database_is_gone_does_not_search_on_for_nobody(cast, roster, now, monkeypatch):
    row = ask(cast, roster, now, seconds=900)
    monkeypatch.setattr(worker, "ASK_EVERY", 0.01)
    stopped = []

    def plan(problem, effort):
        while not effort.stop():
            pass
        stopped.append(1)

    def gone(_pk, _far):
        raise ConnectionError

    monkeypatch.setattr(worker.planning, "plan", plan)
    monkeypatch.setattr(worker.queries, "note_progress", gone)
    with pytest.raises(ConnectionError):
        run(row, now)
    assert stopped == [1]


def test_cells_that_cannot_hold_together_end_with_a_reason_and_leave_the_draft(
    cast, roster, now, monkeypatch
):
    monkeypatch.setattr(worker, "ASK_EVERY", 0.01)
    plan = planning.plan

    def broken(problem, effort):
        found = plan(problem, effort, solver=False)
        who = next(iter(found.roster))
        lines = dict(found.roster)
        lines[who] = (next(iter(problem.person[who].may)),) * problem.days
        return Plan(lines, planning.judge(problem, lines), 0, 0.0, "greedy")

    monkeypatch.setattr(worker.planning, "plan", broken)
    row = run(ask(cast, roster, now), now)
    assert (row.state, row.problem) == ("failed", "cannot_hold")
    assert not roster.cells.exists()


# --- why ----------------------------------------------------------------------------------


@pytest.fixture
def asks_why(by_hand, monkeypatch):
    """Let a run that was planned by hand ask the solver why posts stay open."""
    monkeypatch.setattr(worker.planning, "solver_present", lambda: True)


def patiently(row, now) -> Planning:
    """Run by a clock that hardly moves: what is found out does not depend on the machine."""
    ticks = count()
    worker.run(row.pk, now=lambda: now, clock=lambda: next(ticks) * 1e-6)
    row.refresh_from_db()
    return row


@pytest.mark.once
@pytest.mark.usefixtures("asks_why")
def test_a_shift_that_nobody_can_lead_is_named_with_the_hours_that_lack(cast, roster, now):
    row = patiently(ask(cast, roster, now), now)
    assert row.state == "done"
    found = explaining.read(row.why)
    assert found.told == "found"
    assert [[(one.rule, one.days) for one in why.reasons] for why in found.clashes] == [
        [("leader", (MONTH,))]
    ] * 3
    # Three shifts of eight hours, on each of 31 days.
    assert [(why.smallest, why.missing) for why in found.clashes] == [(True, 31 * 8 * 60)] * 3
    page = cast.captain.client.get(f"/duty/months/{roster.pk}/").content.decode()
    assert "为什么做不到全部要求" in page
    assert "第一班：12月1日，每天要有一名班长" in page
    assert "整月至少有 248 小时没有班长" in page
    assert "为什么做不到全部要求" not in cast.guard.client.get("/duty/months/").content.decode()


@pytest.mark.once
@pytest.mark.usefixtures("asks_why")
def test_a_set_cell_on_a_day_of_leave_is_named_and_what_would_mend_it(cast, roster, now):
    commands.set_cell(
        roster_id=roster.pk, person_id=cast.guard.person.pk, day=DAY, post="gate_guard",
        shift="first", actor=cast.captain.actor(), at=now,
    )  # fmt: skip
    commands.enter_leave(
        person_id=cast.guard.person.pk, leave=commands.Leave(DAY, DAY, "sick"),
        actor=cast.captain.actor(), at=now,
    )  # fmt: skip
    row = patiently(ask(cast, roster, now), now)
    assert (row.state, row.problem) == ("failed", "cannot_hold")
    (why,) = explaining.read(row.why).clashes
    assert why.smallest
    assert {(one.rule, one.persons, one.days) for one in why.reasons} == {
        ("away", (cast.guard.person.pk,), (DAY,)), ("fixed", (cast.guard.person.pk,), (DAY,)),
    }  # fmt: skip
    page = cast.captain.client.get(f"/duty/months/{roster.pk}/").content.decode()
    name = cast.guard.person.name
    for said in ("为什么排不成", f"{name}：12月3日请假或培训", f"放开{name}定下的格子"):
        assert said in page
    # Days of leave and names stand with the run, where those read them who arrange; not in the log.
    told = Entry.objects.get(type="rosters.planning.give_up").details
    assert (told["problem"], "why" in told) == ("cannot_hold", False)


@pytest.mark.once
@pytest.mark.usefixtures("asks_why")
def test_whoever_cancels_while_it_looks_for_reasons_keeps_the_draft(cast, roster, now, monkeypatch):
    row = ask(cast, roster, now)

    begun: list[int] = []

    def explain(_draft, _judged, *, stop, **_more):
        """Stand for a search for reasons that would go on for ever."""
        begun.append(1)
        while not stop():
            pass
        return {}

    def progress(pk, far):
        if begun.pop() if begun else 0:
            running.cancel(planning_id=row.pk, actor=cast.captain.actor(), at=now)
        return queries_progress(pk, far)

    queries_progress = queries.note_progress
    monkeypatch.setattr(worker.reasoning, "explain", explain)
    monkeypatch.setattr(worker.queries, "note_progress", progress)
    row = run(row, now)
    assert (row.state, row.why) == ("cancelled", {})
    assert not roster.cells.exists()


@pytest.mark.once
@pytest.mark.usefixtures("by_hand")
def test_without_the_package_it_says_that_nobody_knows_why(cast, roster, now):
    assert run(ask(cast, roster, now), now).why == {"told": "no_solver", "clashes": []}
    page = cast.captain.client.get(f"/duty/months/{roster.pk}/").content.decode()
    assert "没有安装求解器" in page


@pytest.mark.usefixtures("by_hand")
def test_a_run_that_a_killed_worker_left_begins_anew(cast, roster, now):
    row = ask(cast, roster, now)
    program = system_actor("rosters.planning", site_id=cast.site.pk)
    running.begin(planning_id=row.pk, actor=program, at=now)
    assert run(row, now).state == "done"
    # A second worker that was given the same job finds nothing left to do.
    before = set(roster.cells.values_list("pk", flat=True))
    run(row, now)
    assert set(roster.cells.values_list("pk", flat=True)) == before


def test_a_run_nobody_ever_began_is_ended_by_the_program(cast, roster, now):
    row = ask(cast, roster, now)
    assert sweeps.end_lost_plannings(now=now + timedelta(hours=1)) == 0
    assert sweeps.end_lost_plannings(now=now + timedelta(hours=2)) == 1
    row.refresh_from_db()
    assert (row.state, row.problem) == ("failed", "lost")


def test_asking_tells_the_worker_after_the_commit_and_only_ids(cast, roster, now):
    row = ask(cast, roster, now)
    told = Outbox.objects.get(kind=events.PLANNING_ASKED)
    assert told.payload == {"site_id": cast.site.pk, "planning": row.pk}


@pytest.mark.parametrize("seconds", [0, 4, 901])
def test_how_long_it_may_take_has_limits(cast, roster, now, seconds):
    with pytest.raises(Refused) as caught:
        ask(cast, roster, now, seconds)
    assert codes(caught) == ["rosters.planning.seconds"]


def test_only_the_program_ends_a_run(cast, roster, now):
    row = ask(cast, roster, now)
    with pytest.raises(Refused) as caught:
        running.give_up(planning_id=row.pk, problem="lost", actor=cast.director.actor(), at=now)
    assert codes(caught) == ["rosters.planning.program"]
