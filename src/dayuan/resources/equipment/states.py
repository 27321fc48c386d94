"""The states of a piece of equipment."""

from dayuan.kernel.states import Machine, Phase, State, Transition, leaving
from dayuan.kernel.text import Text

ITEM = Machine(
    code="equipment.item",
    states=(
        State("in_service", Text("在用", "In service"), "done"),
        State("out_of_order", Text("故障停用", "Out of order"), "late", Phase.WAITING),
        State("retired", Text("已报废", "Retired"), "waiting", Phase.CLOSED),
    ),
    initial="in_service",
    transitions=(
        Transition(
            "take_out", Text("报故障停用", "Take out of order"), leaving("in_service"),
            "out_of_order", needs_reason=True,
        ),
        Transition(
            "bring_back", Text("恢复使用", "Bring back"), leaving("out_of_order"), "in_service"
        ),
        Transition(
            "retire", Text("报废", "Retire for good"), leaving("in_service", "out_of_order"),
            "retired", needs_reason=True,
        ),
    ),
)  # fmt: skip
