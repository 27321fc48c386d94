"""The states of a notice on its way out of the house."""

from dayuan.kernel.states import Machine, Phase, State, Transition, leaving
from dayuan.kernel.text import Text

DELIVERY = Machine(
    code="notices.delivery",
    states=(
        State("waiting", Text("等待发送", "Waits to be sent"), "waiting"),
        State("failed", Text("没有发出，会再试", "Not sent yet, tried again"), "soon"),
        State("sent", Text("已发出", "Sent"), "done", Phase.CLOSED),
        State("given_up", Text("没有发出", "Not sent"), "late", Phase.CLOSED),
        State("skipped", Text("不用发", "Not needed"), "waiting", Phase.CLOSED),
    ),
    initial="waiting",
    transitions=(
        Transition("send", Text("发出", "Send"), leaving("waiting", "failed"), "sent"),
        Transition("fail", Text("没有发出", "Fail"), leaving("waiting", "failed"), "failed"),
        Transition("give_up", Text("放弃", "Give up"), leaving("waiting", "failed"), "given_up"),
        Transition("skip", Text("不用发", "Leave out"), leaving("waiting", "failed"), "skipped"),
        Transition("retry", Text("再发一次", "Try again"), leaving("given_up"), "waiting"),
    ),
)
OPEN = ("waiting", "failed")
#: The kind of a delivery that is sent once, to see whether it arrives.
TRIAL = "notices.channel.trial"
