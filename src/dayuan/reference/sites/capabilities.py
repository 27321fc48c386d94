"""What the sites module publishes to handbooks."""

from dayuan.kernel.catalogue import Capability, CaseKind, Verb
from dayuan.kernel.text import Text

VERBS = (
    Verb("sites.calendar.view", Text("查看工作日历", "See the working calendar")),
    Verb("sites.calendar.manage", Text("维护工作日历", "Keep the working calendar")),
    Verb("sites.place.view", Text("查看场所", "See the places")),
    Verb("sites.place.manage", Text("维护场所", "Keep the register of places")),
)
CAPABILITIES = (
    Capability(
        "sites.calendar",
        Text("工作日、休息日、节假日与调休", "Workdays, rest days, holidays and make-up days"),
    ),
    Capability(
        "sites.places",
        Text(
            "楼、楼层、房间和其他场所的登记", "The register of buildings, floors, rooms and others"
        ),
    ),
)
CASE_KINDS: tuple[CaseKind, ...] = ()
