"""The audit types of this module."""

from dayuan.platform.audit.types import declare

PLAN = declare("rosters.duty.plan", "安排值班", "Duty was planned")
CANCEL = declare("rosters.duty.cancel", "取消值班", "Duty was cancelled")
OPEN = declare("rosters.roster.open", "新建月排班", "A month's roster was begun")
SET = declare("rosters.roster.set", "排班格子已改", "A cell of a roster was set")
EXCHANGE = declare("rosters.roster.exchange", "排班格子已对调", "Two cells changed places")
ACCEPT = declare("rosters.roster.accept", "接受排班例外", "Exceptions of a roster were accepted")
PUBLISH = declare("rosters.roster.publish", "发布月排班", "A month's roster was published")
DISCARD = declare("rosters.roster.discard", "作废月排班草稿", "A draft roster was discarded")
ASK = declare("rosters.planning.ask", "要求自动排班", "Planning was asked for")
BEGIN = declare("rosters.planning.begin", "开始自动排班", "Planning began")
FINISH = declare("rosters.planning.finish", "自动排班完成", "Planning ended")
GIVE_UP = declare("rosters.planning.give_up", "自动排班没有完成", "Planning was given up")
CANCEL_PLANNING = declare("rosters.planning.cancel", "取消自动排班", "Planning was cancelled")
ATTEND = declare("rosters.attendance.note", "登记到岗", "Attendance was noted")
REMIND = declare(
    "rosters.attendance.remind", "提醒有人未登记到岗", "Told that nobody was noted for a duty"
)
REPLACE = declare(
    "rosters.duty.replace", "安排替班或留空岗", "A duty was given to another, or left open"
)
ASK_MENDING = declare("rosters.mending.ask", "要求补班方案", "Mending a month was asked for")
BEGIN_MENDING = declare("rosters.mending.begin", "开始计算补班方案", "Mending a month began")
PROPOSE = declare("rosters.mending.propose", "提出补班方案", "A way to mend a month was proposed")
GIVE_UP_MENDING = declare(
    "rosters.mending.give_up", "没有补班方案", "No way to mend a month was found"
)
DROP_MENDING = declare("rosters.mending.drop", "放弃补班方案", "A way to mend a month was dropped")
ACCEPT_MENDING = declare(
    "rosters.mending.accept", "按补班方案改班", "A month was mended as proposed"
)

READ_MONTH = declare("rosters.month.read", "已看本月的班", "A month's shifts were read")
REMIND_OF_MONTH = declare(
    "rosters.month.remind", "提醒看排班", "People were reminded to read a month"
)

AWAY_ASKED = declare("rosters.away.ask", "请假", "Leave was asked for")
AWAY_ENTERED = declare("rosters.away.enter", "替人登记请假", "Leave was entered")
AWAY_DECIDED = declare("rosters.away.decide", "批假", "Leave was decided on")
AWAY_WITHDRAWN = declare("rosters.away.withdraw", "撤回请假", "Leave was taken back")
AWAY_CUT = declare("rosters.away.cut", "取消部分日子的假", "Leave was called off for some days")
AWAY_GIVEN_BACK = declare("rosters.away.give_back", "补回取消的假", "Leave was given back")
AWAY_CALLED_OFF = declare("rosters.away.call_off", "取消准假", "Leave was called off")

RATE_ENTERED = declare(
    "rosters.rate.enter", "登记工时单价", "A rate for an hour was entered",
    personal=("yuan", "reason"),
)  # fmt: skip
RATE_CORRECTED = declare(
    "rosters.rate.correct", "更正工时单价", "A rate for an hour was corrected",
    personal=("yuan", "reason", "was", "was_reason"),
)  # fmt: skip

WISH = declare("rosters.wish.say", "写愿望", "A wish was said")
WISH_DROPPED = declare("rosters.wish.drop", "删去愿望", "A wish was taken away")

SWAP_ASKED = declare("rosters.swap.ask", "提出换班", "A swap was asked for")
SWAP_ANSWERED = declare("rosters.swap.answer", "答复换班", "A swap was answered")
SWAP_DECIDED = declare("rosters.swap.decide", "批换班", "A swap was decided on")
SWAP_WITHDRAWN = declare("rosters.swap.withdraw", "撤回换班", "A swap was taken back")
