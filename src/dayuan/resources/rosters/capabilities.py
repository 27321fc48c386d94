"""What the rosters module publishes to handbooks."""

from dayuan.kernel.catalogue import Capability, CaseKind, Params, Verb
from dayuan.kernel.text import Text


class RoundTheClockParams(Params):
    """The shift plan whose posts cover the whole day."""

    shift_plan: str


class FeasibilityParams(Params):
    """The shift plan whose hours are held against its people."""

    shift_plan: str


VERBS = (
    Verb("rosters.duty.view", Text("查看值班表", "See the duty list")),
    Verb("rosters.duty.manage", Text("安排和取消值班", "Plan and cancel duty")),
    Verb("rosters.month.accept", Text("接受月排班的例外", "Accept what a month does not keep")),
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
)
CASE_KINDS: tuple[CaseKind, ...] = ()
