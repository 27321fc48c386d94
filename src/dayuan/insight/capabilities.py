"""What the insight floor publishes to handbooks."""

from dayuan.kernel.catalogue import Capability, CaseKind, Verb
from dayuan.kernel.text import Text

VERBS = (
    Verb("insight.board.view", Text("查看值班台", "See the duty board")),
    Verb("insight.coverage.view", Text("查看方案落实情况", "See what enforces the plan")),
)
CAPABILITIES: tuple[Capability, ...] = ()
CASE_KINDS: tuple[CaseKind, ...] = ()
