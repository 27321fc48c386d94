"""What this module publishes to handbooks."""

from dayuan.kernel.catalogue import Capability, CaseKind, Verb
from dayuan.kernel.text import Text

VERBS: tuple[Verb, ...] = (
    Verb("documents.paper.issue", Text("签发文件并编号", "Issue a document under a number")),
    Verb("documents.paper.withdraw", Text("作废已签发的文件", "Withdraw an issued document")),
    Verb("documents.issued.view", Text("查看已签发的文件", "See issued documents")),
)
CAPABILITIES: tuple[Capability, ...] = ()
CASE_KINDS: tuple[CaseKind, ...] = ()
