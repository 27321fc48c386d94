"""What this module publishes to handbooks."""

from dayuan.kernel.catalogue import Capability, CaseKind, Verb
from dayuan.kernel.text import Text

VERBS = (
    Verb("audit.entry.view", Text("查看操作记录", "See the log of acts")),
    Verb(
        "audit.personal.erase",
        Text("按期删除操作记录中的个人信息", "Erase personal values of the log"),
    ),
)
CAPABILITIES: tuple[Capability, ...] = ()
CASE_KINDS: tuple[CaseKind, ...] = ()
