"""The door of the log: which entries an actor may see.

An entry about a record is shown to those who may see the record; for kinds of
records that nobody registered a door for (accounts, revisions, refused acts)
the verb alone decides. What is hidden is neither shown nor counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from dayuan.platform.access import owners
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import sealer
from dayuan.platform.audit.models import Entry, Erasure, PersonalValues, Seal
from dayuan.platform.audit.reasons import COVERED

#: Rows of one page, and how many entries are looked at to fill it.
PAGE = 50
_LOOK_AT_MOST = 1000


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the log is asked for; empty values ask for all."""

    type: str = ""
    actor_key: str = ""
    subject_kind: str = ""
    subject_id: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as it is shown; ``erased`` when its personal values are gone."""

    entry: Entry
    personal: dict[str, Any]
    erased: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the log; ``older`` is where the next one begins, if there is one."""

    lines: tuple[Line, ...]
    older: int | None


def page(actor: Actor, *, filters: Filters, before: int | None = None) -> Page:
    """Return the newest visible entries below ``before``, newest first.

    The caller has asked for the verb. A page may be short, even empty, and still
    have older ones: how many entries were passed over is nobody's business.
    """
    tombs = Exists(Erasure.objects.filter(entry_id=OuterRef("pk")))
    rows = _matching(actor, filters).annotate(erased=tombs).order_by("-pk")
    found: list[Entry] = []
    looked = 0
    while len(found) < PAGE and looked < _LOOK_AT_MOST:
        chunk = list((rows.filter(pk__lt=before) if before is not None else rows)[: 2 * PAGE])
        found += owners.through(actor, chunk, belongs_to=_belongs_to, without_door=True)
        looked += len(chunk)
        if len(chunk) < 2 * PAGE:
            before = None
            break
        before = chunk[-1].pk
    return _cut(found, before)


def _cut(found: list[Entry], looked_down_to: int | None) -> Page:
    shown = found[:PAGE]
    older = shown[-1].pk if len(found) > PAGE else looked_down_to
    return Page(_with_personal(shown), older)


def told(entry: Entry) -> dict[str, Any]:
    """Return the details of an entry; digests of reasons say nothing to a reader."""
    return {name: value for name, value in entry.details.items() if name != COVERED}


def _belongs_to(entry: Entry) -> tuple[str, list[int]]:
    return entry.subject_kind, entry.subject_ids


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed entry: what it was about. For those who follow the log, not for a reader."""

    number: int
    subject_kind: str
    subject_ids: tuple[int, ...]


def sealed_after(number: int, *, most: int) -> list[Sealed]:
    """Return what the entries sealed after a seal were about, in the order of the seals.

    Entries are sealed once they are committed: whoever follows the seals misses none.
    """
    seals = Seal.objects.filter(number__gt=number).order_by("number")
    numbers = {entry: seal for seal, entry in seals.values_list("number", "entry_id")[:most]}
    rows = Entry.objects.filter(pk__in=numbers)
    found = rows.values_list("pk", "subject_kind", "subject_ids")
    said = [Sealed(numbers[pk], kind, tuple(ids)) for pk, kind, ids in found]
    return sorted(said, key=lambda one: one.number)


def head(*, using: str = "default") -> tuple[int, str]:
    """Return number and digest of the newest seal; zero and the chain's ground without one."""
    last = Seal.objects.using(using).order_by("-number").first()
    return (last.number, last.digest) if last else (0, sealer.GENESIS)


def newest_at() -> Any:
    """Return the time of the newest entry, or ``None``: the clock may not be before it."""
    return Entry.objects.order_by("-pk").values_list("at", flat=True).first()


def _matching(actor: Actor, filters: Filters) -> "QuerySet[Entry]":
    rows = Entry.objects.filter(site_id=actor.site_id)
    if filters.type:
        rows = rows.filter(type=filters.type)
    if filters.actor_key:
        rows = rows.filter(actor_key=filters.actor_key)
    if filters.subject_kind:
        rows = rows.filter(subject_kind=filters.subject_kind)
    if filters.subject_id is not None:
        rows = rows.filter(subject_id=filters.subject_id)
    return rows


def _with_personal(entries: Iterable[Entry]) -> tuple[Line, ...]:
    found = list(entries)
    ids = [entry.pk for entry in found if entry.personal_digest]
    values = PersonalValues.objects.in_bulk(ids)
    return tuple(
        Line(e, values[e.pk].values if e.pk in values else {}, bool(getattr(e, "erased", False)))
        for e in found
    )
