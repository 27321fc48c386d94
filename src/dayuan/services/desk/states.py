"""The states of a request."""

from dayuan.kernel.states import Machine, Phase, State, Transition, leaving
from dayuan.kernel.text import Text

REQUEST = Machine(
    code="desk.request",
    states=(
        State("reported", Text("已报", "Reported"), "waiting"),
        State("dispatched", Text("已派单", "Sent out"), "waiting"),
        State("in_hand", Text("处理中", "In hand"), "in_hand"),
        State("paused", Text("已暂停", "Paused"), "waiting", Phase.WAITING),
        State("to_check", Text("待查验", "To be checked"), "approval"),
        State("to_visit", Text("待回访", "To be asked after"), "approval"),
        State("closed", Text("已办结", "Closed"), "done", Phase.CLOSED),
        State("refused", Text("未获许可", "Not permitted"), "done", Phase.CLOSED),
        State("cancelled", Text("已撤销", "Withdrawn"), "waiting", Phase.CLOSED),
    ),
    initial="reported",
    transitions=(
        Transition("dispatch", Text("派单", "Send out"), leaving("reported"), "dispatched"),
        Transition("take", Text("接单", "Take it"), leaving("dispatched"), "in_hand"),
        Transition(
            "give_back", Text("退回", "Hand back"), leaving("in_hand", "paused"), "dispatched"
        ),
        Transition("pause", Text("暂停", "Pause"), leaving("in_hand"), "paused"),
        Transition("resume", Text("继续", "Go on"), leaving("paused"), "in_hand"),
        Transition("hand_in", Text("完成", "Finish"), leaving("in_hand"), "to_check"),
        Transition(
            "send_back", Text("查验不合格，返工", "Send back after the check"),
            leaving("to_check"), "dispatched",
        ),
        Transition(
            "pass_on", Text("转回访", "Ask afterwards"), leaving("in_hand", "to_check"), "to_visit"
        ),
        Transition(
            "reopen", Text("重新办理", "Reopen"), leaving("to_visit", "closed"), "dispatched",
            needs_reason=True,
        ),
        Transition(
            "close", Text("办结", "Close"),
            leaving("dispatched", "in_hand", "to_check", "to_visit"), "closed",
        ),
        Transition(
            "end_early", Text("提前办结", "End early"),
            leaving("reported", "dispatched", "in_hand", "paused", "to_check", "to_visit"),
            "closed", needs_reason=True,
        ),
        Transition(
            "refuse", Text("不予许可", "Do not permit"),
            leaving("reported", "dispatched", "in_hand", "to_check"), "refused",
            needs_reason=True,
        ),
        Transition(
            "cancel", Text("撤销", "Withdraw"), leaving("reported", "dispatched"), "cancelled",
            needs_reason=True,
        ),
    ),
)  # fmt: skip

#: A report that somebody without an account sent by scanning a label.
OUTSIDE = Machine(
    code="desk.outside",
    states=(
        State("received", Text("已收到", "Received"), "waiting"),
        State("held", Text("待前台确认", "Held for the desk"), "soon", Phase.WAITING),
        State("accepted", Text("已受理", "Accepted"), "done", Phase.CLOSED),
        State("set_aside", Text("未受理", "Set aside"), "waiting", Phase.CLOSED),
    ),
    initial="received",
    transitions=(
        Transition("accept", Text("受理", "Accept"), leaving("received"), "accepted"),
        Transition("hold", Text("等前台确认", "Hold for the desk"), leaving("received"), "held"),
        Transition("release", Text("受理", "Accept"), leaving("held"), "accepted"),
        Transition(
            "set_aside", Text("不受理", "Set aside"), leaving("held"), "set_aside",
            needs_reason=True,
        ),
    ),
)  # fmt: skip
