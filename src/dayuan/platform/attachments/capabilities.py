"""What this module publishes to handbooks."""

from dayuan.kernel.catalogue import Capability, CaseKind, Verb

#: Who may add or remove a file is told by the record it hangs on.
VERBS: tuple[Verb, ...] = ()
CAPABILITIES: tuple[Capability, ...] = ()
CASE_KINDS: tuple[CaseKind, ...] = ()
