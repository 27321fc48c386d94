"""The states of a task, and the cards of the kinds of cases."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dayuan.kernel.registry import Registry
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


@dataclass(frozen=True, slots=True)
class KindCard:
    """What mixed lists and pages need to know of a kind of case; each service registers one."""

    code: str
    label: Text
    machine: Machine
    #: The name of the page of one case; it takes the case's id.
    url_name: str
    icon: str
    #: Returns the state of each of these cases.
    states: Callable[[Sequence[int]], Mapping[int, str]]


kinds: Registry[KindCard] = Registry("kind of case")
