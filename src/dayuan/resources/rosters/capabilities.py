"""What the rosters module publishes to handbooks."""

from dayuan.kernel.catalogue import Capability, CaseKind, Verb
from dayuan.kernel.text import Text

VERBS = (
    Verb("rosters.duty.view", Text("查看值班表", "See the duty list")),
    Verb("rosters.duty.manage", Text("安排和取消值班", "Plan and cancel duty")),
)
CAPABILITIES: tuple[Capability, ...] = ()
CASE_KINDS: tuple[CaseKind, ...] = ()
