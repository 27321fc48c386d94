"""The door of issued documents: that of the record each was made of."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from dayuan.kernel.problems import Refused
from dayuan.platform.access import owners, permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import history
from dayuan.platform.documents.models import Issued
from dayuan.platform.documents.papers import Paper, papers
from dayuan.platform.documents.states import DOCUMENT

KIND = "documents.issued"
VIEW = "documents.issued.view"


def issued_visible_to(actor: Actor) -> QuerySet[Issued]:
    """Return what was issued of records that the actor may see, with the verb to see it."""
    rows = Issued.objects.filter(site_id=actor.site_id)
    if actor.is_system:
        return rows
    permissions.require(actor, VIEW)
    found = Q(pk__in=[])
    for paper in papers.values():
        if not paper.verb or actor.holds(paper.verb):
            found |= _of(paper, actor)
    return rows.filter(found)


def get_for(actor: Actor, issued_id: int) -> Issued:
    """Return one issued document; a hidden one answers like one that does not exist."""
    row = issued_visible_to(actor).filter(pk=issued_id).first()
    if row is None:
        raise Refused(hidden=True)
    return row


def seen(actor: Actor, ids: Collection[int]) -> set[int]:
    """Return those whose file the actor may have as it is: the door for attachments.

    What must carry its reader is handed out by its own page alone, drawn anew.
    """
    if not actor.is_system and not actor.holds(VIEW):
        return set()
    rows = issued_visible_to(actor).filter(pk__in=ids)
    if actor.is_system:
        return set(rows.values_list("pk", flat=True))
    # What was withdrawn is handed out with its mark alone, drawn anew.
    found = list(rows.filter(state=DOCUMENT.initial))
    return {row.pk for row in found} - marked(found)


def marked(rows: Collection[Issued]) -> set[int]:
    """Return those whose copies carry their reader: issued so, or their record asks by now."""
    found = {row.pk for row in rows if row.drawn["restricted"]}
    for code in {row.paper for row in rows}:
        ours = [row for row in rows if row.paper == code]
        paper = papers.get(code)
        asks = paper.marked([row.owner_id for row in ours]) if paper else set()
        found |= {row.pk for row in ours if row.owner_id in asks}
    return found


def versions_of(row: Issued) -> list[Issued]:
    """Return every version of a document whose own door the caller has passed, the newest first."""
    rows = Issued.objects.filter(site_id=row.site_id, year=row.year, number=row.number)
    return list(rows.defer("drawn").order_by("-version"))


def in_place_of(row: Issued) -> Issued | None:
    """Return what is in force of the record of a withdrawn document, if it was issued again."""
    return None if row.withdrawn_at is None else latest(row.site_id, row.paper, row.owner_id)


def why_withdrawn(row: Issued) -> str:
    """Return the reason for which a document was withdrawn; nothing where it was erased."""
    if row.withdrawn_at is None:
        return ""
    return history.changes_in(row.pk, machines=(DOCUMENT.code,))[-1].reason


def latest(site_id: int, paper: str, owner_id: int) -> Issued | None:
    """Return what is in force of a record, its last version; for the module itself."""
    rows = Issued.objects.filter(site_id=site_id, paper=paper, owner_id=owner_id)
    return rows.filter(state=DOCUMENT.initial).order_by("-version").first()


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What the program has to know of a withdrawn document: its record, who issued it."""

    owner_kind: str
    owner_id: int
    year: int
    number: int
    issuers: frozenset[str]
    withdrawn_by: str


def withdrawn(issued_id: int) -> Withdrawn | None:
    """Return what was withdrawn under a number, for whoever tells people of it."""
    row = Issued.objects.filter(pk=issued_id, withdrawn_at__isnull=False).defer("drawn").first()
    if row is None or row.paper not in papers:
        return None
    issuers = frozenset(one.issued_by for one in versions_of(row))
    kind = papers[row.paper].owner_kind
    return Withdrawn(kind, row.owner_id, row.year, row.number, issuers, row.withdrawn_by)


def to_keep(issued_id: int) -> Issued | None:
    """Return an issued document whose file is not laid down yet."""
    return Issued.objects.filter(pk=issued_id, kept_at__isnull=True).first()


def _of(paper: Paper, actor: Actor) -> Q:
    found = Q(paper=paper.code)
    if (rows := owners.rows.get(paper.owner_kind)) is not None:
        found &= owners.one_by_one("owner_id", rows(actor))
    return found
