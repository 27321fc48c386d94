"""The hours round the clock held against the people of the plan, under their clause."""

from tests.bindings.proof import prove
from tests.bindings.test_figures import page
from tests.cast import Cast


def test_hours_of_a_post_are_held_against_its_people_under_the_clause(cast: Cast, clock, now):
    def scenario(binding):
        shown = page(cast.captain, "/duty/feasibility/?month=2026-12")
        assert binding.clause in shown
        assert "168 小时" in shown
        assert "4.2 人" in shown
        assert "不可能排满" in shown

    prove(
        "test_hours_of_a_post_are_held_against_its_people_under_the_clause", scenario,
        cast=cast, at=now,
    )  # fmt: skip
