"""Which tasks a step for each holder has, whoever comes and goes; the pure part."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from dayuan.work.holders import Laid, Seat, as_one, for_each, seats

A, B, C = 1, 2, 3
HELD = seats(["fitter"], {"fitter": [A, B]})
VACANT = seats(["fitter"], {})


def laid(pk: int, holder: int | None, state: str = "ready", *, person: int | None = None) -> Laid:
    return Laid(pk, "fitter", holder, person, state)


def test_each_holder_has_a_seat_and_a_post_that_nobody_holds_a_vacant_one():
    found = seats(["fitter", "cleaner"], {"fitter": [A, B]})
    assert found == (Seat("fitter", A), Seat("fitter", B), Seat("cleaner"))


def test_whoever_joins_in_time_gets_a_task_and_whoever_joins_late_does_not():
    mine = [laid(10, A)]
    assert for_each(mine, HELD, in_time=True).missing == (Seat("fitter", B),)
    assert for_each(mine, HELD, in_time=False).missing == ()


def test_whoever_leaves_has_his_open_task_cancelled_and_his_done_one_kept():
    change = for_each([laid(10, A), laid(11, C)], HELD, in_time=False)
    assert (change.gone, change.missing) == ((11,), ())
    assert for_each([laid(10, A), laid(11, C, "done")], HELD, in_time=False).gone == ()


def test_when_the_last_holder_leaves_the_post_is_seen_as_vacant_however_late():
    change = for_each([laid(10, A), laid(11, B)], VACANT, in_time=False)
    assert (change.gone, change.missing) == ((10, 11), (Seat("fitter"),))


def test_a_post_whose_former_holder_has_done_it_is_not_vacant_for_the_step():
    change = for_each([laid(10, A, "done"), laid(11, B)], VACANT, in_time=True)
    assert (change.gone, change.missing) == ((11,), ())


def test_a_vacancy_goes_to_the_first_who_holds_the_post_even_after_the_due_time():
    change = for_each([laid(10, None)], HELD, in_time=False)
    assert (change.given, change.gone, change.missing) == ({10: A}, (), ())


def test_a_vacancy_beside_holders_with_tasks_of_their_own_is_none_any_more():
    change = for_each([laid(9, None), laid(10, A), laid(11, B)], HELD, in_time=True)
    assert (change.given, change.gone) == ({}, (9,))


def test_what_a_stand_in_has_in_hand_stays_in_his_hands():
    change = for_each([laid(9, None, "accepted", person=C)], HELD, in_time=True)
    assert (change.given, change.gone) == ({}, ())
    assert change.missing == HELD


def test_a_stand_in_who_comes_to_hold_the_post_keeps_what_he_has_as_his_own():
    change = for_each([laid(9, None, "accepted", person=A)], HELD, in_time=True)
    assert (change.given, change.missing) == ({9: A}, (Seat("fitter", B),))


def test_whoever_did_it_while_the_post_was_vacant_has_done_it():
    change = for_each([laid(9, None, "done", person=A)], HELD, in_time=True)
    assert change.missing == (Seat("fitter", B),)


def test_whoever_comes_back_gets_a_new_task_and_his_cancelled_one_stays():
    change = for_each([laid(10, A, "cancelled"), laid(11, B)], HELD, in_time=True)
    assert change.missing == (Seat("fitter", A),)


def test_what_was_left_out_lawfully_is_not_laid_out_again():
    assert for_each([laid(10, A, "skipped"), laid(11, B)], HELD, in_time=True).missing == ()


def test_somebody_with_two_posts_does_it_for_both():
    found = seats(["fitter", "cleaner"], {"fitter": [A], "cleaner": [A]})
    assert for_each([laid(10, A)], found, in_time=True).missing == (Seat("cleaner", A),)


def test_a_post_that_the_plan_names_no_longer_loses_its_open_tasks():
    other = seats(["cleaner"], {"cleaner": [C]})
    change = for_each([laid(9, None), laid(10, A)], other, in_time=True)
    assert set(change.gone) == {9, 10}
    assert change.missing == (Seat("cleaner", C),)


def test_a_step_of_the_post_again_keeps_what_is_in_hand_and_drops_the_others():
    change = as_one([laid(10, A), laid(11, B, "accepted", person=B)], "fitter")
    assert (change.given, change.gone, change.missing) == ({11: None}, (10,), ())


def test_a_step_of_the_post_again_is_done_where_one_holder_has_done_it():
    change = as_one([laid(10, A, "done", person=A), laid(11, B)], "fitter")
    assert (change.given, change.gone, change.missing) == ({}, (11,), ())


def test_an_ordinary_step_stays_as_it_is_and_a_missing_one_is_laid_out():
    assert as_one([laid(10, None)], "fitter") == as_one([laid(10, None, "done")], "fitter")
    assert as_one([laid(10, None, "cancelled")], "fitter").missing == (Seat("fitter"),)


def test_a_cancelled_one_that_came_later_does_not_hide_the_one_that_lives():
    mine = [laid(9, A), laid(10, A, "cancelled"), laid(11, B)]
    assert for_each(mine, HELD, in_time=True).missing == ()


@st.composite
def histories(draw) -> list[Laid]:
    """Tasks of one step in any order, as the database lets them stand: one that lives a holder."""
    found: list[Laid] = []
    people = st.sampled_from([A, B, C])
    for pk in range(draw(st.integers(0, 7))):
        holder = draw(st.none() | people)
        state = draw(
            st.sampled_from(["waiting", "ready", "accepted", "done", "skipped", "cancelled"])
        )
        lives = {one.holder for one in found if one.holder and one.state != "cancelled"}
        if holder in lives:
            state = "cancelled"
        person = draw(people) if holder is None and state in ("accepted", "done") else None
        found.append(laid(pk, holder, state, person=person))
    return found


@given(histories(), st.sets(st.sampled_from([A, B, C])), st.booleans())
def test_whatever_happened_no_holder_has_two_and_nothing_done_is_touched(mine, held, in_time):
    wanted = seats(["fitter"], {"fitter": sorted(held)})
    change = for_each(mine, wanted, in_time=in_time)
    after = [
        change.given.get(t.id, t.holder)
        for t in mine
        if t.state != "cancelled" and t.id not in change.gone
    ]
    after += [seat.holder for seat in change.missing]
    assert max(Counter(one for one in after if one).values(), default=0) <= 1
    touched = {t.state for t in mine if t.id in {*change.given, *change.gone}}
    assert not touched & {"done", "skipped", "cancelled"}
    if in_time:
        assert held <= {*after, *(t.person for t in mine if t.state != "cancelled")}


def test_a_vacancy_of_each_becomes_the_posts_when_the_step_is_the_posts_again():
    vacant = Laid(10, "fitter", None, None, "ready", each=True)
    assert as_one([vacant], "fitter").given == {10: None}
