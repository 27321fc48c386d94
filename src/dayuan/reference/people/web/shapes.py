"""What the pages of this module draw."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dayuan.handbook.compiled import Compiled
from dayuan.kernel.problems import Problems
from dayuan.kernel.text import Text
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.accounts.queries import AccountState
from dayuan.platform.ui import shapes
from dayuan.platform.ui.shapes import Action, Badge, Column, Fact, Link, Listing, Row, Stat
from dayuan.platform.ui.tones import Tone
from dayuan.reference.people.queries import (
    Appointment,
    Count,
    Establishment,
    Holder,
    Kind,
    Person,
    PostLine,
    SumLine,
    UnitBlock,
)
from dayuan.reference.people.web.words import KINDS, said

_MANAGE = "people.person.manage"
_APPOINT = "people.appointment.manage"
_ISSUE = "accounts.account.issue"
_RESET = "accounts.account.reset"


# --- the establishment ---------------------------------------------------------------------


def stats(report: Establishment) -> list[Stat]:
    """Return the three numbers people look at first."""
    vacant = report.vacant
    return [
        Stat(label=_("Places in the plan"), value=report.headcount),
        Stat(label=_("Places held"), value=report.held),
        Stat(
            label=_("Vacant"),
            value=vacant,
            tone=Tone.SOON if vacant else Tone.DONE,
        ),
    ]


def unit_listing(unit: UnitBlock) -> Listing:
    """Return the posts of one unit."""
    columns = [
        Column(_("Post"), "what"),
        Column(_("State"), "state"),
        Column(_("Holders"), "where"),
        Column(_("Held / planned"), "until", numeric=True),
        Column(_("Reports to")),
        Column(_("Source")),
    ]
    rows = [_post_row(line) for line in unit.lines]
    return Listing(caption=unit.title, columns=columns, rows=rows)


def _post_row(line: PostLine) -> Row:
    planned = _("%(held)d of %(headcount)d") % {"held": line.held, "headcount": line.headcount}
    return Row(
        cells=[
            line.title,
            _post_badge(line),
            [_holder(holder) for holder in line.holders],
            planned,
            line.reports_to,
            line.post.source.value,
        ],
    )


def _post_badge(line: PostLine) -> Badge:
    if line.vacant:
        return Badge(Tone.SOON, _("%(n)d vacant") % {"n": line.vacant}, "user")
    if line.over:
        return Badge(Tone.APPROVAL, _("%(n)d over the plan") % {"n": line.over}, "users")
    return Badge(Tone.DONE, _("All places held"))


def _holder(holder: Holder) -> shapes.Person:
    marks = [said(role) for role in holder.roles]
    if holder.kind != Kind.MAIN:
        marks.append(str(KINDS[holder.kind]))
    url = reverse("people:person", args=[holder.person.pk])
    return shapes.Person(holder.person.name, "、".join(marks), url)


def counts(report: Establishment) -> Listing:
    """Return what the plan's clauses count, beside who is there."""
    columns = [
        Column(_("What the plan counts"), "what"),
        Column(_("State"), "state"),
        Column(_("Held / planned"), "until", numeric=True),
        Column(_("Source"), "where"),
    ]
    return Listing(
        caption=_("What the plan counts, and who is there"),
        columns=columns,
        rows=[_count_row(one) for one in report.counts],
    )


def _count_row(one: Count) -> Row:
    planned = _("%(held)d of %(headcount)d") % {"held": one.held, "headcount": one.planned}
    return Row(cells=[one.title, _count_badge(one), planned, one.source])


def _count_badge(one: Count) -> Badge:
    if one.held < one.planned:
        return Badge(Tone.SOON, _("%(n)d vacant") % {"n": one.planned - one.held}, "user")
    if one.held > one.planned:
        over = {"n": one.held - one.planned}
        return Badge(Tone.APPROVAL, _("%(n)d over the plan") % over, "users")
    return Badge(Tone.DONE, _("All places held"))


def sums(report: Establishment) -> Listing:
    """Return the printed sums beside the real ones."""
    columns = [
        Column(_("What the plan sums"), "what"),
        Column(_("State"), "state"),
        Column(_("Posts: printed / in the rows"), "where"),
        Column(_("People: printed / in the rows"), "where"),
        Column(_("Source"), "until"),
    ]
    rows = [_sum_row(one) for one in report.sums]
    return Listing(
        caption=_("Printed sums and what the rows add up to"), columns=columns, rows=rows
    )


def _sum_row(one: SumLine) -> Row:
    badge = (
        Badge(Tone.DONE, _("Agrees"))
        if one.agrees
        else Badge(Tone.SOON, _("Differs"), "alert-triangle")
    )
    chips = [one.source, one.discrepancy] if one.discrepancy else [one.source]
    return Row(
        cells=[
            one.title,
            badge,
            _posts(one),
            _people(one),
            chips,
        ]
    )


def _posts(one: SumLine) -> str:
    if one.posts_printed is None:
        return ""
    numbers = {"printed": one.posts_printed, "real": one.posts_real}
    return _("%(printed)d / %(real)d posts") % numbers


def _people(one: SumLine) -> str:
    numbers = {"printed": one.people_printed, "real": one.people_real}
    return _("%(printed)d / %(real)d people") % numbers


# --- the list -----------------------------------------------------------------------------


def account_badge(state: AccountState | None, *, at: datetime) -> Badge:
    """Return how an account stands."""
    if state is None:
        return Badge(Tone.WAITING, _("No account"), "user")
    if not state.is_active:
        return Badge(Tone.WAITING, _("Account closed"), "ban")
    if state.has_password:
        return Badge(Tone.DONE, _("In use"))
    if state.slip_until and at < state.slip_until:
        return Badge(Tone.IN_HAND, _("Slip handed out"), "file-text")
    return Badge(Tone.SOON, _("Slip has run out"), "alert-triangle")


def titles_of(plan: Compiled, person: Person, held: Sequence[Appointment]) -> list[Text]:
    """Return the titles of the posts a person holds, or of the party a liaison speaks for."""
    if person.unit:
        party = plan.handbook.parties.get(person.unit)
        return [party.title.text if party else Text(person.unit, person.unit)]
    codes = dict.fromkeys(one.post for one in held)
    return [plan.post_title(code) for code in codes]


# --- one person ----------------------------------------------------------------------------


def head(
    person: Person, state: AccountState | None, line: Problems, *, actor: Actor, at: datetime
) -> shapes.Head:
    """Return the head of a person's page; ``line`` is why the actor may not reset the password."""
    return shapes.Head(
        title=person.name,
        number=person.staff_number,
        badge=account_badge(state, at=at),
        next=_next_action(person, actor),
        others=_others(person, state, actor, line),
    )


def _next_action(person: Person, actor: Actor) -> Action | None:
    if person.side != "staff" or person.left:
        return None
    return Action(
        label=_("Appoint"),
        url=reverse("people:appoint", args=[person.pk]),
        icon="id-badge",
        problems=permissions.problems(actor, _APPOINT),
    )


def _others(
    person: Person, state: AccountState | None, actor: Actor, line: Problems
) -> list[Action]:
    may_manage = permissions.problems(actor, _MANAGE)
    found = [_to("people:change", person, _("Change name or phone"), "pencil", may_manage)]
    if state is None:
        fields = {"person": str(person.pk)}
        found.append(
            Action(
                label=_("Open an account, print the slip"),
                url=reverse("people:issue"),
                icon="key",
                method="post",
                fields=fields,
                problems=permissions.problems(actor, _ISSUE),
            )
        )
    else:
        found += _account_actions(person, state, actor, line)
    if person.left is None:
        both = (*may_manage, *permissions.problems(actor, _APPOINT))[:1]
        found.append(_to("people:leave", person, _("Person leaves"), "logout", both))
    return found


def _account_actions(
    person: Person, state: AccountState, actor: Actor, line: Problems
) -> list[Action]:
    may_reset = permissions.problems(actor, _RESET)
    may_issue = permissions.problems(actor, _ISSUE)
    if not state.is_active:
        return [_to("people:reopen", person, _("Open the account again"), "lock-open", may_issue)]
    return [
        _to("people:reset", person, _("Reset the password in person"), "key", may_reset or line),
        _to("people:end_sessions", person, _("End all sign-ins"), "logout", may_reset),
        _to("people:close", person, _("Close the account"), "ban", may_issue),
    ]


def _to(name: str, person: Person, label: str, icon: str, problems: Problems) -> Action:
    return Action(label=label, url=reverse(name, args=[person.pk]), icon=icon, problems=problems)


def facts(person: Person, plan: Compiled, held: Sequence[Appointment], actor: Actor) -> list[Fact]:
    """Return the facts of a person; the phone only for who manages people."""
    found = [
        Fact(label=_("Post"), value=titles_of(plan, person, held)),
        Fact(label=_("First day"), value=person.joined),
    ]
    if person.left:
        found.append(Fact(label=_("First day off"), value=person.left))
    if actor.holds(_MANAGE) or actor.person_id == person.pk:
        found.append(Fact(label=_("Mobile number"), value=person.phone))
    return found


def appointments(
    rows: Sequence[Appointment], plan: Compiled, *, today: date, actor: Actor
) -> Listing:
    """Return a person's appointments, those in force first."""
    columns = [
        Column(_("Post"), "what"),
        Column(_("State"), "state"),
        Column(_("How it is held"), "where"),
        Column(_("Period"), "until"),
    ]
    can_end = [
        row.pk for row in rows if actor.holds(_APPOINT) and (row.end is None or row.end > today)
    ]
    if can_end:
        columns.append(Column(_("What can be done"), "until"))
    return Listing(
        caption=_("Appointments"),
        columns=columns,
        rows=[_appointment_row(row, plan, today, can_end, actor) for row in rows],
    )


def _appointment_row(
    row: Appointment, plan: Compiled, today: date, can_end: Sequence[int], actor: Actor
) -> Row:
    role = plan.handbook.roles.get(row.role)
    how: Any = said(role.title.text) if role else KINDS[row.kind]
    if row.hours_a_week is not None and may_know_contract(actor, row):
        how = [how, _("%(hours)s hours a week") % {"hours": f"{row.hours_a_week.normalize():f}"}]
    cells = [plan.post_title(row.post), _appointment_badge(row, today), how, _period(row)]
    if can_end:
        url = reverse("people:end_appointment", args=[row.pk])
        cells.append(Link(_("End it"), url) if row.pk in can_end else "")
    return Row(cells=cells)


def may_know_contract(actor: Actor, row: Appointment) -> bool:
    """Tell whether somebody may read contract hours: whoever appoints, and the person."""
    return actor.holds(_APPOINT) or actor.person_id == row.person_id


def _appointment_badge(row: Appointment, today: date) -> Badge:
    if row.end == row.start:
        return Badge(Tone.WAITING, _("Withdrawn"), "ban")
    if row.end is not None and row.end <= today:
        return Badge(Tone.WAITING, _("Ended"), "history")
    if row.start > today:
        return Badge(Tone.SOON, _("Not yet begun"), "clock")
    return Badge(Tone.DONE, _("In force"))


def _period(row: Appointment) -> list[Any]:
    return [row.start, _("until further notice")] if row.end is None else [row.start, row.end]
