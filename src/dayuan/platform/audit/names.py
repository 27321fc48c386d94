"""Who stands behind a key such as ``person:7``: told from above, shown in the log."""

from typing import Protocol

from dayuan.kernel.registry import Registry
from dayuan.platform.access.actors import Actor


class Namer(Protocol):
    """Names people to somebody who may see them."""

    def __call__(self, actor: Actor, keys: frozenset[str], /) -> dict[str, str]:
        """Return the name of each key it knows; unknown keys are left out."""


namers: Registry[Namer] = Registry("namer of keys")


def names(actor: Actor, keys: frozenset[str]) -> dict[str, str]:
    """Return a name for every key; a key that nobody knows stands for itself."""
    found = {key: key for key in keys}
    for namer in namers.values():
        found.update(namer(actor, keys))
    return found
