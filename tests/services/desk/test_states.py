"""The table of a request, move by move; a new state belongs here first."""

import pytest

from dayuan.kernel.states import IllegalTransitionError, Phase, reachable
from dayuan.services.desk.states import REQUEST

#: Every legal move: from where, by which act, to where.
MOVES = {
    ("reported", "dispatch", "dispatched"),
    ("reported", "cancel", "cancelled"),
    ("dispatched", "take", "in_hand"),
    ("dispatched", "close", "closed"),
    ("dispatched", "cancel", "cancelled"),
    ("reported", "end_early", "closed"),
    ("dispatched", "end_early", "closed"),
    ("in_hand", "end_early", "closed"),
    ("in_hand", "pause", "paused"),
    ("in_hand", "pass_on", "to_visit"),
    ("paused", "resume", "in_hand"),
    ("paused", "give_back", "dispatched"),
    ("paused", "end_early", "closed"),
    ("to_check", "pass_on", "to_visit"),
    ("to_check", "end_early", "closed"),
    ("to_visit", "close", "closed"),
    ("to_visit", "reopen", "dispatched"),
    ("to_visit", "end_early", "closed"),
    ("closed", "reopen", "dispatched"),
    ("reported", "refuse", "refused"),
    ("dispatched", "refuse", "refused"),
    ("in_hand", "refuse", "refused"),
    ("to_check", "refuse", "refused"),
    ("in_hand", "give_back", "dispatched"),
    ("in_hand", "hand_in", "to_check"),
    ("in_hand", "close", "closed"),
    ("to_check", "send_back", "dispatched"),
    ("to_check", "close", "closed"),
}


def test_the_table_allows_these_moves_and_no_other():
    legal = {(s.code, t.act, t.target) for s in REQUEST.states for t in REQUEST.acts_from(s.code)}
    assert legal == MOVES


def test_every_state_can_be_reached():
    assert reachable(REQUEST) == {state.code for state in REQUEST.states}


def test_a_closed_request_is_reopened_or_stays():
    assert [act.act for act in REQUEST.acts_from("closed")] == ["reopen"]
    with pytest.raises(IllegalTransitionError):
        REQUEST.after("take", state="closed")


def test_nothing_leaves_a_withdrawn_request():
    assert REQUEST.acts_from("cancelled") == ()


@pytest.mark.parametrize("state", [state.code for state in REQUEST.states])
def test_from_every_open_state_there_is_a_way_to_the_end(state: str):
    seen, waiting = set(), [state]
    while waiting:
        here = waiting.pop()
        seen.add(here)
        waiting += [t.target for t in REQUEST.acts_from(here) if t.target not in seen]
    assert seen & REQUEST.in_phase(Phase.CLOSED)


def test_every_state_has_a_name_in_both_languages():
    assert all(state.label.zh and state.label.en for state in REQUEST.states)
