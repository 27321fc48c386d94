"""Reading the state changes of a record: its timeline."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Subquery

from dayuan.platform.audit import models


@dataclass(frozen=True, slots=True)
class Change:
    """One state change as it is told; ``erased`` when its reason was taken out by law."""

    machine: str
    subject_id: int
    act: str
    old: str
    new: str
    at: datetime
    actor_key: str
    reason: str
    erased: bool


def changes_in(context_id: int, *, machines: tuple[str, ...], most: int = 500) -> list[Change]:
    """Return the changes of a record and of what hangs on it, the oldest first, in one query."""
    rows = models.Change.objects.filter(context_id=context_id, machine__in=machines)
    texts = models.Reason.objects.filter(change_id=OuterRef("pk")).values("text")
    tombs = models.ReasonErasure.objects.filter(change_id=OuterRef("pk"))
    told = rows.annotate(reason=Subquery(texts), erased=Exists(tombs)).order_by("pk")[:most]
    return [
        Change(
            machine=row.machine,
            subject_id=row.subject_id,
            act=row.act,
            old=row.old,
            new=row.new,
            at=row.at,
            actor_key=row.actor_key,
            reason=row.reason or "",
            erased=row.erased,
        )
        for row in told
    ]
