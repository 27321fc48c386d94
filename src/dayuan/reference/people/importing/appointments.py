"""Appointments out of an Excel file: who holds which post, from when, and until when."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import cast

from dayuan.handbook.compiled import Compiled
from dayuan.kernel.problems import Blocker, Problem, Problems, Refused
from dayuan.kernel.problems import Warning as MindThis
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.imports.importers import Choices, Column, Given, Importer, Verdict
from dayuan.reference.people import commands, queries, rules
from dayuan.reference.people.importing.persons import number
from dayuan.reference.people.models import Appointment, Kind, Person
from dayuan.reference.people.rules import Tally, Wanted
from dayuan.reference.sites import queries as sites

#: Where the sentence of a problem belongs.
_COLUMNS = {
    "people.unknown_post": "post", "people.role_elsewhere": "role",
    "people.role_by_itself": "role", "people.role_not_meant": "kind",
    "people.period": "end", "people.not_here": "start", "people.liaison": "number",
    "people.main_already": "kind", "people.held_already": "post",
    "people.post_first": "role", "people.over_headcount": "accepted",
    "people.ended_already": "end", "people.before_start": "end",
    "people.hours_at_the_main_post": "hours_a_week", "people.contract_hours": "hours_a_week",
}  # fmt: skip


def check(rows: Sequence[Given], actor: Actor) -> list[Verdict]:
    """Return what would become of each row, those before it taken; nothing is written."""
    people = queries.by_number(actor, {number(row) for row in rows})
    first = min((day for row in rows if (day := _day(row, "start"))), default=date.max)
    rolls = _Rolls(sites.plan_of(actor.site_id), queries.held_since(actor.site_id, first))
    return [rolls.verdict(row, people.get(number(row))) for row in rows]


def take(row: Given, actor: Actor, at: datetime) -> None:
    """Appoint somebody, or end what he holds; an appointment that is so already is let be."""
    person = queries.by_number(actor, [number(row)]).get(number(row))
    if person is None:
        raise Refused(NOBODY)
    if problems := told_otherwise(row, person):
        raise Refused(*problems.values())
    wanted = _wanted(row)
    held = _the_same(wanted, queries.appointments_of(person))
    if held is None:
        commands.appoint(
            person_id=person.pk, post=wanted.post, kind=wanted.kind, role=wanted.role,
            start=wanted.start, end=wanted.end, hours_a_week=wanted.hours_a_week,
            accepted=_accepted(row), actor=actor, at=at,
        )  # fmt: skip
    elif stays := _staying(row, wanted, held):
        raise Refused(*stays.values())
    elif wanted.end is not None and wanted.end != held.end:
        commands.end_appointment(appointment_id=held.pk, on=wanted.end, actor=actor, at=at)


class _Rolls:
    """Who holds what, as far as the rows before this one have got."""

    def __init__(self, plan: Compiled, held: Iterable[Appointment]) -> None:
        self.plan = plan
        self.held: dict[int, list[Appointment]] = defaultdict(list)
        self.days: dict[date, Tally] = {}
        for one in held:
            self.held[one.person_id].append(one)

    def verdict(self, row: Given, person: Person | None) -> Verdict:
        """Return what would become of a row, and let those after it count on it."""
        if person is None:
            return Verdict("wrong", {"number": (NOBODY,)} if number(row) else {})
        problems: dict[str, Problems] = {c: (p,) for c, p in told_otherwise(row, person).items()}
        if not row.whole:
            # Without its post and its first day nobody can say more of it.
            return Verdict("wrong", problems)
        wanted = _wanted(row)
        held = _the_same(wanted, self.held[person.pk])
        against = self._against(row, wanted, person) if held is None else {
            column: (one,) for column, one in _staying(row, wanted, held).items()
        }  # fmt: skip
        if problems := {**problems, **against}:
            return Verdict("wrong", problems)
        if held is None:
            self._add(person, wanted)
            return Verdict("new")
        if wanted.end is None or wanted.end == held.end:
            return Verdict("same")
        before = {"end": held.end.isoformat() if held.end else ""}
        held.end = wanted.end
        self.days.clear()
        return Verdict("changed", before=before)

    def _against(self, row: Given, wanted: Wanted, person: Person) -> dict[str, Problems]:
        tally = self._on(wanted.start)
        found = rules.appointment_problems(
            wanted,
            person=person,
            existing=self.held[person.pk],
            held=tally.main[wanted.post],
            filled=tally.roles[wanted.role],
            handbook=self.plan.handbook,
            counts=queries.counts_of(self.plan, tally),
        )
        problems: dict[str, Problems] = {}
        for one in found:
            if isinstance(one, MindThis) and _accepted(row):
                continue
            column = _COLUMNS.get(one.code, "post")
            problems[column] = (*problems.get(column, ()), one)
        return problems

    def _on(self, day: date) -> Tally:
        if day not in self.days:
            rows = (one for held in self.held.values() for one in held)
            self.days[day] = Tally.of(one for one in rows if _covers(one, day))
        return self.days[day]

    def _add(self, person: Person, wanted: Wanted) -> None:
        made = Appointment(
            site_id=person.site_id, person=person, post=wanted.post, kind=wanted.kind,
            role=wanted.role, start=wanted.start, end=wanted.end,
            hours_a_week=wanted.hours_a_week,
        )  # fmt: skip
        self.held[person.pk].append(made)
        for day, tally in self.days.items():
            if _covers(made, day):
                tally.add(made)


def _covers(row: Appointment, day: date) -> bool:
    return row.start <= day and (row.end is None or day < row.end)


def _wanted(row: Given) -> Wanted:
    role = row.text("role")
    return Wanted(
        post=row.text("post"),
        kind=row.text("kind") or (Kind.ROLE if role else Kind.MAIN),
        role=role,
        start=cast("date", row.values["start"]),
        end=_day(row, "end"),
        hours_a_week=_hours(row),
    )


def _the_same(wanted: Wanted, held: Iterable[Appointment]) -> Appointment | None:
    """Return the appointment a row is about: of this post or role, from this day."""
    meant = (wanted.post, wanted.role, wanted.start)
    return next((one for one in held if (one.post, one.role, one.start) == meant), None)


def _staying(row: Given, wanted: Wanted, held: Appointment) -> dict[str, Problem]:
    """Return what stands against a row about an appointment that is there."""
    if row.text("kind") and wanted.kind != held.kind:
        return {"kind": _KIND_STAYS}
    if wanted.hours_a_week is not None and wanted.hours_a_week != held.hours_a_week:
        return {"hours_a_week": _HOURS_STAY}
    if wanted.end is None or wanted.end == held.end:
        return {}
    found = rules.end_problems(held, wanted.end)
    return {"end": found[0]} if found else {}


def told_otherwise(row: Given, person: Person) -> dict[str, Problem]:
    """Return that the name beside the number is somebody else's: a line may have slipped."""
    said = "".join(row.text("name").split())
    return {"name": _OTHER_NAME} if said and said != "".join(person.name.split()) else {}


def _accepted(row: Given) -> bool:
    return row.text("accepted") == "yes"


def _day(row: Given, column: str) -> date | None:
    found = row.values.get(column)
    return found if isinstance(found, date) else None


def _hours(row: Given) -> Decimal | None:
    found = row.values.get("hours_a_week")
    return Decimal(found) if isinstance(found, int) else None


def _posts(actor: Actor) -> Choices:
    grouped = queries.posts_by_unit(sites.plan_of(actor.site_id).handbook)
    return [(code, post.title.text) for _unit, posts in grouped for code, post in posts]


def _roles(actor: Actor) -> Choices:
    roles: Mapping[str, rules.Role] = sites.plan_of(actor.site_id).handbook.roles
    return [(code, one.title.text) for code, one in roles.items() if one.headcount is not None]


_KINDS: Choices = (
    (Kind.MAIN, Text("主岗", "Main post")),
    (Kind.CONCURRENT, Text("兼任", "Concurrent")),
    (Kind.ACTING, Text("代理", "Acting")),
    (Kind.ROLE, Text("岗位兼职能", "Role beside the post")),
)
_YES_OR_NO: Choices = (("yes", Text("是", "Yes")), ("no", Text("否", "No")))

NOBODY = Blocker(
    "people.no_such_number",
    Text(
        "没有这个工号。请先导入人员，或核对工号。",
        "Nobody has this staff number. Bring the people first, or check it.",
    ),
)
_OTHER_NAME = Blocker(
    "people.other_name",
    Text(
        "这个工号登记的是别的姓名。请核对工号和姓名是否错行。",
        "This staff number is on record with another name. Check whether the lines slipped.",
    ),
)
_KIND_STAYS = Blocker(
    "people.kind_stays",
    Text(
        "与登记的任职方式不同。请先结束原任职，再从新的日期任职。",
        "It is held otherwise. End that appointment first, then appoint from a new day.",
    ),
)
_HOURS_STAY = Blocker(
    "people.hours_stay",
    Text(
        "与登记的合同工时不同。请先结束原任职，再从新的日期任职。",
        "The contract hours are others. End that appointment first, then appoint from a new day.",
    ),
)

IMPORTER = Importer(
    code="people.appointments",
    caption=Text("任职", "Appointments"),
    verb="people.appointment.manage",
    page="people:organisation",
    key=("number", "post", "role", "start"),
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
            code="post", label=Text("岗位", "Post"), required=True, kind="choice",
            choices=_posts, hint=Text("从列表中选", "From the list"),
        ),
        Column(
            code="start", label=Text("任职开始日期", "First day of the appointment"),
            required=True, kind="date", hint=Text("例如 2026-01-05", "Such as 2026-01-05"),
        ),
        Column(
            code="end", label=Text("结束日期（首个离岗日期）", "Until (first day off)"),
            kind="date", hint=Text("没有结束就不填", "Empty while the end is not known"),
        ),
        Column(
            code="kind", label=Text("任职方式", "How it is held"), kind="choice",
            choices=lambda _actor: _KINDS, hint=Text("不填按主岗", "Main post if empty"),
        ),
        Column(
            code="role", label=Text("职能", "Role"), kind="choice", choices=_roles,
            hint=Text("岗位兼职能才填", "Only for a role beside the post"),
        ),
        Column(
            code="hours_a_week", label=Text("每周合同工时", "Contract hours a week"),
            kind="number", hint=Text("非全日制才填，整小时", "For part time only, whole hours"),
        ),
        Column(
            code="accepted", label=Text("确认超编", "Beyond the headcount, meant so"),
            kind="choice", choices=lambda _actor: _YES_OR_NO,
            hint=Text("提示超编时填“是”", "“Yes” where the check warns of it"),
        ),
    ),
    check=check,
    take=take,
)  # fmt: skip
