"""The emergency squad, under the clauses that ask for it."""

from datetime import timedelta

from dayuan.services.callout import commands
from tests.bindings.proof import prove
from tests.bindings.test_figures import page
from tests.cast import NOW, Cast
from tests.permissions import callouts


def test_a_squad_that_a_clause_asks_for_can_be_called_under_its_name(cast: Cast, clock, now):
    def scenario(binding):
        shown = page(cast.captain, "/callout/")
        assert binding.clause in shown
        assert "安全应急分队" in shown
        assert "squads.emergency_squad.members" in shown

    prove(
        "test_a_squad_that_a_clause_asks_for_can_be_called_under_its_name", scenario, cast=cast,
        at=now,
    )  # fmt: skip


def test_a_call_out_keeps_when_it_was_ordered_and_who_came_when(cast: Cast, clock, now):
    def scenario(binding):
        made = callouts.running(cast.captain.person)
        call = callouts.called_to(made, cast.guard.person)
        later = NOW + timedelta(minutes=7)
        commands.arrive(call_id=call.pk, came_at=later, actor=cast.captain.actor(later), at=later)
        shown = page(cast.captain, f"/callout/{made.pk}/")
        assert binding.clause in shown
        assert "10:07" in shown

    prove(
        "test_a_call_out_keeps_when_it_was_ordered_and_who_came_when", scenario, cast=cast, at=now
    )


def test_a_level_that_a_clause_asks_for_can_be_ordered_under_it(cast: Cast, clock, now):
    # Signed in before anything is rolled back.
    assert cast.director.client

    def scenario(binding):
        shown = page(cast.director, f"/callout/surges/new/{binding.parameters['surge']}/")
        assert binding.clause in shown

    prove(
        "test_a_level_that_a_clause_asks_for_can_be_ordered_under_it", scenario, cast=cast, at=now
    )
