"""What the rosters module publishes to handbooks."""

from datetime import time

from pydantic import PositiveFloat, PositiveInt

from dayuan.kernel.catalogue import Capability, CaseKind, Params, Verb
from dayuan.kernel.text import Text


class RoundTheClockParams(Params):
    """The shift plan whose posts cover the whole day."""

    shift_plan: str


class FeasibilityParams(Params):
    """The shift plan whose hours are held against its people."""

    shift_plan: str


class AttendanceParams(Params):
    """The shift plan whose duties are followed: from when nobody noted counts, kept how long."""

    shift_plan: str
    #: Minutes after the beginning from which a duty that nobody noted is "not yet there".
    not_there_after_minutes: PositiveInt = 15
    #: What was noted is deleted after so many months; wages are provable for two years.
    kept_months: PositiveInt = 24


class HoursParams(Params):
    """What counts as a night on the sheet of hours: so many hours between two times."""

    night_from: time
    night_to: time
    night_hours_least: PositiveFloat


VERBS = (
    Verb("rosters.duty.view", Text("查看值班表", "See the duty list")),
    Verb("rosters.duty.manage", Text("安排和取消值班", "Plan and cancel duty")),
    Verb("rosters.month.accept", Text("接受月排班的例外", "Accept what a month does not keep")),
    Verb("rosters.attendance.note", Text("登记到岗", "Note who came to a duty")),
    Verb(
        "rosters.own.ask",
        Text("请假、写愿望、换班（本人）", "Ask for leave, say wishes, swap shifts (one's own)"),
    ),
    Verb(
        "rosters.away.enter", Text("替打来电话的人登记请假", "Enter leave for somebody who called")
    ),
    Verb("rosters.rate.view", Text("查看工时单价和金额", "See what an hour costs, and money")),
    Verb("rosters.rate.enter", Text("登记工时单价", "Enter what an hour costs")),
    Verb("rosters.asked.decide", Text("批请假和换班", "Decide on leave and swaps")),
)
CAPABILITIES = (
    Capability(
        "rosters.round_the_clock",
        Text("值班表一天里没有人的时段要看得见", "Hours of a day with nobody on duty are shown"),
        params=RoundTheClockParams,
    ),
    Capability(
        "rosters.feasibility",
        Text(
            "各岗位要的工时和人手对着算，缺口写明",
            "The hours of each post are held against its people, and gaps are named",
        ),
        params=FeasibilityParams,
    ),
    Capability(
        "rosters.attendance",
        Text(
            "上岗以后没有人登记到岗的，提醒排班的人",
            "Whoever arranges duties is told where nobody was noted after a duty began",
        ),
        params=AttendanceParams,
    ),
    Capability(
        "rosters.hours",
        Text("月度工时表：什么算一个夜班", "The month's hours: what counts as a night"),
        params=HoursParams,
    ),
)
CASE_KINDS: tuple[CaseKind, ...] = ()
