"""Letting the program plan a draft: asked, worked at, taken, cancelled, lost."""

import time
from datetime import timedelta

import pytest

from dayuan.kernel.problems import Refused
from dayuan.platform.access.actors import system_actor
from dayuan.platform.jobs.models import Outbox
from dayuan.resources.rosters import commands, events, queries, sweeps, worker
from dayuan.resources.rosters.commands import planning as running
from dayuan.resources.rosters.models import Planning, RosterCell
from dayuan.resources.rosters.planner import planning
from dayuan.resources.rosters.planner.planning import Plan
from tests.resources.rosters import squad
from tests.resources.rosters.squad import MONTH

pytestmark = pytest.mark.django_db

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
    monkeypatch.setattr(worker, "ASK_EVERY", 0.01)


def ask(cast, roster, now, seconds=5) -> Planning:
    return running.ask(roster_id=roster.pk, seconds=seconds, actor=cast.captain.actor(), at=now)


def run(row, now) -> Planning:
    worker.run(row.pk, now=lambda: now, clock=time.monotonic)
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


@pytest.mark.usefixtures("by_hand")
def test_planning_again_takes_the_place_of_what_was_planned_and_not_of_what_was_set(
    cast, roster, now
):
    run(ask(cast, roster, now), now)
    first = set(roster.cells.values_list("person", "day", "post", "shift"))
    run(ask(cast, roster, now), now)
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
