"""The door of imports: what somebody brought is that person's own."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from dayuan.kernel.problems import Refused
from dayuan.platform.access.actors import Actor
from dayuan.platform.imports import rules
from dayuan.platform.imports.importers import importers_for
from dayuan.platform.imports.models import Import, ImportRow

IMPORT = "imports.import"
#: Imports, and rows to correct, that a page shows at once.
SHOWN = 100
#: Rows to take that a page shows before they are.
LOOKED_AT = 20
_BATCH = 200
_ALIVE = ("read", "running")
_GOOD = ("new", "changed")


def imports_visible_to(actor: Actor) -> QuerySet[Import]:
    """Return the actor's own imports; to the program those of its site."""
    rows = Import.objects.filter(site_id=actor.site_id)
    return rows if actor.is_system else rows.filter(_own(actor))


def get_for(actor: Actor, import_id: int) -> Import:
    """Return an import the actor may see; :class:`Refused` where there is none such."""
    row = imports_visible_to(actor).filter(pk=import_id).first()
    if row is None:
        raise Refused(hidden=True)
    return row


def seen(actor: Actor, ids: Collection[int]) -> set[int]:
    """Return those of these imports whose file the actor may see.

    Whoever may not keep a register any more does not get the names he typed for it either;
    the pages of the import say so themselves.
    """
    rows = imports_visible_to(actor).filter(pk__in=ids)
    if not actor.is_system:
        rows = rows.filter(importer__in=[one.code for one in importers_for(actor)])
    return set(rows.values_list("pk", flat=True))


def imports_of(actor: Actor, importer: str = "", most: int = 10) -> list[Import]:
    """Return the actor's imports that are still there, the newest first."""
    rows = imports_visible_to(actor).exclude(state="gone")
    if importer:
        rows = rows.filter(importer=importer)
    return list(rows.order_by("-pk")[:most])


def to_correct(batch: Import) -> QuerySet[ImportRow]:
    """Return the rows of an import, got through its door, that have to be corrected."""
    bad = Q(outcome="wrong") | Q(result="refused")
    return ImportRow.objects.filter(bad, batch=batch).order_by("number")


def good(batch: Import) -> QuerySet[ImportRow]:
    """Return the rows of an import, got through its door, that would be taken."""
    return ImportRow.objects.filter(batch=batch, outcome__in=_GOOD).order_by("number")


def to_take(batch: Import, *, after: int, most: int = _BATCH) -> list[ImportRow]:
    """Return good rows of an import that nothing became of yet, in the file's order."""
    rows = ImportRow.objects.filter(batch=batch, outcome__in=_GOOD, result="", number__gt=after)
    return list(rows.order_by("number")[:most])


def alive(actor: Actor) -> int:
    """Count the actor's imports that run, or wait with something to take."""
    something = Q(new__gt=0) | Q(changed__gt=0)
    return imports_visible_to(actor).filter(something, state__in=_ALIVE).count()


def running(import_id: int) -> Import | None:
    """Return an import whose rows are being taken."""
    return Import.objects.filter(pk=import_id, state="running").first()


def overdue(*, at: datetime) -> list[Import]:
    """Return imports whose week is over."""
    rows = Import.objects.exclude(state="gone").filter(asked_at__lte=at - rules.KEPT)
    return list(rows.order_by("pk")[:_BATCH])


def _own(actor: Actor) -> Q:
    return Q(account_id=actor.account_id) if actor.account_id is not None else Q(pk__in=[])
