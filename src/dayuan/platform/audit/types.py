"""The registered types of audit entries, and how personal values leave them."""

from dataclasses import dataclass

from dayuan.kernel.registry import Registry
from dayuan.kernel.text import Text


@dataclass(frozen=True, slots=True)
class AuditType:
    """A type of entry, ``module.entity.verb``; never renamed or reused.

    ``personal`` names the values that are kept in the erasable part; a value
    that is not named there may hold codewords, ids and numbers only.
    """

    code: str
    label: Text
    personal: frozenset[str] = frozenset()
    #: Reading it is itself worth an entry (rosters of rights, personal files).
    sensitive: bool = False


types: Registry[AuditType] = Registry("audit type")


def declare(
    code: str, zh: str, en: str, *, personal: tuple[str, ...] = (), sensitive: bool = False
) -> AuditType:
    """Register a type of entry and return it."""
    if code.count(".") != 2:
        raise ValueError(f"{code!r}: write module.entity.verb")
    return types.register(
        code, AuditType(code, Text(zh, en), personal=frozenset(personal), sensitive=sensitive)
    )


REFUSED = declare("audit.refusal.record", "操作被拒绝", "An act was refused")
