"""People as programs read them; a phone number only where the page shows it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema

from dayuan.platform.access.actors import Actor
from dayuan.platform.accounts import queries as accounts
from dayuan.platform.accounts.queries import AccountState
from dayuan.platform.lists.sheets import Reading
from dayuan.reference.people import queries
from dayuan.reference.people.queries import Appointment, Person

Standing = Literal["none", "closed", "open", "slip", "slip_over"]


class PersonOut(Schema):
    """Somebody of the site: staff, or the liaison of an outside party."""

    id: int
    staff_number: str
    name: str
    side: str
    #: The party a liaison speaks for.
    unit: str
    joined: date
    left: date | None
    #: The posts held today, by their codewords.
    posts: list[str]
    #: How the account stands.
    account: Standing


class AppointmentOut(Schema):
    """Somebody holds a post from ``start`` on, until the day ``end``."""

    id: int
    post: str
    kind: str
    role: str
    start: date
    end: date | None
    #: By contract, where somebody works part time; for whoever appoints, and for the person.
    hours_a_week: float | None


class PersonWhole(PersonOut):
    """Somebody with appointments; the phone number for whoever manages people."""

    phone: str | None
    appointments: list[AppointmentOut]


def people(found: Sequence[Person], reading: Reading) -> Iterable[dict[str, Any]]:
    """Return people as programs read them, in two questions."""
    held = queries.holdings_of(found, on=reading.day)
    known = accounts.states([one.account_id for one in found if one.account_id is not None])
    for one in found:
        state = known.get(one.account_id) if one.account_id else None
        yield _person(one, held[one.pk], state, at=reading.now)


def whole(found: Person, actor: Actor, *, on: date, at: datetime) -> dict[str, Any]:
    """Return one person with appointments, the newest first."""
    rows = queries.appointments_of(found)
    held = [one for one in rows if one.start <= on and (one.end is None or on < one.end)]
    account_id = found.account_id
    state = None if account_id is None else accounts.states([account_id]).get(account_id)
    known = actor.holds("people.person.manage") or actor.person_id == found.pk
    return {
        **_person(found, held, state, at=at),
        "phone": found.phone if known else None,
        "appointments": [_appointment(one, actor) for one in rows],
    }


def _person(
    one: Person, held: Sequence[Appointment], state: AccountState | None, *, at: datetime
) -> dict[str, Any]:
    return {
        **{name: getattr(one, name) for name in _PERSON},
        "id": one.pk,
        "posts": list(dict.fromkeys(row.post for row in held)),
        "account": _standing(state, at),
    }


_PERSON = ("staff_number", "name", "side", "unit", "joined", "left")


def _appointment(one: Appointment, actor: Actor) -> dict[str, Any]:
    known = actor.holds("people.appointment.manage") or actor.person_id == one.person_id
    hours = float(one.hours_a_week) if known and one.hours_a_week is not None else None
    found = {name: getattr(one, name) for name in _APPOINTMENT}
    return {**found, "id": one.pk, "hours_a_week": hours}


_APPOINTMENT = ("post", "kind", "role", "start", "end")


def _standing(state: AccountState | None, at: datetime) -> Standing:
    """Say how an account stands, as the page does: nothing secret of it."""
    if state is None:
        return "none"
    if not state.is_active:
        return "closed"
    if state.has_password:
        return "open"
    return "slip" if state.slip_until and at < state.slip_until else "slip_over"
