"""Reading the state changes of a record: its timeline."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import BigIntegerField, Case, Exists, OuterRef, Subquery, Value, When
from django.db.models.functions import Cast, Substr

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
    #: The name of the person who acted, where the reader's module told how to find it.
    actor_name: str
    reason: str
    erased: bool


#: The id of the person behind an actor's key, for ``names``; nothing for the program's own.
ACTOR_PERSON = "actor_person"


def changes_in(
    context_id: int,
    *,
    machines: tuple[str, ...],
    names: Subquery | None = None,
    most: int = 500,
) -> list[Change]:
    """Return the changes of a record and of what hangs on it, the oldest first, in one query.

    ``names`` gives the name of the person whose id is ``OuterRef(ACTOR_PERSON)``.
    """
    rows = models.Change.objects.filter(context_id=context_id, machine__in=machines)
    texts = models.Reason.objects.filter(change_id=OuterRef("pk")).values("text")
    tombs = models.ReasonErasure.objects.filter(change_id=OuterRef("pk"))
    # Only keys of persons are cast: the others hold no number.
    person = When(
        actor_key__startswith="person:", then=Cast(Substr("actor_key", 8), BigIntegerField())
    )
    told = rows.annotate(reason=Subquery(texts), erased=Exists(tombs)).annotate(
        **{ACTOR_PERSON: Case(person, default=None, output_field=BigIntegerField())}
    )
    told = told.annotate(actor_name=names or Value("")).order_by("pk")[:most]
    return [
        Change(
            machine=row.machine,
            subject_id=row.subject_id,
            act=row.act,
            old=row.old,
            new=row.new,
            at=row.at,
            actor_key=row.actor_key,
            actor_name=row.actor_name or "",
            reason=row.reason or "",
            erased=row.erased,
        )
        for row in told
    ]
