"""Appointments by programs: making and ending them."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from dayuan.platform.rest.auth import TokenRequest
from dayuan.platform.rest.kit import Body, Code, Day, Id
from dayuan.reference.people import commands, queries
from dayuan.reference.people.api import shapes
from dayuan.reference.people.api.part import PART
from dayuan.reference.people.api.people import FirstDayOff, shown
from dayuan.reference.people.queries import Kind

APPOINT = ("people.appointment.manage",)


class AppointmentIn(Body):
    """A post of the plan, how it is held, and from when to when.

    Sent with a warning it is refused, until it comes back ``accepted``.
    """

    post: Code
    kind: Kind = Kind.MAIN
    role: Code = ""
    start: Day
    end: Day | None = None
    #: The contract's hours a week of somebody who works part time.
    hours_a_week: Decimal | None = None
    accepted: bool = False


@PART.write(
    "POST", "/people/{person_id}/appointments", shows=shown, answers=shapes.PersonWhole,
    summary=_("Appoint somebody"), verbs=APPOINT,
)  # fmt: skip
def appoint(request: TokenRequest, person_id: Id, body: AppointmentIn) -> int:
    """Appoint a person to a post."""
    found = queries.get_for(request.actor, person_id)
    commands.appoint(
        person_id=found.pk, post=body.post, kind=body.kind.value, role=body.role,
        start=body.start, end=body.end, hours_a_week=body.hours_a_week, accepted=body.accepted,
        actor=request.actor, at=request.now,
    )  # fmt: skip
    return found.pk


@PART.write(
    "POST", "/appointments/{appointment_id}/end", shows=shown, answers=shapes.PersonWhole,
    summary=_("End an appointment"), verbs=APPOINT,
)  # fmt: skip
def end_appointment(request: TokenRequest, appointment_id: Id, body: FirstDayOff) -> int:
    """End an appointment; the answer is the person who held it."""
    found = queries.appointment_for(request.actor, appointment_id)
    commands.end_appointment(
        appointment_id=found.pk, on=body.on, actor=request.actor, at=request.now
    )
    return found.person_id
