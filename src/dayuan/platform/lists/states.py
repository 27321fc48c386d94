"""The states of an export: a list on its way into a file."""

from dayuan.kernel.states import Machine, Phase, State, Transition, leaving
from dayuan.kernel.text import Text

EXPORT = Machine(
    code="lists.export",
    states=(
        State("waiting", Text("等待生成", "Waiting"), "waiting"),
        State("working", Text("正在生成", "Being written"), "in_hand"),
        State("ready", Text("可以下载", "Ready"), "done"),
        State("failed", Text("没有生成", "Failed"), "late", Phase.CLOSED),
        State("cancelled", Text("已取消", "Cancelled"), "waiting", Phase.CLOSED),
        State("gone", Text("已过期删除", "Expired and deleted"), "waiting", Phase.CLOSED),
    ),
    initial="waiting",
    transitions=(
        # From working too: a worker that was killed leaves it there, and the next begins anew.
        Transition(
            "begin", Text("开始生成", "Begin"), leaving("waiting", "working"), "working"
        ),
        Transition("finish", Text("生成完毕", "Finish"), leaving("working"), "ready"),
        Transition("give_up", Text("放弃", "Give up"), leaving("waiting", "working"), "failed"),
        Transition("cancel", Text("取消", "Cancel"), leaving("waiting", "working"), "cancelled"),
        Transition("expire", Text("过期删除", "Expire"), leaving("ready"), "gone"),
    ),
)  # fmt: skip
