"""What the sites module publishes to handbooks."""

from dayuan.kernel.catalogue import Capability, CaseKind, Verb
from dayuan.kernel.text import Text

VERBS = (
    Verb("sites.calendar.view", Text("查看工作日历", "See the working calendar")),
    Verb("sites.calendar.manage", Text("维护工作日历", "Keep the working calendar")),
)
CAPABILITIES = (
    Capability(
        "sites.calendar",
        Text("工作日、休息日、节假日与调休", "Workdays, rest days, holidays and make-up days"),
    ),
)
CASE_KINDS: tuple[CaseKind, ...] = ()
