"""Requests by programs: reporting one, reading it, sending it out, ending it."""

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import Field

from dayuan.platform.rest import files
from dayuan.platform.rest.auth import TokenRequest
from dayuan.platform.rest.files import FileIn
from dayuan.platform.rest.kit import Body, Code, Id, Line, Reason, Words
from dayuan.services.desk import commands, queries
from dayuan.services.desk.api.part import PART
from dayuan.services.desk.states import REQUEST
from dayuan.work import cards

REPORT = ("desk.request.report",)
DISPATCH = ("desk.request.dispatch",)
#: A request as a whole has a limit; so many small photos fit.
_FILES_MOST = 5
_PLACE, _CALLER, _PHONE = 120, 60, 30


class ReportIn(Body):
    """What is reported; the caller's fields are for a call that the desk logs."""

    category: Code
    place: Annotated[Line, Field(max_length=_PLACE)] = ""
    description: Words = ""
    caller_name: Annotated[Line, Field(max_length=_CALLER)] = ""
    caller_phone: Annotated[Line, Field(max_length=_PHONE)] = ""
    files: Annotated[list[FileIn], Field(max_length=_FILES_MOST)] = []


class Sending(Body):
    """To which post a request goes; empty for the one the plan names."""

    post: Code = ""


class CategoryOut(Schema):
    """A kind of matter that can be reported."""

    code: str
    title: str
    parent: str


class RequestOut(Schema):
    """A request; the caller only to whoever may see him on the page."""

    id: int
    number: str
    title: str
    state: str
    state_says: str
    category: str
    place: str
    description: str
    caller_name: str | None
    caller_phone: str | None
    reported_at: datetime
    dispatched_at: datetime | None
    finished_at: datetime | None
    closed_at: datetime | None


def shown(request: TokenRequest, case_id: int) -> Any:
    """Return one request as the asker may read it."""
    found = queries.get_for(request.actor, case_id)
    known = queries.may_see_caller(found, request.actor)
    return {
        **{name: getattr(found, name) for name in _REQUEST},
        "id": found.pk,
        "number": found.case.number,
        "title": found.case.title,
        "state_says": cards.say(REQUEST.state(found.state).label),
        "caller_name": found.caller_name if known else None,
        "caller_phone": found.caller_phone if known else None,
        "reported_at": found.case.opened_at,
        "closed_at": found.case.closed_at,
    }


_REQUEST = ("state", "category", "place", "description", "dispatched_at", "finished_at")


@PART.read(
    "/categories", answers=list[CategoryOut], summary=_("Read what can be reported"), verbs=REPORT
)  # fmt: skip
def categories(request: TokenRequest) -> Any:
    """Return the kinds of matters that the plan knows, by which reports name theirs."""
    return [
        {"code": code, "title": cards.say(one.title.text), "parent": one.parent or ""}
        for code, one in queries.categories(request.actor).items()
    ]


@PART.read("/requests/{case_id}", answers=RequestOut, summary=_("Read a request"))
def one(request: TokenRequest, case_id: Id) -> Any:
    """Return one request; its tasks and their course stand with the case of the same id."""
    return shown(request, case_id)


@PART.write(
    "POST", "/requests", shows=shown, answers=RequestOut, made=True, summary=_("Report"),
    verbs=REPORT,
)  # fmt: skip
def report(request: TokenRequest, body: ReportIn) -> int:
    """Report a fault or a wish, with photos if there are any."""
    # Files are looked at and laid down before the command: no file is written inside it.
    taken = [files.accept(one) for one in body.files]
    said = commands.Report(
        category=body.category, place=body.place, description=body.description,
        caller_name=body.caller_name, caller_phone=body.caller_phone,
    )  # fmt: skip
    made = commands.report(report=said, files=taken, actor=request.actor, at=request.now)
    return int(made.pk)


@PART.write(
    "POST", "/requests/{case_id}/dispatch", shows=shown, answers=RequestOut,
    summary=_("Send a request out"), verbs=DISPATCH,
)  # fmt: skip
def dispatch(request: TokenRequest, case_id: Id, body: Sending) -> int:
    """Send a request out: to the plan's own answer, or to another post."""
    found = queries.get_for(request.actor, case_id)
    commands.dispatch(request=found, post=body.post, actor=request.actor, at=request.now)
    return int(found.pk)


@PART.write(
    "POST", "/requests/{case_id}/cancel", shows=shown, answers=RequestOut,
    summary=_("Withdraw a request"), verbs=REPORT,
)  # fmt: skip
def cancel(request: TokenRequest, case_id: Id, body: Reason) -> int:
    """Withdraw a request that nobody has begun to handle, with the reason."""
    found = queries.get_for(request.actor, case_id)
    commands.cancel(request=found, reason=body.reason, actor=request.actor, at=request.now)
    return int(found.pk)


@PART.write(
    "POST", "/requests/{case_id}/reopen", shows=shown, answers=RequestOut,
    summary=_("Reopen a request"), verbs=("desk.request.reopen",),
)  # fmt: skip
def reopen(request: TokenRequest, case_id: Id, body: Reason) -> int:
    """Take a closed request up again, with the reason."""
    found = queries.get_for(request.actor, case_id)
    commands.reopen(request=found, reason=body.reason, actor=request.actor, at=request.now)
    return int(found.pk)
