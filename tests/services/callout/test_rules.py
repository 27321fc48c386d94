"""In what order a squad is called, and what stands in the way; pure."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayuan.handbook.schema.callout import Squad
from dayuan.services.callout import rules
from dayuan.services.callout.rules import Someone, Stretch
from tests.cast import NOW

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.once


def squad(*rungs: dict, **other) -> Squad:
    rows = [{"source": {"site": "x"}, **one} for one in rungs]
    return Squad.model_validate({"title": "队", "members": rows, "source": {"site": "x"}, **other})


def someone(number: int, *posts: str, **other) -> Someone:
    return Someone(number, f"n{number}", posts, **other)


def ids(found) -> list[int]:
    return [one.person_id for one in found]


def on(post: str, start, end) -> tuple[Stretch, ...]:
    return (Stretch(post, NOW + start * HOUR, NOW + end * HOUR),)


def test_the_rows_of_the_table_are_the_order_and_nobody_is_called_twice():
    table = squad({"posts": ["b"]}, {"posts": ["a", "b"]})
    found = rules.members(table, [someone(1, "a", "b"), someone(2, "a"), someone(3, "b")], NOW)
    assert ids(found) == [1, 3, 2]
    assert found[0].post == "b"


def test_within_a_row_whoever_is_there_comes_first_and_whoever_is_away_last():
    people = [
        someone(1, "a", away=True),
        someone(2, "a", duties=on("a", -9, -2), rest=11 * HOUR),
        someone(3, "a", duties=on("a", -13, -12), rest=11 * HOUR),
        someone(4, "a", duties=on("a", -1, 1)),
    ]
    found = rules.members(squad({"posts": ["a"]}), people, NOW)
    assert [(one.person_id, one.standing) for one in found] == [
        (4, "on_duty"), (3, "off_duty"), (2, "short_rest"), (1, "away"),
    ]  # fmt: skip


def test_a_row_of_those_off_duty_leaves_the_posts_manned():
    people = [someone(1, "a", duties=on("a", -1, 1)), someone(2, "a")]
    assert ids(rules.members(squad({"posts": ["a"], "who": "off_duty"}), people, NOW)) == [2]


def test_somebody_on_duty_says_until_when_and_somebody_off_duty_since_when_and_when_next():
    both = on("a", -9, -1) + on("a", 5, 9)
    found = rules.members(squad({"posts": ["a"]}), [someone(1, "a", duties=both)], NOW)[0]
    assert (found.since, found.next) == (NOW - HOUR, NOW + 5 * HOUR)
    there = rules.members(squad({"posts": ["a"]}), [someone(1, "a", duties=on("a", -1, 2))], NOW)[0]
    assert there.since == NOW + 2 * HOUR


def test_the_form_proposes_as_many_as_the_squad_has_and_nobody_on_leave():
    people = [someone(1, "a", away=True), someone(2, "a"), someone(3, "a"), someone(4, "a")]
    found = rules.members(squad({"posts": ["a"]}), people, NOW)
    assert rules.first_called(found, 2) == (2, 3)
    assert rules.first_called(found, None) == ()


def test_a_squad_without_members_or_size_says_both():
    codes = [one.code for one in rules.undecided(squad(), None)]
    assert codes == ["callout.no_members", "callout.no_size"]
    assert rules.undecided(squad({"posts": ["a"]}), 4) == ()


@pytest.mark.parametrize(
    ("reason", "gather", "chosen", "code"),
    [
        (" ", "门", 1, "callout.no_reason"),
        ("集合", "", 1, "callout.no_place"),
        ("集合", "门", 0, "callout.nobody_chosen"),
    ],
)
def test_an_order_says_what_is_missing(reason, gather, chosen, code):
    assert [one.code for one in rules.order_problems(reason, gather, chosen=chosen)] == [code]


def test_nobody_arrives_before_the_call_or_after_now():
    for minutes, wrong in ((-6, True), (0, False), (30, False), (36, True)):
        came = NOW + timedelta(minutes=minutes)
        found = rules.time_problems(came, called=NOW, at=NOW + timedelta(minutes=30))
        assert bool(found) is wrong, minutes


@given(
    st.lists(st.lists(st.sampled_from("abc"), min_size=1, unique=True), max_size=6),
    st.lists(st.tuples(st.lists(st.sampled_from("abc"), min_size=1, unique=True), st.booleans())),
)
def test_everybody_of_the_table_is_named_once_whatever_the_table(people, rows):
    table = squad(*({"posts": p, "who": "off_duty" if off else "anyone"} for p, off in rows))
    found = rules.members(table, [someone(n, *p) for n, p in enumerate(people)], NOW)
    named = {post for posts, _off in rows for post in posts}
    wanted = {n for n, posts in enumerate(people) if named & set(posts)}
    assert sorted(ids(found)) == sorted(wanted)
