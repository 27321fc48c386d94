"""What this module publishes to handbooks."""

from dayuan.kernel.catalogue import Capability, CaseKind, Verb

VERBS: tuple[Verb, ...] = ()
CAPABILITIES: tuple[Capability, ...] = ()
CASE_KINDS: tuple[CaseKind, ...] = ()
