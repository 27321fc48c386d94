"""What this module publishes to handbooks."""

from dayuan.kernel.catalogue import Capability, CaseKind, Verb
from dayuan.kernel.text import Text

VERBS = (
    Verb("audit.entry.view", Text("查看操作记录", "See the log of acts")),
    Verb(
        "audit.personal.erase",
        Text(
            "按期删除操作记录和状态变更原因中的个人信息",
            "Erase personal values of the log and reasons of state changes",
        ),
    ),
)
CAPABILITIES: tuple[Capability, ...] = ()
CASE_KINDS: tuple[CaseKind, ...] = ()
