"""Swaps under random acts, and two faults that the machine must find."""

import pytest
from django.db import connection
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from dayuan.resources.rosters.commands import swaps
from dayuan.resources.rosters.models import Swap
from dayuan.resources.rosters.queries import swaps as reading
from tests.resources.rosters.swapping import Swapping

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(3600)]


def test_nobody_stands_in_two_duties_and_each_duty_keeps_one_holder(cast):
    usual = min(settings.default.max_examples, 1_000)
    examples = usual // 4 if connection.vendor == "postgresql" else usual
    run_state_machine_as_test(
        Swapping,
        settings=settings(settings.default, max_examples=examples, stateful_step_count=25),
    )


def hand_over(which: int) -> list[str]:
    """Let somebody ask the second to take a duty, who agrees; then look at everything.

    Returns how the swaps stand that came of it.
    """
    machine = Swapping()
    try:
        machine.put_on_duty(at_once=True, who=[0, 1, 2, 0, 1, 2])
        machine.ask(which=which, whom=1, other=None)
        machine.answer(which=0, who=1, agree=True)
        machine.nobody_stands_in_two_duties_at_once()
        machine.a_swap_changes_who_comes_and_never_whether_somebody_comes()
        machine.a_swap_that_is_done_has_given_its_duties_away()
        return list(Swap.objects.values_list("state", flat=True))
    finally:
        machine.teardown()


def test_a_duty_that_is_handed_over_breaks_nothing(cast):
    assert hand_over(which=5) == ["done"]


def test_an_exchange_that_cancels_nothing_is_found(cast, monkeypatch):
    def only_add(swap, actor, at):
        swaps._in_place_of(swap.duty, swap.colleague_id, actor, at)

    monkeypatch.setattr(swaps, "_exchange", only_add)
    with pytest.raises(AssertionError):
        hand_over(which=5)


def test_an_exchange_that_forgets_the_other_duties_is_found(cast, monkeypatch):
    assert hand_over(which=0) == []
    monkeypatch.setattr(reading.swaps, "obstacles", lambda _exchange: ())
    with pytest.raises(AssertionError):
        hand_over(which=0)
