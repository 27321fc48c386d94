"""What the plans module publishes to handbooks."""

from dayuan.kernel.catalogue import Capability, CaseKind, Verb
from dayuan.kernel.text import Text

VERBS = (
    Verb("plans.revision.view", Text("查看服务方案", "Read the service plan")),
    Verb("plans.revision.load", Text("载入服务方案新版本", "Load a new revision of the plan")),
)
CAPABILITIES = (
    Capability("plans.property", Text("物业概况随方案展示", "The property profile, shown as data")),
    Capability("plans.equipment", Text("设备清单随方案展示", "The equipment table, shown as data")),
    Capability(
        "plans.pending_quantities",
        Text("待定数量保持待定，不作零", "Pending quantities stay pending, never zero"),
    ),
    Capability("plans.quantity_range", Text("数量以区间保存", "A quantity kept as a range")),
)
CASE_KINDS: tuple[CaseKind, ...] = ()
