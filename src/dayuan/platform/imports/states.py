"""The states of an import: a file on its way into records."""

from dayuan.kernel.states import Machine, Phase, State, Transition, leaving
from dayuan.kernel.text import Text

IMPORT = Machine(
    code="imports.import",
    states=(
        State("read", Text("已检查，待导入", "Checked, not taken yet"), "waiting"),
        State("running", Text("正在导入", "Being taken"), "in_hand"),
        State("done", Text("导入完成", "Done"), "done", Phase.CLOSED),
        State("failed", Text("没有完成", "Not finished"), "late", Phase.CLOSED),
        State("cancelled", Text("已取消", "Cancelled"), "waiting", Phase.CLOSED),
        State("gone", Text("已过期删除", "Expired and deleted"), "waiting", Phase.CLOSED),
    ),
    initial="read",
    transitions=(
        Transition("start", Text("开始导入", "Start"), leaving("read"), "running"),
        Transition("finish", Text("导入完毕", "Finish"), leaving("running"), "done"),
        Transition("give_up", Text("放弃", "Give up"), leaving("running"), "failed"),
        Transition("cancel", Text("取消", "Cancel"), leaving("read", "running"), "cancelled"),
        Transition(
            "expire", Text("过期删除", "Expire"),
            leaving("read", "running", "done", "failed", "cancelled"), "gone",
        ),
    ),
)  # fmt: skip
