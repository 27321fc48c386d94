"""The states of a shift's log."""

from dayuan.kernel.states import Machine, Phase, State, Transition, leaving
from dayuan.kernel.text import Text

SHIFT = Machine(
    code="handover.shift",
    states=(
        State("open", Text("当班中", "On shift"), "in_hand"),
        State("handing_over", Text("待接班", "Waits to be taken"), "approval", Phase.WAITING),
        State("closed", Text("已交班", "Handed over"), "done", Phase.CLOSED),
    ),
    initial="open",
    transitions=(
        Transition("declare", Text("交班", "Hand over"), leaving("open"), "handing_over"),
        Transition(
            "take_back", Text("收回交班", "Take it back"), leaving("handing_over"), "open",
        ),
        Transition(
            "send_back", Text("退回", "Send back"), leaving("handing_over"), "open",
            needs_reason=True,
        ),
        Transition("take_over", Text("接班", "Take over"), leaving("handing_over"), "closed"),
    ),
)  # fmt: skip
