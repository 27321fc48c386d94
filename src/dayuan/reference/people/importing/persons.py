"""People out of an Excel file: staff, and those who speak for outside parties.

No password and no code comes out of a file: accounts are opened on the list of people, and
their slips printed there, once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dayuan.kernel.problems import Blocker, Problem, Problems, Refused
from dayuan.kernel.text import Text
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.accounts import queries as accounts
from dayuan.platform.imports.importers import Choices, Column, Given, Importer, Verdict
from dayuan.reference.people import commands, queries
from dayuan.reference.people.names import plain_number, plain_phone
from dayuan.reference.people.queries import Person
from dayuan.reference.sites import queries as sites


def check(rows: Sequence[Given], actor: Actor) -> list[Verdict]:
    """Return what would become of each row, those before it taken; nothing is written."""
    known = queries.by_number(actor, {number(row) for row in rows})
    phones = accounts.of_phones({plain_phone(row.text("phone")) for row in rows})
    desk = _Phones(phones, permissions.problems(actor, "accounts.account.issue"))
    return [_verdict(row, known.get(number(row)), desk) for row in rows]


def take(row: Given, actor: Actor, at: datetime) -> None:
    """Register somebody, or correct whoever has the number; one who is so already is let be."""
    person = queries.by_number(actor, [number(row)]).get(number(row))
    if person is None:
        _register(row, actor, at)
        return
    if stays := _staying(row, person):
        raise Refused(*stays.values())
    said = _said(row, person)
    if not said.is_of(person):
        commands.change_person(
            person_id=person.pk, name=said.name, phone=said.phone, actor=actor, at=at
        )


def number(row: Given) -> str:
    """Return the staff number of a row in its one spelling."""
    return plain_number(row.text("number"))


def _register(row: Given, actor: Actor, at: datetime) -> None:
    joined = row.values.get("joined")
    if not isinstance(joined, date):
        raise Refused(_NO_FIRST_DAY)
    name, phone = row.text("name"), row.text("phone")
    if party := row.text("party"):
        commands.register_liaison(
            staff_number=number(row), name=name, unit=party, joined=joined, phone=phone,
            actor=actor, at=at,
        )  # fmt: skip
    else:
        commands.create_person(
            staff_number=number(row), name=name, joined=joined, phone=phone, actor=actor, at=at
        )


@dataclass(frozen=True, slots=True)
class _Phones:
    """Which account signs in with each number, as far as the rows before this one have got."""

    owners: dict[str, int]
    #: Why the actor may not change the number of an account.
    forbidden: Problems

    def problems(self, person: Person, phone: str) -> Problems:
        """Return everything against another number; without an account there is nothing."""
        if person.account_id is None or phone == person.phone:
            return ()
        taken = self.owners.get(phone, person.account_id) != person.account_id
        return (*self.forbidden, *((_PHONE_TAKEN,) if taken else ()))

    def move(self, person: Person, phone: str) -> None:
        """Let the rows after this one count on another number."""
        if person.account_id is not None and phone != person.phone:
            self.owners.pop(person.phone, None)
            self.owners[phone] = person.account_id


@dataclass(frozen=True, slots=True)
class _Said:
    """What a row says of somebody; what it does not say stays as it is."""

    name: str
    phone: str

    def is_of(self, person: Person) -> bool:
        return not self.otherwise(person)

    def otherwise(self, person: Person) -> dict[str, str]:
        """Return what is on record, by column, where this says otherwise."""
        pairs = {"name": (self.name, person.name), "phone": (self.phone, person.phone)}
        return {column: kept for column, (said, kept) in pairs.items() if said != kept}


def _said(row: Given, person: Person) -> _Said:
    return _Said(
        name=row.text("name").strip() or person.name,
        phone=plain_phone(row.text("phone")) or person.phone,
    )


def _verdict(row: Given, person: Person | None, phones: _Phones) -> Verdict:
    problems = _new_problems(row) if person is None else _known_problems(row, person, phones)
    if problems or not row.whole:
        return Verdict("wrong", problems)
    if person is None:
        return Verdict("new")
    said = _said(row, person)
    if said.is_of(person):
        return Verdict("same")
    phones.move(person, said.phone)
    return Verdict("changed", before=said.otherwise(person))


def _new_problems(row: Given) -> dict[str, Problems]:
    found = {"name": commands.name_problems(row.text("name"))}
    # A day that cannot be read is told of by its own cell.
    if row.whole and "joined" not in row.values:
        found["joined"] = (_NO_FIRST_DAY,)
    return {column: problems for column, problems in found.items() if problems}


def _known_problems(row: Given, person: Person, phones: _Phones) -> dict[str, Problems]:
    said = _said(row, person)
    found: dict[str, Problems] = {one: (two,) for one, two in _staying(row, person).items()}
    found["name"] = commands.name_problems(said.name)
    found["phone"] = phones.problems(person, said.phone)
    return {column: problems for column, problems in found.items() if problems}


def _staying(row: Given, person: Person) -> dict[str, Problem]:
    """Return what a row says otherwise although it stays as it was registered."""
    found: dict[str, Problem] = {}
    if row.values.get("joined", person.joined) != person.joined:
        found["joined"] = _FIRST_DAY_STAYS
    if row.text("party") and row.text("party") != person.unit:
        found["party"] = _PARTY_STAYS
    return found


def _parties(actor: Actor) -> Choices:
    parties = sites.plan_of(actor.site_id).handbook.parties
    return [(code, party.title.text) for code, party in parties.items()]


_NO_FIRST_DAY = Blocker(
    "people.no_first_day",
    Text("新登记的人员要写入职日期。", "Somebody new needs the first day."),
)
_FIRST_DAY_STAYS = Blocker(
    "people.first_day_stays",
    Text(
        "与登记的入职日期不同。入职日期不能用文件改，请核对工号，或删去这一格。",
        "Another first day is on record, and a file does not change it. "
        "Check the staff number, or empty this cell.",
    ),
)
_PARTY_STAYS = Blocker(
    "people.party_stays",
    Text(
        "与登记的所属单位不同。请核对工号，或删去这一格。",
        "This person is on record otherwise. Check the staff number, or empty this cell.",
    ),
)
_PHONE_TAKEN = Blocker(
    "people.phone_taken",
    Text(
        "已有别的账号用这个手机号登录。请核对。",
        "Another account signs in with this number. Check it.",
    ),
)

IMPORTER = Importer(
    code="people.people",
    caption=Text("人员", "People"),
    verb="people.person.manage",
    page="people:list",
    key=("number",),
    columns=(
        Column(
            code="number", label=Text("工号", "Staff number"), required=True, most=20,
            hint=Text("例如 1001，不给别人再用", "Such as 1001; never given to somebody else"),
        ),
        Column(
            code="name", label=Text("姓名", "Full name"), required=True, most=60,
            hint=Text("新人员必填", "Needed for somebody new"),
        ),
        Column(
            code="phone", label=Text("手机号", "Mobile number"), most=20,
            hint=Text("登录和联系用，可不填", "For signing in and calls; may be empty"),
        ),
        Column(
            code="joined", label=Text("入职日期", "First day"), required=True, kind="date",
            hint=Text("新人员必填，例如 2026-01-05", "Needed for somebody new: 2026-01-05"),
        ),
        Column(
            code="party", label=Text("所属单位", "Speaks for"), kind="choice", choices=_parties,
            hint=Text("外单位联络人才填", "Only for liaisons of outside parties"),
        ),
    ),
    check=check,
    take=take,
)  # fmt: skip
