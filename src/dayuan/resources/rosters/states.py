"""The states of months, of planning and mending them, of attendance, leave and swaps."""

from dayuan.kernel.states import Machine, Phase, State, Transition, leaving
from dayuan.kernel.text import Text

ROSTER = Machine(
    code="rosters.roster",
    states=(
        State("draft", Text("草稿", "Draft"), "waiting"),
        State("published", Text("已发布", "Published"), "done", Phase.CLOSED),
        State("discarded", Text("已作废", "Discarded"), "waiting", Phase.CLOSED),
    ),
    initial="draft",
    transitions=(
        Transition("publish", Text("发布", "Publish"), leaving("draft"), "published"),
        Transition("discard", Text("作废", "Discard"), leaving("draft"), "discarded"),
    ),
)

PLANNING = Machine(
    code="rosters.planning",
    states=(
        State("waiting", Text("等待排班", "Waiting"), "waiting"),
        State("working", Text("正在排班", "Being planned"), "in_hand"),
        State("done", Text("已排好", "Planned"), "done", Phase.CLOSED),
        State("failed", Text("没有排成", "Failed"), "late", Phase.CLOSED),
        State("cancelled", Text("已取消", "Cancelled"), "waiting", Phase.CLOSED),
    ),
    initial="waiting",
    transitions=(
        # From working too: a worker that was killed leaves it there, and the next begins anew.
        Transition("begin", Text("开始排班", "Begin"), leaving("waiting", "working"), "working"),
        Transition("finish", Text("排完", "Finish"), leaving("working"), "done"),
        Transition("give_up", Text("放弃", "Give up"), leaving("waiting", "working"), "failed"),
        Transition("cancel", Text("取消", "Cancel"), leaving("waiting", "working"), "cancelled"),
    ),
)

MENDING = Machine(
    code="rosters.mending",
    states=(
        State("waiting", Text("等待计算", "Waiting"), "waiting"),
        State("working", Text("正在计算", "Being worked out"), "in_hand"),
        State("proposed", Text("方案待定", "Proposed, to be decided"), "approval"),
        State("accepted", Text("已按方案改", "Accepted"), "done", Phase.CLOSED),
        State("failed", Text("没有办法", "No way was found"), "late", Phase.CLOSED),
        State("dropped", Text("已放弃", "Dropped"), "waiting", Phase.CLOSED),
    ),
    initial="waiting",
    transitions=(
        # From working too: a worker that was killed leaves it there, and the next begins anew.
        Transition("begin", Text("开始计算", "Begin"), leaving("waiting", "working"), "working"),
        Transition("propose", Text("提出方案", "Propose"), leaving("working"), "proposed"),
        Transition("give_up", Text("放弃", "Give up"), leaving("waiting", "working"), "failed"),
        Transition("accept", Text("按方案改", "Accept"), leaving("proposed"), "accepted"),
        Transition(
            "drop", Text("不用这个方案", "Drop"), leaving("waiting", "working", "proposed"),
            "dropped",
        ),
    ),
)  # fmt: skip

ATTENDANCE = Machine(
    code="rosters.attendance",
    states=(
        State("expected", Text("未登记", "Not noted"), "waiting"),
        State("here", Text("已到岗", "Came"), "done"),
        State("left", Text("已离岗", "Left"), "done", Phase.CLOSED),
        State("absent", Text("未到岗", "Did not come"), "late", Phase.CLOSED),
    ),
    initial="expected",
    transitions=(
        Transition("come", Text("登记到岗", "Note that he came"), leaving("expected"), "here"),
        Transition(
            "leave", Text("登记离岗", "Note when he left"), leaving("expected", "here"), "left"
        ),
        Transition(
            "miss", Text("登记未到岗", "Note that he did not come"), leaving("expected"), "absent"
        ),
        # What was noted is put right by noting it anew; the line before stays readable.
        Transition(
            "correct_here", Text("更正为到岗", "Correct: he came"),
            leaving("here", "left", "absent"), "here",
        ),
        Transition(
            "correct_left", Text("更正离岗时间", "Correct: when he left"),
            leaving("left", "absent"), "left",
        ),
        Transition(
            "correct_absent", Text("更正为未到岗", "Correct: he did not come"),
            leaving("here", "left"), "absent",
        ),
    ),
)  # fmt: skip
AWAY = Machine(
    code="rosters.away",
    states=(
        State("asked", Text("待批", "To be decided"), "approval"),
        State("approved", Text("已准假", "In force"), "done"),
        State("refused", Text("未准", "Refused"), "late", Phase.CLOSED),
        State("withdrawn", Text("已撤回", "Taken back"), "waiting", Phase.CLOSED),
        State("called_off", Text("已取消", "Called off"), "late", Phase.CLOSED),
    ),
    initial="asked",
    transitions=(
        Transition("approve", Text("准假", "Approve"), leaving("asked"), "approved"),
        Transition("take_effect", Text("当即生效", "Take effect"), leaving("asked"), "approved"),
        Transition(
            "refuse", Text("不准", "Refuse"), leaving("asked"), "refused", needs_reason=True
        ),
        Transition(
            "withdraw", Text("撤回", "Take back"), leaving("asked", "approved"), "withdrawn"
        ),
        Transition(
            "call_off", Text("取消", "Call off"), leaving("approved"), "called_off",
            needs_reason=True,
        ),
    ),
)  # fmt: skip

#: Leave that stands or may come to stand: two of one person's do not meet.
OPEN_AWAY = frozenset({"asked", "approved"})

SWAP = Machine(
    code="rosters.swap",
    states=(
        State("asked", Text("等同事答复", "Waits for the colleague"), "waiting"),
        State("agreed", Text("同事同意，待批", "Agreed, to be decided"), "approval"),
        State("done", Text("已换", "Swapped"), "done", Phase.CLOSED),
        State("declined", Text("同事不换", "The colleague declined"), "late", Phase.CLOSED),
        State("refused", Text("未准", "Refused"), "late", Phase.CLOSED),
        State("withdrawn", Text("已撤回", "Taken back"), "waiting", Phase.CLOSED),
    ),
    initial="asked",
    transitions=(
        Transition("agree", Text("同意换", "Agree"), leaving("asked"), "agreed"),
        Transition("decline", Text("不换", "Decline"), leaving("asked"), "declined"),
        Transition("approve", Text("准换", "Approve"), leaving("agreed"), "done"),
        Transition("take_effect", Text("当即生效", "Take effect"), leaving("agreed"), "done"),
        Transition(
            "refuse", Text("不准", "Refuse"), leaving("agreed"), "refused", needs_reason=True
        ),
        Transition(
            "withdraw", Text("撤回", "Take back"), leaving("asked", "agreed"), "withdrawn"
        ),
    ),
)  # fmt: skip

#: A swap that may still come to be.
OPEN_SWAP = frozenset({"asked", "agreed"})
