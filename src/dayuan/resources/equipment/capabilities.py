"""What the equipment module publishes to handbooks."""

from dayuan.kernel.catalogue import Capability, CaseKind, Verb
from dayuan.kernel.text import Text

VERBS = (
    Verb("equipment.item.view", Text("查看设备台账", "See the register of equipment")),
    Verb("equipment.item.manage", Text("维护设备台账", "Keep the register of equipment")),
    Verb("equipment.survey.count", Text("现场清点设备", "Count equipment on the spot")),
    Verb("equipment.label.manage", Text("制作、作废二维码标签", "Issue and revoke QR labels")),
)
CAPABILITIES = (
    Capability(
        "equipment.register",
        Text("逐台登记设备：编号、位置、状态", "Equipment registered piece by piece"),
    ),
    Capability(
        "equipment.survey",
        Text(
            "对照方案清单现场清点，待定的数量查清以后才有数",
            "Counting against the plan's table; a pending quantity gets a number by counting alone",
        ),
    ),
    Capability(
        "equipment.labels",
        Text("场所和设备的二维码标签", "QR labels of places and equipment"),
    ),
)
CASE_KINDS: tuple[CaseKind, ...] = ()
