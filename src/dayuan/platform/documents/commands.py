"""Issuing a document: a number, a version, its words kept, its file laid down; taking it back."""

from datetime import datetime

from django.db.models import F

from dayuan.kernel.problems import Refused, refuse_if
from dayuan.platform.access.actors import Actor
from dayuan.platform.access.permissions import require
from dayuan.platform.access.zones import zone_of
from dayuan.platform.attachments import commands as files
from dayuan.platform.attachments.store import Accepted
from dayuan.platform.audit import log, transitions
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import declare
from dayuan.platform.documents import content, dressing, events, papers, queries, rules
from dayuan.platform.documents.models import Issued, Series
from dayuan.platform.documents.states import DOCUMENT
from dayuan.platform.jobs import outbox

ISSUE = "documents.paper.issue"
WITHDRAW = "documents.paper.withdraw"
ISSUED = declare("documents.paper.issue", "签发文件", "A document was issued")
WITHDRAWN = declare(
    "documents.paper.withdraw", "作废已签发的文件", "An issued document was withdrawn"
)
KEPT = declare("documents.issued.keep", "签发的文件已留底", "The file of a document was kept")


@command
def issue(*, which: str, actor: Actor, at: datetime) -> Issued:
    """Issue a record as a document, in the language the actor reads; return it.

    It says what everybody may read who may see the record. The first time it gets the next
    number of the site's year; issued again, with other words, the next version of it. Its
    file is made by the caller right after this command, or by a worker.
    """
    require(actor, ISSUE)
    paper, key = papers.found(actor, which)
    if not paper.issued:
        raise Refused(hidden=True)
    data = content.as_data(paper.compose(actor, key, at=at, for_all=True))
    series = _in_turn(actor, at)
    before = queries.latest(actor.site_id, paper.code, papers.number(key))
    refuse_if(rules.issue_problems(before, content.digest(data)))
    row = Issued(
        site_id=actor.site_id,
        paper=paper.code,
        owner_id=papers.number(key),
        about=data["number"][:200],
        digest=content.digest(data),
        issuer=actor.name,
        issued_by=actor.key,
        issued_at=at,
        **_number(before, series),
    )
    row.drawn = dressing.issued(rules.number_text(row), actor, at=at).around(data)
    row.save()
    transitions.begin(row, machine=DOCUMENT, actor=actor, at=at)
    _record(row, actor, at)
    return row


@command
def withdraw(*, issued_id: int, reason: str, actor: Actor, at: datetime) -> Issued:
    """Take an issued document back, every version of it, with the reason; return it.

    Its number is never given again. Whoever issues the record once more gets another one.
    """
    require(actor, WITHDRAW)
    row = queries.get_for(actor, issued_id)
    # Whoever issues the next version meanwhile waits, and finds the number gone.
    _in_turn(actor, at)
    versions = queries.versions_of(row)
    for one in versions:
        transitions.move(
            one, machine=DOCUMENT, act="withdraw", actor=actor, at=at, reason=reason,
            withdrawn_at=at, withdrawn_by=actor.key, withdrawer=actor.name,
        )  # fmt: skip
    log.record(
        WITHDRAWN, actor=actor, at=at, subject=papers.papers[row.paper].owner_kind,
        ids=[row.owner_id],
        details={
            "issued": [one.pk for one in versions], "paper": row.paper, "year": row.year,
            "number": row.number,
        },
    )  # fmt: skip
    outbox.publish(events.WITHDRAWN, at=at, site_id=row.site_id, issued=row.pk)
    return next(one for one in versions if one.pk == row.pk)


@command
def keep(*, issued_id: int, accepted: Accepted, actor: Actor, at: datetime) -> None:
    """Hang the file on an issued document, once; the program alone."""
    if not actor.is_system:
        raise Refused(rules.ONLY_THE_PROGRAM)
    row = queries.get_for(actor, issued_id)
    if Issued.objects.filter(pk=row.pk, kept_at__isnull=True).update(kept_at=at) != 1:
        return
    files.attach(accepted=accepted, owner_kind=queries.KIND, owner_id=row.pk, actor=actor, at=at)
    log.record(
        KEPT, actor=actor, at=at, subject=queries.KIND, ids=[row.pk],
        details={"sha256": accepted.sha256},
    )  # fmt: skip


# --- inside -------------------------------------------------------------------------------


def _in_turn(actor: Actor, at: datetime) -> Series:
    """Return the year's numbers; who issues at the same time waits here until this act is over."""
    year = at.astimezone(zone_of(actor.site_id)).year
    series, _made = Series.objects.get_or_create(site_id=actor.site_id, year=year)
    Series.objects.filter(pk=series.pk).update(last=F("last"))
    series.refresh_from_db()
    return series


def _number(before: Issued | None, series: Series) -> dict[str, int]:
    if before is not None:
        return {"year": before.year, "number": before.number, "version": before.version + 1}
    Series.objects.filter(pk=series.pk).update(last=F("last") + 1)
    return {"year": series.year, "number": series.last + 1, "version": 1}


def _record(row: Issued, actor: Actor, at: datetime) -> None:
    log.record(
        ISSUED, actor=actor, at=at, subject=papers.papers[row.paper].owner_kind,
        ids=[row.owner_id],
        details={
            "issued": row.pk, "paper": row.paper, "year": row.year, "number": row.number,
            "version": row.version, "digest": row.digest,
        },
    )  # fmt: skip
    outbox.publish(events.ISSUED, at=at, site_id=row.site_id, issued=row.pk)
