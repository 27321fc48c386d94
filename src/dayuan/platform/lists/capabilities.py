"""What this module publishes to handbooks."""

from dayuan.kernel.catalogue import Capability, CaseKind, Verb
from dayuan.kernel.text import Text

VERBS: tuple[Verb, ...] = (
    Verb("lists.list.export", Text("把列表导出成 Excel", "Take a list away as an Excel file")),
    Verb("lists.view.share", Text("把列表视图共享给大家", "Share a view of a list with everybody")),
)
CAPABILITIES: tuple[Capability, ...] = ()
CASE_KINDS: tuple[CaseKind, ...] = ()
