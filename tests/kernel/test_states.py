"""A table of states that does not hold together is refused when it is written."""

from dataclasses import replace
from typing import Any

import pytest

from dayuan.kernel.states import (
    IllegalTransitionError,
    Machine,
    Phase,
    State,
    Transition,
    leaving,
    reachable,
)
from dayuan.kernel.text import Text

_WORD = Text("字", "word")
NEW = State("new", _WORD, "grey")
BUSY = State("busy", _WORD, "blue", Phase.WAITING)
DONE = State("done", _WORD, "green", Phase.CLOSED)
OLD = State("old", _WORD, "grey")
START = Transition("start", _WORD, leaving("new"), "busy")
END = Transition("end", _WORD, leaving("new", "busy"), "done")
TABLE = Machine("job", (NEW, BUSY, DONE, OLD), "new", (START, END), retired=frozenset({"old"}))


def test_an_act_leads_where_the_table_says() -> None:
    assert TABLE.after("start", state="new") is BUSY
    assert TABLE.after("end", state="busy") is DONE
    assert TABLE.state("old") is OLD
    assert TABLE.transition("end") is END
    assert TABLE.choices() == [(code, "字") for code in ("new", "busy", "done", "old")]


def test_an_act_cannot_be_done_from_another_state() -> None:
    assert not TABLE.may("start", state="busy")
    assert not TABLE.may("fly", state="new")
    for act, state in (("start", "busy"), ("end", "done"), ("fly", "new")):
        with pytest.raises(IllegalTransitionError):
            TABLE.after(act, state=state)


def test_the_acts_of_a_state_come_in_the_order_of_the_table() -> None:
    assert TABLE.acts_from("new") == (START, END)
    assert TABLE.acts_from("done") == ()


def test_states_are_found_by_phase_and_by_being_reachable() -> None:
    assert TABLE.in_phase(Phase.CLOSED) == {"done"}
    assert TABLE.in_phase(Phase.OPEN, Phase.WAITING) == {"new", "busy", "old"}
    assert reachable(TABLE) == {"new", "busy", "done"}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"states": (NEW, NEW, BUSY, DONE, OLD)}, "a state is listed twice"),
        ({"transitions": (START, END, START)}, "an act is listed twice"),
        ({"initial": "nowhere"}, "unknown states"),
        ({"transitions": (replace(START, target="nowhere"),)}, "unknown states"),
        ({"transitions": (replace(START, sources=leaving("nowhere")),)}, "unknown states"),
        ({"retired": frozenset({"nowhere"})}, "unknown states"),
        ({"transitions": (replace(START, target="old"),)}, "enters retired states"),
        ({"initial": "old"}, "enters retired states"),
    ],
)
def test_a_table_that_does_not_hold_together_is_refused(change: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        replace(TABLE, **change)


def test_a_retired_state_may_still_be_left() -> None:
    back = Transition("back", _WORD, leaving("old"), "new")
    assert replace(TABLE, transitions=(START, END, back)).may("back", state="old")
