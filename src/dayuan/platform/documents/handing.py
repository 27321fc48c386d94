"""Handing out what was issued: through its record's door, with what its copies must carry."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from dayuan.kernel.problems import Blocker, Refused
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.attachments import queries as attachments
from dayuan.platform.attachments import store
from dayuan.platform.audit import reads
from dayuan.platform.audit.types import declare
from dayuan.platform.documents import dressing, making, queries, rules
from dayuan.platform.documents.models import Issued
from dayuan.platform.documents.papers import papers
from dayuan.platform.ui import times
from dayuan.platform.ui.drawn import words

TAKEN = declare("documents.paper.take", "打印或下载文件", "A document was taken", sensitive=True)
NO_WORD = Blocker(
    "documents.no_word",
    Text(
        "这份文件须带阅读人水印，不能取 Word 版。请打印或下载 PDF。",
        "This document carries its reader's name, so there is no Word file of it. Print it, "
        "or take the PDF.",
    ),
)


def got(actor: Actor, issued_id: int) -> Issued:
    """Return an issued document; restricted where its record became so after it was issued."""
    row = queries.get_for(actor, issued_id)
    row.drawn = {**row.drawn, "restricted": row.pk in queries.marked([row])}
    return row


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose eyes a copy is for, and when."""

    actor: Actor
    staff_number: str
    at: datetime
    zone: tzinfo


def drawn_for(row: Issued, reader: Reader) -> Mapping[str, Any]:
    """Return a document as it is drawn for a reader: marked where it asks for that, or is void."""
    mark = dressing.watermark(
        row.drawn, reader.actor, staff_number=reader.staff_number,
        moment=times.moment(reader.at, reader.zone),
    )  # fmt: skip
    return {**row.drawn, "watermark": mark, **dressing.void(row)}


def has_word(row: Issued) -> bool:
    """Tell whether there is a Word file of a document that was got here."""
    paper = papers.get(row.paper)
    return paper is not None and paper.editable and not row.drawn["restricted"]


def number_of(row: Issued) -> str:
    """Return the number of a document as offices write it, in the reader's language."""
    return words(rules.number_text(row))


def copied(issued_id: int, kind: making.Form, reader: Reader) -> HttpResponse:
    """Hand out a copy of an issued document; that it was taken is written down first."""
    row = got(reader.actor, issued_id)
    if kind == "word" and not has_word(row):
        raise Refused(NO_WORD) if row.drawn["restricted"] else Refused(hidden=True)
    note(row, kind, actor=reader.actor, at=reader.at)
    made = _kept(row) if kind == "pdf" else None
    if made is None:
        made = making.file_bytes(kind, drawn_for(row, reader), at=row.issued_at)
    return as_file(made, kind, f"{row.drawn['title']} {number_of(row)}")


def note(row: Issued, kind: str, *, actor: Actor, at: datetime) -> None:
    """Write down that somebody took or looked at a copy."""
    paper = papers.get(row.paper)
    reads.record_read(
        TAKEN, actor=actor, at=at, subject=paper.owner_kind if paper else queries.KIND,
        ids=[row.owner_id], details={"paper": row.paper, "issued": row.pk, "as": kind},
    )  # fmt: skip


def as_file(made: bytes, kind: making.Form, name: str) -> HttpResponse:
    """Return a file of ours to be saved, under a name that steers nothing."""
    safe = "".join(c for c in name if c not in '<>:"/\\|?*\n').strip() or "document"
    response = HttpResponse(made, content_type=making.MEDIA_TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(
        True, f"{safe}.{making.EXTENSIONS[kind]}"
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _kept(row: Issued) -> bytes | None:
    """Return the file that was laid down, where nobody's copy carries anything besides."""
    if row.kept_at is None or row.drawn["restricted"] or row.withdrawn_at is not None:
        return None
    kept = attachments.of_open_owner(row.site_id, queries.KIND, row.pk).first()
    if kept is None or not store.path_of(kept.sha256).is_file():
        return None
    return store.path_of(kept.sha256).read_bytes()
