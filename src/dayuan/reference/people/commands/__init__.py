"""Registering people, appointing them, and opening their accounts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from dayuan.kernel.labels import secret_problems
from dayuan.kernel.problems import Blocker, Problems, Refused, refuse_if
from dayuan.kernel.problems import Warning as MindThis
from dayuan.kernel.text import Text
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.accounts import commands as accounts
from dayuan.platform.accounts.commands import Newcomer, Slip
from dayuan.platform.audit import log
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import AuditType
from dayuan.reference.people import entries, queries, rules
from dayuan.reference.people.commands.certificates import note_certificate as note_certificate
from dayuan.reference.people.commands.certificates import (
    remind_of_certificate as remind_of_certificate,
)
from dayuan.reference.people.commands.certificates import (
    withdraw_certificate as withdraw_certificate,
)
from dayuan.reference.people.models import Appointment, Kind, Person, Side
from dayuan.reference.people.names import name_key, plain_number, plain_phone
from dayuan.reference.people.rules import Wanted
from dayuan.reference.sites import queries as sites

_PERSON = "people.person"


@dataclass(frozen=True, slots=True)
class PersonSlip:
    """A slip with the person it is for."""

    person: Person
    slip: Slip


@dataclass(frozen=True, slots=True)
class Opened:
    """The slips printed, and the people whose number or phone is taken already."""

    slips: tuple[PersonSlip, ...]
    taken: tuple[Person, ...]


@command
def create_person(
    *, staff_number: str, name: str, joined: date, actor: Actor, at: datetime, phone: str = ""
) -> Person:
    """Register a member of staff; the post comes with an appointment."""
    permissions.require(actor, "people.person.manage")
    person = Person(
        site_id=actor.site_id,
        staff_number=plain_number(staff_number),
        name=name.strip(),
        phone=plain_phone(phone),
        side=Side.STAFF,
        joined=joined,
    )
    return _registered(person, entries.CREATE, actor, at)


@command
def register_liaison(
    *,
    staff_number: str,
    name: str,
    unit: str,
    joined: date,
    actor: Actor,
    at: datetime,
    phone: str = "",
) -> Person:
    """Register somebody who speaks for an outside party."""
    permissions.require(actor, "people.person.manage")
    if unit not in sites.plan_of(actor.site_id).handbook.parties:
        raise Refused(_UNKNOWN_PARTY)
    person = Person(
        site_id=actor.site_id,
        staff_number=plain_number(staff_number),
        name=name.strip(),
        phone=plain_phone(phone),
        side=Side.LIAISON,
        unit=unit,
        joined=joined,
    )
    return _registered(person, entries.LIAISON, actor, at)


@command
def change_person(*, person_id: int, name: str, phone: str, actor: Actor, at: datetime) -> Person:
    """Change a person's name and phone; the account's phone follows."""
    permissions.require(actor, "people.person.manage")
    person = queries.get_for(actor, person_id)
    refuse_if(name_problems(name))
    plain = plain_phone(phone)
    if person.account_id is not None and plain != person.phone:
        accounts.change_phone(account_id=person.account_id, phone=plain or None, actor=actor, at=at)
    person.name, person.phone = name.strip(), plain
    person.name_key = name_key(person.name)
    person.save(update_fields=["name", "name_key", "phone"])
    _note(entries.CHANGE, [person], actor, at, personal={"name": person.name, "phone": plain})
    return person


@command
def appoint(
    *,
    person_id: int,
    post: str,
    start: date,
    actor: Actor,
    at: datetime,
    kind: str = Kind.MAIN,
    role: str = "",
    end: date | None = None,
    hours_a_week: Decimal | None = None,
    accepted: bool = False,
) -> Appointment:
    """Appoint a person to a post for ``[start, end)``, by the contract's hours a week.

    Warnings are refused until they come back accepted; that they were accepted
    is written down.
    """
    permissions.require(actor, "people.appointment.manage")
    person = queries.get_for(actor, person_id)
    wanted = Wanted(
        post=post, kind=kind, role=role, start=start, end=end, hours_a_week=hours_a_week
    )
    warned = _refuse_unless_accepted(appointment_problems(person, wanted), accepted=accepted)
    made = Appointment.objects.create(
        site_id=person.site_id, person=person, post=post, kind=kind, role=role, start=start,
        end=end, hours_a_week=hours_a_week, made_at=at, made_by=actor.key,
    )  # fmt: skip
    _log_appointment(made, warned, actor, at)
    return made


def _log_appointment(made: Appointment, warned: Problems, actor: Actor, at: datetime) -> None:
    hours = made.hours_a_week
    log.record(
        entries.APPOINT, actor=actor, at=at, subject=_PERSON, ids=[made.person_id],
        details={
            "appointment": made.pk, "post": made.post, "kind": made.kind, "role": made.role,
            "start": made.start.isoformat(), "end": made.end.isoformat() if made.end else None,
            "accepted": [p.code for p in warned],
        },
        personal={"hours_a_week": str(hours)} if hours is not None else {},
    )  # fmt: skip


@command
def end_appointment(*, appointment_id: int, on: date, actor: Actor, at: datetime) -> Appointment:
    """End an appointment; ``on`` is the first day it is not held any more.

    From that day on the rights are gone with the next request, and with the last
    appointment the session itself.
    """
    permissions.require(actor, "people.appointment.manage")
    appointment = queries.appointment_for(actor, appointment_id)
    refuse_if(rules.end_problems(appointment, on))
    _end([appointment], on, actor, at)
    log.record(
        entries.END,
        actor=actor,
        at=at,
        subject=_PERSON,
        ids=[appointment.person_id],
        details={"appointment": appointment.pk, "post": appointment.post, "on": on.isoformat()},
    )
    return appointment


@command
def leave(*, person_id: int, on: date, actor: Actor, at: datetime) -> Person:
    """Let a person leave: ``on`` is the first day off, and every appointment ends with it."""
    permissions.require(actor, "people.person.manage")
    permissions.require(actor, "people.appointment.manage")
    person = queries.get_for(actor, person_id)
    if on < person.joined:
        raise Refused(_LEFT_BEFORE_JOINING)
    later = [a for a in queries.appointments_of(person) if a.end is None or a.end > on]
    for one in later:
        _end([one], max(on, one.start), actor, at)
    person.left = on
    person.save(update_fields=["left"])
    log.record(
        entries.LEAVE,
        actor=actor,
        at=at,
        subject=_PERSON,
        ids=[person.pk],
        details={"on": on.isoformat(), "appointments": [a.pk for a in later]},
    )
    return person


@command
def open_accounts(*, person_ids: Sequence[int], actor: Actor, at: datetime) -> Opened:
    """Open accounts for people who have none and return their slips, codes shown once."""
    permissions.require(actor, "accounts.account.issue")
    chosen = queries.visible_to(actor).filter(pk__in=list(person_ids), account__isnull=True)
    people = {person.pk: person for person in chosen.order_by("name_key", "staff_number")}
    if not people:
        raise Refused(_NOBODY_CHOSEN)
    issued = accounts.issue_many(
        newcomers=[Newcomer(p.pk, p.staff_number, p.phone or None) for p in people.values()],
        actor=actor,
        at=at,
    )
    slips = tuple(PersonSlip(people[slip.ref], slip) for slip in issued.slips)
    for one in slips:
        one.person.account_id = one.slip.account_id
    Person.objects.bulk_update([one.person for one in slips], ["account"], batch_size=200)
    _note(entries.OPEN_ACCOUNTS, [one.person for one in slips], actor, at)
    return Opened(slips, tuple(people[ref] for ref in issued.taken))


# --- inside -------------------------------------------------------------------------------


def appointment_problems(person: Person, wanted: Wanted) -> Problems:
    """Return everything against an appointment, for the page and for the command."""
    handbook = sites.plan_of(person.site_id).handbook
    main = Appointment.objects.filter(
        queries.in_force(wanted.start), site_id=person.site_id, post=wanted.post, kind=Kind.MAIN
    )
    roles = queries.role_counts(person.site_id, wanted.start)
    return rules.appointment_problems(
        wanted,
        person=person,
        existing=queries.appointments_of(person),
        held=main.count(),
        filled=sum(number for (_, role), number in roles.items() if role == wanted.role),
        handbook=handbook,
        counts=queries.counts(person.site_id, on=wanted.start),
    )


def _registered(person: Person, kind: AuditType, actor: Actor, at: datetime) -> Person:
    refuse_if(name_problems(person.name))
    taken = Person.objects.filter(site_id=person.site_id, staff_number=person.staff_number)
    if not person.staff_number or taken.exists():
        raise Refused(_NUMBER_TAKEN)
    person.name_key = name_key(person.name)
    person.save()
    personal = {"name": person.name, "phone": person.phone}
    _note(kind, [person], actor, at, personal=personal)
    return person


def name_problems(name: str) -> Problems:
    """Return everything against a name, for a file and for the command."""
    return secret_problems(name) if name.strip() else (_NAMELESS,)


def _refuse_unless_accepted(problems: Problems, *, accepted: bool) -> Problems:
    """Raise what blocks, and what warns until it was accepted; return what was accepted."""
    refuse_if(problems)
    warnings = tuple(p for p in problems if isinstance(p, MindThis))
    if warnings and not accepted:
        raise Refused(*warnings)
    return warnings


def _end(rows: Iterable[Appointment], on: date, actor: Actor, at: datetime) -> None:
    for row in rows:
        row.end, row.ended_at, row.ended_by = on, at, actor.key
        row.save(update_fields=["end", "ended_at", "ended_by"])


def _note(
    kind: AuditType,
    people: Sequence[Person],
    actor: Actor,
    at: datetime,
    personal: dict[str, str] | None = None,
) -> None:
    log.record(
        kind,
        actor=actor,
        at=at,
        subject=_PERSON,
        ids=[person.pk for person in people],
        personal=personal,
    )


_UNKNOWN_PARTY = Blocker(
    "people.unknown_party",
    Text(
        "方案里没有这个外部单位。请从列表中选。",
        "The plan has no such outside party. Choose from the list.",
    ),
)
_LEFT_BEFORE_JOINING = Blocker(
    "people.left_before_joining",
    Text("离职日期不能早于入职日期。", "Nobody leaves before joining."),
)
_NOBODY_CHOSEN = Blocker(
    "people.nobody_chosen",
    Text(
        "请至少勾选一位还没有账号的人员。",
        "Tick at least one person who has no account yet.",
    ),
)
_NUMBER_TAKEN = Blocker(
    "people.number_taken",
    Text(
        "工号为空或已有人使用。请换一个工号。",
        "The staff number is empty or in use. Choose another.",
    ),
)
_NAMELESS = Blocker("people.nameless", Text("请填写姓名。", "Write the name."))
