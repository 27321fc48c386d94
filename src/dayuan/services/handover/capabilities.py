"""What the handover module publishes to handbooks."""

from dayuan.kernel.catalogue import Capability, CaseKind, Params, Verb
from dayuan.kernel.text import Text


class ShiftLogParams(Params):
    """The shift plan whose shifts keep a log and hand over."""

    shift_plan: str


VERBS = (
    Verb("handover.log.view", Text("查看交接班记录", "See shift logs and handovers")),
    Verb("handover.shift.keep", Text("记值班日志、交班和接班", "Keep a shift's log, hand over")),
)
CAPABILITIES = (
    Capability(
        "handover.shift_log",
        Text(
            "每班有人接、有人记、有人签字交接",
            "Each shift has somebody who takes it over, keeps its log and has it signed",
        ),
        params=ShiftLogParams,
    ),
)
CASE_KINDS: tuple[CaseKind, ...] = ()
