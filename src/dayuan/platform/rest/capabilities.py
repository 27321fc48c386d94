"""What this module publishes to handbooks."""

from dayuan.kernel.catalogue import Capability, CaseKind, Verb
from dayuan.kernel.text import Text

VERBS: tuple[Verb, ...] = (
    Verb("rest.token.keep", Text("用个人令牌连接别的程序", "Connect other programs by tokens")),
)
CAPABILITIES: tuple[Capability, ...] = ()
CASE_KINDS: tuple[CaseKind, ...] = ()
