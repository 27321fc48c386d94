"""What this module publishes to handbooks."""

from dayuan.kernel.catalogue import Capability, CaseKind, Verb
from dayuan.kernel.text import Text

VERBS: tuple[Verb, ...] = (
    Verb("documents.paper.issue", Text("签发文件并编号", "Issue a document under a number")),
)
CAPABILITIES: tuple[Capability, ...] = ()
CASE_KINDS: tuple[CaseKind, ...] = ()
