"""Swaps under random acts, and two faults that the machine must find."""

import pytest
from django.db import connection
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from dayuan.resources.rosters.commands import swaps
from dayuan.resources.rosters.models import Duty
from dayuan.resources.rosters.queries import swaps as reading
from tests.resources.rosters.swapping import Swapping

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(3600)]


def run(*, examples: int, steps: int = 25, **more) -> None:
    run_state_machine_as_test(
        Swapping,
        settings=settings(
            settings.default, max_examples=examples, stateful_step_count=steps, **more
        ),
    )


def test_nobody_stands_in_two_duties_and_each_duty_keeps_one_holder(cast):
    usual = min(settings.default.max_examples, 2_000)
    run(examples=usual // 4 if connection.vendor == "postgresql" else usual)


def test_an_exchange_that_cancels_nothing_is_found(cast, monkeypatch):
    def only_add(swap, actor, at):
        swaps._in_place_of(swap.duty, swap.colleague_id, actor, at)

    monkeypatch.setattr(swaps, "_exchange", only_add)
    with pytest.raises(AssertionError):
        run(examples=200, phases=[Phase.generate])


def test_an_exchange_that_forgets_the_other_duties_is_found(cast, monkeypatch):
    monkeypatch.setattr(reading.swaps, "obstacles", lambda _exchange: ())
    with pytest.raises(AssertionError):
        run(examples=200, phases=[Phase.generate])
    assert Duty.objects.count() == 0
