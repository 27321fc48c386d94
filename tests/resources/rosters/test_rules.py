"""Who answers for a post: duty list, holders, alternates, nobody; no database."""

from datetime import UTC, datetime, timedelta

from dayuan.kernel.periods import Period
from dayuan.resources.rosters import rules

EIGHT = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)


def held(alternates=(), on_duty=None, listed=(), appointed=None):
    found = rules.held(
        "gate",
        alternates=alternates,
        on_duty=on_duty or {},
        listed=frozenset(listed),
        appointed=appointed or {},
    )
    return found.via, found.persons, found.through


def test_who_stands_on_the_list_answers():
    found = held(on_duty={"gate": ["a"]}, listed=["gate"], appointed={"gate": ["a", "b"]})
    assert found == ("duty", ("a",), "gate")


def test_without_a_list_all_holders_answer():
    assert held(appointed={"gate": ["a", "b"]}) == ("appointment", ("a", "b"), "gate")


def test_a_list_that_names_nobody_for_this_hour_leads_to_the_alternates():
    found = held(
        alternates=["mobile"],
        listed=["gate"],
        appointed={"gate": ["a"], "mobile": ["m"]},
    )
    assert found == ("alternate", ("m",), "mobile")


def test_alternates_answer_in_the_plans_order():
    found = held(alternates=["first", "second"], appointed={"second": ["s"]})
    assert found == ("alternate", ("s",), "second")


def test_nobody_at_all_is_a_visible_vacancy():
    found: rules.Holding[str] = rules.held(
        "gate", alternates=["x"], on_duty={}, listed=frozenset(), appointed={}
    )
    assert (found.via, found.vacant) == ("nobody", True)


def judge(hours, others=(), holds_post=True):
    period = Period(EIGHT, EIGHT + timedelta(hours=hours))
    return [p.code for p in rules.duty_problems(period, others=others, holds_post=holds_post)]


def test_a_duty_of_24_hours_is_the_longest():
    assert judge(24) == []
    assert judge(25) == ["rosters.too_long"]


def test_nobody_is_on_duty_twice_at_once_but_may_follow_on():
    before = Period(EIGHT - timedelta(hours=8), EIGHT)
    during = Period(EIGHT + timedelta(hours=7), EIGHT + timedelta(hours=9))
    assert judge(8, [before]) == []
    assert judge(8, [during]) == ["rosters.twice"]


def test_all_reasons_come_together():
    again = Period(EIGHT, EIGHT + timedelta(hours=1))
    assert judge(30, [again], holds_post=False) == [
        "rosters.too_long",
        "rosters.twice",
        "rosters.not_the_post",
    ]
