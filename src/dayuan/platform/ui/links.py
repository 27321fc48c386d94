"""Where a source leads: filled from above, because only there its page is known."""

from typing import Protocol

from dayuan.kernel.problems import Source, SourceKind
from dayuan.kernel.registry import Registry


class SourceLinker(Protocol):
    """Knows the page of a source, where it has one."""

    def __call__(self, source: Source) -> str | None:
        """Return the address, or ``None`` where this source has no page."""


linkers: Registry[SourceLinker] = Registry("source linker")


def source_url(source: Source) -> str | None:
    """Return the page that explains a source, or ``None`` where nobody has one.

    The program itself is never a link: there is nothing to read about it.
    """
    if source.kind is SourceKind.SYSTEM:
        return None
    for linker in linkers.values():
        if url := linker(source):
            return url
    return None
