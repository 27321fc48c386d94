"""People by programs: the list, one of them, registering, changing, leaving."""

from datetime import date
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from dayuan.platform.lists import listed
from dayuan.platform.rest.auth import TokenRequest
from dayuan.platform.rest.kit import Body, Code, Day, Id, Line
from dayuan.reference.people import commands, queries
from dayuan.reference.people.api import shapes
from dayuan.reference.people.api.part import PART

VIEW, MANAGE = ("people.person.view",), ("people.person.manage",)
LEAVE = ("people.person.manage", "people.appointment.manage")
Name = Annotated[Line, Field(max_length=60)]
Number = Annotated[Line, Field(max_length=20)]


class ChangeIn(Body):
    """What somebody is called; the number to call or to sign in with stays unless it is sent."""

    name: Name
    phone: Number | None = None


class NewPersonIn(Body):
    """Somebody new; the staff number is never given to anybody else."""

    name: Name
    phone: Number = ""
    staff_number: Number
    joined: Day


class LiaisonIn(NewPersonIn):
    """Somebody who speaks for an outside party of the plan."""

    unit: Code


class FirstDayOff(Body):
    """The first day off."""

    on: Day


def shown(request: TokenRequest, person_id: int) -> Any:
    """Return one person as the asker may read it."""
    found, today = queries.get_for(request.actor, person_id), day_of(request)
    return shapes.whole(found, request.actor, on=today, at=request.now)


def day_of(request: TokenRequest) -> date:
    """Return the site's day of a request."""
    return request.now.astimezone(request.site_zone).date()


PART.listing(
    "/people", listed.sheets["people.people"], item=shapes.PersonOut, shape=shapes.people,
    summary=_("List people"),
)  # fmt: skip


@PART.read(
    "/people/{person_id}", answers=shapes.PersonWhole, summary=_("Read a person"), verbs=VIEW
)  # fmt: skip
def person(request: TokenRequest, person_id: Id) -> Any:
    """Return a person with appointments."""
    return shown(request, person_id)


@PART.write(
    "POST", "/people", shows=shown, answers=shapes.PersonWhole, made=True,
    summary=_("Register a member of staff"), verbs=MANAGE,
)  # fmt: skip
def create(request: TokenRequest, body: NewPersonIn) -> int:
    """Register a member of staff; the post comes with an appointment."""
    made = commands.create_person(
        staff_number=body.staff_number, name=body.name, phone=body.phone, joined=body.joined,
        actor=request.actor, at=request.now,
    )  # fmt: skip
    return made.pk


@PART.write(
    "POST", "/liaisons", shows=shown, answers=shapes.PersonWhole, made=True,
    summary=_("Register a liaison"), verbs=MANAGE,
)  # fmt: skip
def create_liaison(request: TokenRequest, body: LiaisonIn) -> int:
    """Register somebody who speaks for an outside party."""
    made = commands.register_liaison(
        staff_number=body.staff_number, name=body.name, phone=body.phone, joined=body.joined,
        unit=body.unit, actor=request.actor, at=request.now,
    )  # fmt: skip
    return made.pk


@PART.write(
    "PUT", "/people/{person_id}", shows=shown, answers=shapes.PersonWhole,
    summary=_("Change name or phone"), verbs=MANAGE,
)  # fmt: skip
def change(request: TokenRequest, person_id: Id, body: ChangeIn) -> int:
    """Change a person's name, and the phone number where one is sent."""
    found = queries.get_for(request.actor, person_id)
    phone = found.phone if body.phone is None else body.phone
    commands.change_person(
        person_id=found.pk, name=body.name, phone=phone, actor=request.actor, at=request.now
    )
    return found.pk


@PART.write(
    "POST", "/people/{person_id}/leave", shows=shown, answers=shapes.PersonWhole,
    summary=_("Let somebody leave"), verbs=LEAVE,
)  # fmt: skip
def leave(request: TokenRequest, person_id: Id, body: FirstDayOff) -> int:
    """Let a person leave; every appointment ends with that day."""
    found = queries.get_for(request.actor, person_id)
    commands.leave(person_id=found.pk, on=body.on, actor=request.actor, at=request.now)
    return found.pk
