"""The parts of the interface that are the platform's own: its modules lie below this one.

What a program may not do here, and why: see ``tests/permissions/parity.py``.
"""

from dayuan.platform.rest.api import documents, files, itself, lists, log, notices, search

#: In the order of the description.
PARTS = (
    itself.PART, notices.PART, files.PART, documents.PART, search.PART, lists.PART, log.PART,
)  # fmt: skip

__all__ = ["PARTS", "documents", "files", "itself", "lists", "log", "notices", "search"]
