"""Issued documents by programs: listed, read with their versions, fetched, issued, withdrawn.

A file that was just issued is made by a worker; until then it is drawn when it is fetched,
with the same bytes.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import Field

from dayuan.platform.accounts import queries as accounts
from dayuan.platform.documents import commands, handing, making, queries
from dayuan.platform.documents.handing import Reader
from dayuan.platform.documents.queries import Issued
from dayuan.platform.documents.states import DOCUMENT
from dayuan.platform.lists import listed
from dayuan.platform.lists.sheets import Reading
from dayuan.platform.rest.auth import TokenRequest
from dayuan.platform.rest.kit import Body, Code, Id, Part, Words
from dayuan.platform.ui.drawn import words

PART = Part(
    "documents", title=_("Issued documents"), reads=_("Read and fetch issued documents"),
    writes=_("Issue and withdraw documents"),
)  # fmt: skip
VIEW = (queries.VIEW,)


class IssuedOut(Schema):
    """One version of an issued document; ``paper`` says as which form it was issued."""

    id: int
    paper: str
    number_says: str
    year: int
    number: int
    version: int
    state: str
    state_says: str
    #: The record, as the form's own key, and the number it carries itself.
    record: str
    about: str
    issuer: str
    issued_at: datetime
    withdrawn_at: datetime | None


class IssuedWhole(IssuedOut):
    """A document with all that stands on its page but the sheet itself."""

    title: str
    #: Of its words, without number and time.
    digest: str
    #: Whether the file that was made of it first is laid down.
    kept: bool
    #: Whether it can be fetched as Word.
    word: bool
    withdrawer: str
    why_withdrawn: str
    #: What is in force of the same record, where this one is withdrawn.
    issued_again: int | None
    versions: list[IssuedOut]


class IssueIn(Body):
    """A record by its form and key, as in the address of its printed page: desk.request-12."""

    record: Annotated[Code, Field(min_length=1)]


class WithdrawIn(Body):
    """Why a document is withdrawn; everybody reads it who may see the document."""

    reason: Annotated[Words, Field(max_length=500)] = ""


def _shape(row: Issued) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in _ISSUED},
        "id": row.pk,
        "number_says": handing.number_of(row),
        "state_says": words(DOCUMENT.state(row.state).label),
        "record": f"{row.paper}-{row.owner_id}",
    }


_ISSUED = (
    "paper", "year", "number", "version", "state", "about", "issuer", "issued_at", "withdrawn_at",
)  # fmt: skip


def _shapes(rows: Sequence[Issued], _reading: Reading) -> Iterable[dict[str, Any]]:
    return (_shape(row) for row in rows)


def shown(request: TokenRequest, issued_id: int) -> Any:
    """Return one issued document as the asker may read it."""
    row = handing.got(request.actor, issued_id)
    again = queries.in_place_of(row)
    return {
        **_shape(row),
        "title": row.drawn["title"],
        "digest": row.digest,
        "kept": row.kept_at is not None,
        "word": handing.has_word(row),
        "withdrawer": row.withdrawer,
        "why_withdrawn": queries.why_withdrawn(row),
        "issued_again": again.pk if again is not None else None,
        "versions": [_shape(one) for one in queries.versions_of(row)],
    }


PART.listing(
    "/documents", listed.sheets["documents.issued"], item=IssuedOut, shape=_shapes,
    summary=_("List issued documents"),
)  # fmt: skip


@PART.read(
    "/documents/{issued_id}", answers=IssuedWhole, summary=_("Read an issued document"), verbs=VIEW
)  # fmt: skip
def document(request: TokenRequest, issued_id: Id) -> Any:
    """Return a document with its versions, and whether it still holds."""
    return shown(request, issued_id)


@PART.file(
    "/documents/{issued_id}/pdf", media_type=making.MEDIA_TYPES["pdf"],
    summary=_("Fetch an issued document as PDF"),
)  # fmt: skip
def pdf(request: TokenRequest, issued_id: Id) -> HttpResponse:
    """Return the file that was kept, or one drawn anew with what it must carry."""
    return handing.copied(issued_id, "pdf", _reader(request))


@PART.file(
    "/documents/{issued_id}/word", media_type=making.MEDIA_TYPES["word"],
    summary=_("Fetch an issued document as Word"),
)  # fmt: skip
def word(request: TokenRequest, issued_id: Id) -> HttpResponse:
    """Return it for people who edit on; there is none of what carries its reader's name."""
    return handing.copied(issued_id, "word", _reader(request))


@PART.write(
    "POST", "/documents", shows=shown, answers=IssuedWhole, made=True,
    summary=_("Issue a record as a document"), verbs=(commands.ISSUE, queries.VIEW),
)  # fmt: skip
def issue(request: TokenRequest, body: IssueIn) -> int:
    """Give a record its number of the year, or the next version where its words changed."""
    return commands.issue(which=body.record, actor=request.actor, at=request.now).pk


@PART.write(
    "POST", "/documents/{issued_id}/withdraw", shows=shown, answers=IssuedWhole,
    summary=_("Withdraw an issued document"), verbs=(commands.WITHDRAW,),
)  # fmt: skip
def withdraw(request: TokenRequest, issued_id: Id, body: WithdrawIn) -> int:
    """Withdraw a document with every version, for good; its number is never given again."""
    made = commands.withdraw(
        issued_id=issued_id, reason=body.reason, actor=request.actor, at=request.now
    )
    return made.pk


def _reader(request: TokenRequest) -> Reader:
    account = accounts.get_for(request.actor, request.auth.account_id)
    return Reader(request.actor, account.staff_number, request.now, request.site_zone)
