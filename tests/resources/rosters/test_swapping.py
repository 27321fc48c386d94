"""Swaps under random acts, and two faults that the machine must find."""

import pytest
from django.db import connection
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from dayuan.resources.rosters.commands import swaps
from dayuan.resources.rosters.queries import swaps as reading
from tests.resources.rosters.swapping import Swapping

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(3600)]


def run(*, examples: int, steps: int = 25) -> None:
    run_state_machine_as_test(
        Swapping,
        settings=settings(settings.default, max_examples=examples, stateful_step_count=steps),
    )


def test_nobody_stands_in_two_duties_and_each_duty_keeps_one_holder(cast):
    usual = min(settings.default.max_examples, 2_000)
    run(examples=usual // 4 if connection.vendor == "postgresql" else usual)


@pytest.fixture
def machine():
    """Return the machine with six duties of three people, to be led by hand."""
    made = Swapping()
    made.put_on_duty(at_once=True, who=[0, 1, 2, 0, 1, 2])
    yield made
    made.teardown()


def given_away(machine: Swapping) -> None:
    """Let the first give the first duty to the second, who agrees."""
    machine.ask(0, 1, None)
    machine.answer(0, 1, agree=True)


def test_an_exchange_that_cancels_nothing_is_found(cast, machine, monkeypatch):
    def only_add(swap, actor, at):
        swaps._in_place_of(swap.duty, swap.colleague_id, actor, at)

    monkeypatch.setattr(swaps, "_exchange", only_add)
    monkeypatch.setattr(reading.swaps, "obstacles", lambda _exchange: ())
    given_away(machine)
    with pytest.raises(AssertionError):
        machine.a_swap_changes_who_comes_and_never_whether_somebody_comes()


def test_an_exchange_that_forgets_the_other_duties_is_found(cast, machine, monkeypatch):
    # The second one's own duty begins before the first one's ends.
    given_away(machine)
    machine.nobody_stands_in_two_duties_at_once()
    monkeypatch.setattr(reading.swaps, "obstacles", lambda _exchange: ())
    given_away(machine)
    with pytest.raises(AssertionError):
        machine.nobody_stands_in_two_duties_at_once()
