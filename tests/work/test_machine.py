"""The engine under random acts, and two faults that the machine must find."""

from dataclasses import replace

import pytest
from django.db import connection
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from dayuan.reference.plans import queries as plan_queries
from dayuan.work import holders, timing
from dayuan.work.commands import cases, course
from dayuan.work.models import Task
from tests.cast import NOW
from tests.hypothesis_profiles import is_deep
from tests.work import plan
from tests.work.machine import Engine

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(3600)]


@pytest.fixture(autouse=True)
def _plans(cast):
    """Load the two plans once for all examples of a test."""
    Engine.first = plan.load(cast, plan.handbook(plan.FIRST, edition="first"), NOW)
    Engine.second = plan.load(cast, plan.handbook(plan.SECOND, edition="second"), NOW)
    yield
    plan_queries.forget()


def run(*, examples: int, steps: int = 20, **more) -> None:
    run_state_machine_as_test(
        Engine,
        settings=settings(
            settings.default, max_examples=examples, stateful_step_count=steps, **more
        ),
    )


def examples() -> int:
    """As many as a property of this profile tries; five times 1,000 when all is deep.

    The acts are the same on either database: PostgreSQL sees a quarter of them.
    """
    usual = min(settings.default.max_examples, 1_000)
    return usual // 4 if connection.vendor == "postgresql" else usual


@pytest.mark.parametrize("_part", range(5 if is_deep() else 1))
def test_nothing_done_is_undone_nothing_required_is_lost_nothing_is_told_twice(_part):
    run(examples=examples())


def _times_what_is_done(case, *, at, only=""):
    for task in Task.objects.filter(case=case):
        Task.objects.filter(pk=task.pk).update(due_at=at)
    cases.refresh_next_due(case)
    return []


def test_a_clock_that_retimes_what_is_done_is_found(monkeypatch):
    monkeypatch.setattr(course, "_time_anew", _times_what_is_done)
    with pytest.raises(AssertionError):
        run(examples=60, phases=[Phase.generate], database=None)


@pytest.mark.whole
def test_a_ladder_that_forgets_what_it_told_is_found(monkeypatch):
    whole = timing.climbed

    def forgetful(before, **more):
        after = whole(before, **more)
        return timing.Watch(after.late_from, after.rung, before.next_at)

    monkeypatch.setattr(timing, "climbed", forgetful)
    with pytest.raises(AssertionError):
        run(examples=60, phases=[Phase.generate], database=None)


def _without(**less):
    """Return the rule for holders with a part of its answer forgotten."""
    whole = holders.for_each
    return lambda *args, **more: replace(whole(*args, **more), **less)


def come_and_go() -> None:
    """Let somebody join and everybody leave, with a look at how all stands after each."""
    engine = Engine()
    try:
        engine.open_the_case(days=5, meal=True)
        engine.somebody_joins_a_post_beside_his_own(who="guard", post="hvac_technician")
        engine.follow_the_holders(killed=False)
        engine.what_must_hold_holds()
        engine.holders_leave_or_come_back(post="hvac_technician", there=False)
        engine.follow_the_holders(killed=False)
        engine.what_must_hold_holds()
    finally:
        engine.teardown()


def test_holders_who_come_and_go_leave_nothing_to_nobody():
    come_and_go()


@pytest.mark.parametrize("less", [{"missing": ()}, {"gone": ()}])
def test_a_rule_that_forgets_a_holder_or_a_vacancy_is_found(monkeypatch, less):
    monkeypatch.setattr(holders, "for_each", _without(**less))
    with pytest.raises(AssertionError):
        come_and_go()


def test_what_one_holder_did_before_the_plan_changed_is_not_looked_at_for_ever():
    """Found by the machine: the step is no longer each holder's, and what was done stays."""
    state = Engine()
    try:
        state.open_the_case(days=9, meal=False)
        state.take(which=5, who="colleague")
        state.finish(which=0)
        state.run_by_another_plan()
        state.follow_the_holders(killed=False)
    finally:
        state.teardown()
