"""Cases by programs: the list, one of them, and who needs to know."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from ninja import Schema

from dayuan.kernel.labels import Label
from dayuan.platform.lists import listed
from dayuan.platform.rest.auth import TokenRequest
from dayuan.platform.rest.kit import Body, Id, Line, Reason, Words
from dayuan.work import commands, knowers, queries
from dayuan.work.api import shapes
from dayuan.work.api.part import PART

NEED = "work.case.need_to_know"


class Confidentiality(Body):
    """Who may know of a case: its label, all staff or only those named, and why."""

    label: Label
    open_to_staff: bool
    reason: Words


class Member(Body):
    """A post or a person: ``post:…`` or ``person:…``."""

    key: Line


class MemberOff(Reason):
    """Whom to take off, and why."""

    key: Line


class Revision(Body):
    """The revision in force, as it was seen."""

    revision: Id


class KnowerOut(Schema):
    """Somebody who is named as needing to know."""

    key: Line
    name: Line


PART.listing(
    "/cases", listed.sheets["work.cases"], item=shapes.CaseOut, shape=shapes.cases,
    summary=_("List cases"),
)  # fmt: skip


def shown(request: TokenRequest, case_id: int) -> Any:
    """Return one case as the asker may read it."""
    return shapes.whole_case(queries.get_for(request.actor, case_id))


@PART.read("/cases/{case_id}", answers=shapes.CaseWhole, summary=_("Read a case"))
def case(request: TokenRequest, case_id: Id) -> Any:
    """Return a case with its tasks and what happened to it."""
    return shown(request, case_id)


@PART.read(
    "/cases/{case_id}/members", answers=list[KnowerOut], summary=_("Read who needs to know"),
    verbs=(NEED,),
)  # fmt: skip
def members(request: TokenRequest, case_id: Id) -> Any:
    """Return who is named as needing to know a case."""
    found = knowers.knowers(queries.get_for(request.actor, case_id), request.actor)
    return [{"key": one.key, "name": str(one.name)} for one in found]


@PART.write(
    "PUT", "/cases/{case_id}/confidentiality", shows=shown, answers=shapes.CaseWhole,
    summary=_("Set who may know"), verbs=(NEED,),
)  # fmt: skip
def confidentiality(request: TokenRequest, case_id: Id, body: Confidentiality) -> int:
    """Set a case's label, and whether all staff or only those named may know of it."""
    found = queries.get_for(request.actor, case_id)
    commands.set_confidentiality(
        case=found, label=body.label.value, open_to_staff=body.open_to_staff, reason=body.reason,
        actor=request.actor, at=request.now,
    )  # fmt: skip
    return found.pk


@PART.write(
    "POST", "/cases/{case_id}/members", summary=_("Let somebody know"), verbs=(NEED,)
)  # fmt: skip
def add_member(request: TokenRequest, case_id: Id, body: Member) -> None:
    """Let a post or a person know of a case."""
    found = queries.get_for(request.actor, case_id)
    commands.add_member(case=found, key=body.key, actor=request.actor, at=request.now)


@PART.write(
    "POST", "/cases/{case_id}/members/off", summary=_("Take somebody off"), verbs=(NEED,)
)  # fmt: skip
def remove_member(request: TokenRequest, case_id: Id, body: MemberOff) -> None:
    """Take somebody off the need to know, with the reason."""
    found = queries.get_for(request.actor, case_id)
    commands.remove_member(
        case=found, key=body.key, reason=body.reason, actor=request.actor, at=request.now
    )


@PART.write(
    "PUT", "/cases/{case_id}/revision", shows=shown, answers=shapes.CaseWhole,
    summary=_("Move a case to the plan in force"), verbs=("work.case.move_revision",),
)  # fmt: skip
def move_to_revision(request: TokenRequest, case_id: Id, body: Revision) -> int:
    """Let a running case go on by the plan in force."""
    found = queries.get_for(request.actor, case_id)
    commands.move_to_revision(
        case=found, revision_id=body.revision, actor=request.actor, at=request.now
    )
    return found.pk
