"""Certificates out of an Excel file: who has which one, from when, and to which day."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import cast

from dayuan.handbook.schema import Handbook
from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Problems, Refused
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.imports.importers import Choices, Column, Given, Importer, Verdict
from dayuan.reference.people import certifying, commands, queries
from dayuan.reference.people.importing.appointments import NOBODY, told_otherwise
from dayuan.reference.people.importing.persons import number
from dayuan.reference.people.models import Person
from dayuan.reference.people.qualifying import Held
from dayuan.reference.sites import queries as sites

#: Where the sentence of a problem belongs.
_COLUMNS = {
    "people.unknown_certificate": "kind", "people.certificate_liaison": "number",
    "people.certificate_own": "number",
    "people.certificate_period": "last", "people.certificate_overlap": "since",
}  # fmt: skip


def check(rows: Sequence[Given], actor: Actor) -> list[Verdict]:
    """Return what would become of each row, those before it taken; nothing is written."""
    people = queries.by_number(actor, {number(row) for row in rows})
    ids = [one.pk for one in people.values()]
    held: dict[int, list[Held]] = defaultdict(list)
    for person, have in queries.certificates(actor.site_id, ids).items():
        held[person].extend(have)
    plan = sites.plan_of(actor.site_id).handbook
    return [_verdict(row, people.get(number(row)), held, plan, by=actor.person_id) for row in rows]


def take(row: Given, actor: Actor, at: datetime) -> None:
    """Note a certificate; one that is there already with the same days is let be."""
    person = queries.by_number(actor, [number(row)]).get(number(row))
    if person is None:
        raise Refused(NOBODY)
    if problems := told_otherwise(row, person):
        raise Refused(*problems.values())
    kind, since, until = _meant(row)
    held = queries.certificates(actor.site_id, [person.pk]).get(person.pk, ())
    if not _there(held, kind, since, until):
        commands.note_certificate(
            person_id=person.pk, kind=kind, since=since, until=until, actor=actor, at=at
        )


def _verdict(
    row: Given, person: Person | None, held: dict[int, list[Held]], plan: Handbook, *,
    by: int | None,
) -> Verdict:  # fmt: skip
    if person is None:
        return Verdict("wrong", {"number": (NOBODY,)} if number(row) else {})
    problems: dict[str, Problems] = {c: (p,) for c, p in told_otherwise(row, person).items()}
    if not row.whole:
        return Verdict("wrong", problems)
    kind, since, until = _meant(row)
    have = held[person.pk]
    if not problems and _there(have, kind, since, until):
        return Verdict("same")
    found = certifying.note_problems(
        kind, since, until, held=have, side=person.side, plan=plan, own=person.pk == by
    )
    for one in found:
        column = _COLUMNS.get(one.code, "kind")
        problems[column] = (*problems.get(column, ()), one)
    if problems:
        return Verdict("wrong", problems)
    have.append(Held(kind, Period(since, until)))
    return Verdict("new")


def _meant(row: Given) -> tuple[str, date, date | None]:
    """Return kind and days; a file says the last valid day, as it is printed."""
    last = row.values.get("last")
    until = last + timedelta(days=1) if isinstance(last, date) else None
    return row.text("kind"), cast("date", row.values["since"]), until


def _there(held: Sequence[Held], kind: str, since: date, until: date | None) -> bool:
    meant = (kind, since, until)
    return any((one.kind, one.period.start, one.period.end) == meant for one in held)


def _kinds(actor: Actor) -> Choices:
    plan = sites.plan_of(actor.site_id).handbook
    return [(code, one.title.text) for code, one in plan.qualifications.items()]


IMPORTER = Importer(
    code="people.certificates",
    caption=Text("证书", "Certificates"),
    verb="people.person.manage",
    page="people:certificates",
    key=("number", "kind", "since"),
    columns=(
        Column(
            code="number", label=Text("工号", "Staff number"), required=True, most=20,
            hint=Text("先导入人员", "The people come first"),
        ),
        Column(
            code="name", label=Text("姓名", "Full name"), most=60,
            hint=Text("用来核对，可不填", "Checked against the number; may be empty"),
        ),
        Column(
            code="kind", label=Text("证书", "Certificate"), required=True, kind="choice",
            choices=_kinds, hint=Text("看过原件再填", "Only after its original was seen"),
        ),
        Column(
            code="since", label=Text("生效日期", "Valid from"), required=True, kind="date",
            hint=Text("例如 2026-01-05", "Such as 2026-01-05"),
        ),
        Column(
            code="last", label=Text("有效期至（最后一天）", "Last valid day"), kind="date",
            hint=Text("长期有效的不填", "Empty if it does not run out"),
        ),
    ),
    check=check,
    take=take,
)  # fmt: skip
