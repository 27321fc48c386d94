"""What a token may be used for: each part of the interface names its own scopes."""

from dataclasses import dataclass

from django.utils.functional import Promise

from dayuan.kernel.registry import Registry


@dataclass(frozen=True, slots=True)
class Scope:
    """One thing a token may be used for, in the words of the person who gives it."""

    code: str
    says: str | Promise


scopes: Registry[Scope] = Registry("scope")


def declare(code: str, says: str | Promise) -> Scope:
    """Register a scope, ``part.read`` or ``part.write``, and return it."""
    if code.count(".") != 1:
        raise ValueError(f"{code!r}: write part.read or part.write")
    return scopes.register(code, Scope(code, says))


def in_order() -> tuple[Scope, ...]:
    """Return every scope, part by part, reading before writing."""
    return scopes.values()
