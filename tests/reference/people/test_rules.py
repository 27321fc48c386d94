"""What stands in the way of an appointment; no database."""

from datetime import date
from typing import Any

import pytest

from dayuan.handbook.schema import Handbook
from dayuan.reference.people import rules
from dayuan.reference.people.models import Appointment, Kind, Person
from dayuan.reference.people.rules import Wanted

MONDAY, FRIDAY = date(2026, 11, 16), date(2026, 11, 20)
SOURCE = {"site": "a test"}


@pytest.fixture
def handbook():
    """Return a plan of two posts: one desk, two wardens of whom one leads."""
    return Handbook.model_validate(
        {
            "handbook": {"schema": 1, "code": "x", "title": "x", "site": "x", "edition": "1"},
            "units": {"house": {"title": "house"}},
            "posts": {
                "desk": {"title": "desk", "unit": "house", "headcount": 1, "source": SOURCE},
                "warden": {"title": "warden", "unit": "house", "headcount": 2, "source": SOURCE},
            },
            "roles": {
                "lead": {
                    "title": "lead",
                    "held_by": ["warden"],
                    "headcount": 1,
                    "source": SOURCE,
                },
                "all_wardens": {"title": "all", "held_by": ["warden"], "source": SOURCE},
            },
        }
    )


@pytest.fixture
def judge(handbook):
    """Return the codes of what stands against an appointment."""

    def judge(post="warden", kind="main", role="", start=MONDAY, end=None, **about):
        person = about.pop("person", Person(joined=date(2026, 1, 1), side="staff"))
        given: dict[str, Any] = {"existing": [], "held": 0, "filled": 0} | about
        wanted = Wanted(post=post, kind=kind, role=role, start=start, end=end)
        found = rules.appointment_problems(wanted, person=person, handbook=handbook, **given)
        return [p.code for p in found]

    return judge


def held(post="warden", kind="main", role="", start=date(2026, 1, 1), end=None):
    return Appointment(post=post, kind=kind, role=role, start=start, end=end)


def test_a_free_place_may_be_filled(judge):
    assert judge() == []


def test_a_post_the_plan_lacks_cannot_be_held(judge):
    assert judge(post="captain") == ["people.unknown_post"]


def test_a_full_post_warns_and_does_not_block(judge):
    assert judge(held=2) == ["people.over_headcount"]
    assert judge(held=1) == []


def test_nobody_has_two_main_posts_at_once(judge):
    assert judge(post="desk", existing=[held()]) == ["people.main_already"]


def test_the_next_main_post_may_begin_the_day_the_last_one_ends(judge):
    assert judge(post="desk", start=FRIDAY, existing=[held(end=FRIDAY)]) == []


def test_one_person_may_hold_a_second_post_beside_the_main_one(judge):
    assert judge(post="desk", kind=Kind.CONCURRENT, existing=[held()]) == []
    assert judge(post="desk", kind=Kind.ACTING, existing=[held()]) == []


def test_the_same_post_is_not_held_twice(judge):
    assert judge(kind=Kind.ACTING, existing=[held()]) == ["people.held_already"]


def test_a_withdrawn_appointment_stands_in_nobodys_way(judge):
    assert judge(existing=[held(start=MONDAY, end=MONDAY)]) == []


def test_a_role_is_filled_by_holders_of_its_post_only(judge):
    lead = {"kind": Kind.ROLE, "role": "lead"}
    assert judge(**lead, existing=[held()]) == []
    assert judge(**lead) == ["people.post_first"]
    assert judge(post="desk", **lead, existing=[held("desk")]) == ["people.role_elsewhere"]
    assert judge(kind=Kind.ROLE, role="king", existing=[held()]) == ["people.role_elsewhere"]


def test_a_role_with_a_headcount_warns_when_it_is_full(judge):
    found = judge(kind=Kind.ROLE, role="lead", existing=[held()], filled=1)
    assert found == ["people.over_headcount"]


def test_a_role_of_all_holders_needs_no_appointment(judge):
    found = judge(kind=Kind.ROLE, role="all_wardens", existing=[held()])
    assert found == ["people.role_by_itself"]


@pytest.mark.parametrize("end", [MONDAY, date(2026, 11, 15)])
def test_an_appointment_ends_after_it_begins(judge, end):
    assert judge(end=end) == ["people.period"]


def test_nobody_is_appointed_before_joining_or_after_leaving(judge):
    gone = Person(joined=date(2026, 1, 1), left=MONDAY, side="staff")
    late = Person(joined=FRIDAY, side="staff")
    assert judge(person=gone) == ["people.not_here"]
    assert judge(person=late) == ["people.not_here"]


def test_a_liaison_holds_no_post(judge):
    liaison = Person(joined=date(2026, 1, 1), side="liaison", unit="office")
    assert judge(person=liaison) == ["people.liaison"]


def test_an_appointment_cannot_end_before_it_began_or_twice():
    codes = [p.code for p in rules.end_problems(held(start=MONDAY), date(2026, 11, 15))]
    assert codes == ["people.before_start"]
    codes = [p.code for p in rules.end_problems(held(end=MONDAY), FRIDAY)]
    assert codes == ["people.ended_already"]
    assert rules.end_problems(held(start=MONDAY), MONDAY) == ()
