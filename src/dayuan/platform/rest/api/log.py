"""The log by programs: what its page shows; that it was read is itself an entry."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema

from dayuan.platform.audit import names, queries, reading
from dayuan.platform.audit.queries import Filters
from dayuan.platform.rest.auth import TokenRequest
from dayuan.platform.rest.kit import Id, Line, Part

PART = Part("log", title=_("The log"), reads=_("Read the log"))


class EntryOut(Schema):
    """One act of one actor on one set of records."""

    id: int
    type: str
    at: datetime
    actor: str
    actor_says: str
    via: str
    record_kind: str
    records: list[int]
    details: dict[str, Any]
    #: Names and words of people; gone where ``erased``.
    personal: dict[str, Any]
    erased: bool


class LogOut(Schema):
    """The newest entries; ``older`` is what to send as ``before`` for the next page."""

    items: list[EntryOut]
    older: int | None


class Asked(Schema):
    """What of the log is asked for."""

    type: Line = ""
    who: Line = ""
    kind: Line = ""
    record: Id | None = None
    before: Id | None = None


@PART.read("/log", answers=LogOut, summary=_("Read the log"), verbs=("audit.entry.view",))
def entries(request: TokenRequest, asked: Query[Asked]) -> Any:
    """Return entries about records that the asker may see, the newest first."""
    found = reading.read(
        request.actor,
        filters=Filters(asked.type, asked.who, asked.kind, asked.record),
        before=asked.before,
        at=request.now,
    )
    who = names.names(request.actor, frozenset(one.entry.actor_key for one in found.lines))
    return {"items": [_shape(one, who) for one in found.lines], "older": found.older}


def _shape(line: queries.Line, who: dict[str, str]) -> dict[str, Any]:
    entry = line.entry
    return {
        "id": entry.pk, "type": entry.type, "at": entry.at, "actor": entry.actor_key,
        "actor_says": who[entry.actor_key], "via": entry.via, "record_kind": entry.subject_kind,
        "records": entry.subject_ids, "details": queries.told(entry), "personal": line.personal,
        "erased": line.erased,
    }  # fmt: skip
