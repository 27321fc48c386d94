"""The states of a request."""

from dayuan.kernel.states import Machine, Phase, State, Transition, leaving
from dayuan.kernel.text import Text

REQUEST = Machine(
    code="desk.request",
    states=(
        State("reported", Text("已报", "Reported"), "waiting"),
        State("dispatched", Text("已派单", "Sent out"), "waiting"),
        State("in_hand", Text("处理中", "In hand"), "in_hand"),
        State("to_check", Text("待查验", "To be checked"), "approval"),
        State("closed", Text("已办结", "Closed"), "done", Phase.CLOSED),
        State("cancelled", Text("已撤销", "Withdrawn"), "waiting", Phase.CLOSED),
    ),
    initial="reported",
    transitions=(
        Transition("dispatch", Text("派单", "Send out"), leaving("reported"), "dispatched"),
        Transition("take", Text("接单", "Take it"), leaving("dispatched"), "in_hand"),
        Transition("give_back", Text("退回", "Hand back"), leaving("in_hand"), "dispatched"),
        Transition("hand_in", Text("完成", "Finish"), leaving("in_hand"), "to_check"),
        Transition(
            "send_back", Text("查验不合格，返工", "Send back after the check"),
            leaving("to_check"), "dispatched",
        ),
        Transition(
            "close", Text("办结", "Close"), leaving("dispatched", "in_hand", "to_check"), "closed"
        ),
        Transition(
            "cancel", Text("撤销", "Withdraw"), leaving("reported", "dispatched"), "cancelled",
            needs_reason=True,
        ),
    ),
)  # fmt: skip
