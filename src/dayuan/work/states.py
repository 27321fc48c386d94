"""The states of a task."""

from dayuan.kernel.states import Machine, Phase, State, Transition, leaving
from dayuan.kernel.text import Text

TASK = Machine(
    code="work.task",
    states=(
        State("waiting", Text("等前一步", "Waiting for a step"), "waiting", Phase.WAITING),
        State("ready", Text("待接单", "To be taken"), "waiting"),
        State("accepted", Text("处理中", "In hand"), "in_hand"),
        State("done", Text("已完成", "Done"), "done", Phase.CLOSED),
        State("cancelled", Text("已取消", "Cancelled"), "waiting", Phase.CLOSED),
    ),
    initial="waiting",
    transitions=(
        Transition("release", Text("放行", "Release"), leaving("waiting"), "ready"),
        Transition("accept", Text("接单", "Take it"), leaving("ready"), "accepted"),
        Transition(
            "hand_back",
            Text("退回", "Hand back"),
            leaving("accepted"),
            "ready",
            needs_reason=True,
        ),
        Transition("finish", Text("完成", "Finish"), leaving("accepted"), "done"),
        Transition(
            "cancel",
            Text("取消", "Cancel"),
            leaving("waiting", "ready", "accepted"),
            "cancelled",
            needs_reason=True,
        ),
    ),
)

#: States in which a task still asks something of somebody.
OPEN = TASK.in_phase(Phase.OPEN, Phase.WAITING)
