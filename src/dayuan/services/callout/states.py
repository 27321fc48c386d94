"""The states of a call-out, and of each person who was called."""

from dayuan.kernel.states import Machine, Phase, State, Transition, leaving
from dayuan.kernel.text import Text

CALLOUT = Machine(
    code="callout.callout",
    states=(
        State("running", Text("正在集合", "Calling out"), "in_hand"),
        State("ended", Text("已结束", "Ended"), "done", Phase.CLOSED),
    ),
    initial="running",
    transitions=(
        Transition(
            "end", Text("结束集合", "End it"), leaving("running"), "ended", needs_reason=True
        ),
    ),
)  # fmt: skip

SURGE = Machine(
    code="callout.surge",
    states=(
        State("ordered", Text("已下令", "Ordered"), "in_hand"),
        State("ended", Text("已结束", "Ended"), "done", Phase.CLOSED),
        State("called_off", Text("已撤销", "Called off"), "waiting", Phase.CLOSED),
    ),
    initial="ordered",
    transitions=(
        Transition("end", Text("结束", "End"), leaving("ordered"), "ended", needs_reason=True),
        Transition(
            "call_off", Text("撤销", "Call off"), leaving("ordered"), "called_off",
            needs_reason=True,
        ),
    ),
)  # fmt: skip

CALL = Machine(
    code="callout.call",
    states=(
        State("called", Text("未应答", "No answer yet"), "waiting"),
        State("coming", Text("答应来", "Coming"), "in_hand"),
        State("cannot", Text("来不了", "Cannot come"), "late"),
        State("here", Text("已到", "Here"), "done", Phase.CLOSED),
    ),
    initial="called",
    transitions=(
        Transition("accept", Text("我来", "I am coming"), leaving("called", "cannot"), "coming"),
        Transition(
            "decline", Text("来不了", "I cannot come"), leaving("called", "coming"), "cannot",
            needs_reason=True,
        ),
        Transition(
            "arrive", Text("我到了", "I am here"), leaving("called", "coming", "cannot"), "here"
        ),
        # An hour that was written wrongly is written anew; the line before stays in the log.
        Transition("correct", Text("更正到达时间", "Correct the time"), leaving("here"), "here"),
    ),
)  # fmt: skip

#: Whoever is still awaited: told when it is over.
AWAITED = frozenset({"called", "coming"})
