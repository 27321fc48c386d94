"""Reading the log, wherever it is shown: that it was read is itself an entry."""

from datetime import datetime

from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import queries, reads
from dayuan.platform.audit.queries import Filters, Page
from dayuan.platform.audit.types import declare

READ = declare("audit.entry.read", "查看操作记录", "The log was read", sensitive=True)


def read(actor: Actor, *, filters: Filters, before: int | None, at: datetime) -> Page:
    """Return a page of the log to whoever may see it, and write down that it was read."""
    found = queries.page(actor, filters=filters, before=before)
    reads.record_read(
        READ, actor=actor, at=at, subject="log", ids=[],
        details={"type": filters.type, "who": filters.actor_key, "kind": filters.subject_kind,
                 "record": filters.subject_id, "shown": len(found.lines)},
    )  # fmt: skip
    return found
