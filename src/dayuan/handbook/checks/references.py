"""Names that nothing declares: posts, units, roles, clauses, decisions, levels and so on."""

from dayuan.handbook.checks.subject import Findings, Subject
from dayuan.handbook.findings import Path
from dayuan.handbook.schema.callout import Squad, Surge
from dayuan.handbook.schema.shifts import ShiftPlan
from dayuan.kernel.text import Text


def check(subject: Subject) -> Findings:
    """Report every name outside playbooks that no section declares."""
    yield from _organisation(subject)
    yield from _groups(subject)
    yield from _qualifications(subject)
    yield from _plan(subject)
    yield from _services(subject)
    yield from _tables(subject)


def _organisation(subject: Subject) -> Findings:
    book = subject.handbook
    for code, unit in book.units.items():
        yield from subject.refer(("units", code, "parent"), unit.parent, "units")
        yield from subject.refer(("units", code, "lead"), unit.lead, "posts")
    for code, post in book.posts.items():
        yield from subject.refer(("posts", code, "unit"), post.unit, "units")
        yield from subject.refer(("posts", code, "reports_to"), post.reports_to, "posts")
        yield from subject.refer_each(("posts", code, "alternates"), post.alternates, "posts")
    for code, role in book.roles.items():
        yield from subject.refer_each(("roles", code, "held_by"), role.held_by, "posts")
        yield from subject.refer_each(("roles", code, "alternates"), role.alternates, "posts")
    for code, party in book.parties.items():
        yield from subject.refer(("parties", code, "liaison"), party.liaison, "posts")


def _groups(subject: Subject) -> Findings:
    book = subject.handbook
    for index, subtotal in enumerate(book.establishment.subtotals):
        path = ("establishment", "subtotals", index)
        yield from subject.refer((*path, "unit"), subtotal.unit, "units")
        yield from subject.refer_each((*path, "posts"), subtotal.posts, "posts")
    for index, group in enumerate(book.establishment.groups):
        yield from subject.refer_each(
            ("establishment", "groups", index, "posts"), group.posts, "posts"
        )
    for code, shifts in book.shift_plans.items():
        yield from _shifts(subject, ("shift_plans", code), shifts)
    for code, leave in book.leave_kinds.items():
        here = ("leave_kinds", code, "approved_by")
        yield from subject.refer_each(here, leave.approved_by, "posts")
    for code, squad in book.squads.items():
        yield from _squad(subject, ("squads", code), squad)
    for code, surge in book.surges.items():
        yield from _surge(subject, ("surges", code), surge)
    for code, setting in book.settings.items():
        here = ("settings", code, "answered_in")
        yield from subject.refer(here, setting.answered_in, "shift_plans")
    for index, grant in enumerate(book.permissions):
        yield from subject.refer_each(("permissions", index, "posts"), grant.posts, "posts")
        yield from subject.refer_each(("permissions", index, "roles"), grant.roles, "roles")
        yield from subject.refer_each(("permissions", index, "parties"), grant.parties, "parties")
        yield from subject.refer_each(("permissions", index, "parties"), grant.parties, "parties")
    for code, chapter in book.confidentiality.items():
        yield from subject.refer_each(("confidentiality", code, "posts"), chapter.posts, "posts")


def _qualifications(subject: Subject) -> Findings:
    for code, asked in subject.handbook.qualifications.items():
        place = ("qualifications", code)
        yield from subject.refer_each((*place, "posts"), asked.posts, "posts")
        yield from subject.refer((*place, "when"), asked.when, "settings")
        yield from subject.refer((*place, "binding"), asked.binding, "settings")


def _shifts(subject: Subject, path: Path, plan: ShiftPlan) -> Findings:
    yield from subject.refer_each((*path, "posts"), plan.posts, "posts")
    yield from subject.refer((*path, "leader"), plan.leader, "roles", "posts")
    yield from subject.refer_each((*path, "deciders"), plan.deciders, "posts")
    for index, shift in enumerate(plan.shifts):
        for post in shift.strength:
            yield from subject.refer((*path, "shifts", index, "strength", post), post, "posts")
    for index, relief in enumerate(plan.relief):
        here = (*path, "relief", index)
        yield from subject.refer((*here, "post"), relief.post, "posts")
        yield from subject.refer_each((*here, "relieves"), relief.relieves, "posts")
    for index, least in enumerate(plan.least):
        here = (*path, "least", index)
        yield from subject.refer((*here, "post"), least.post, "posts")
        yield from subject.refer((*here, "when"), least.when, "settings")
    for index, swap in enumerate(plan.swaps):
        here = (*path, "swaps", index)
        yield from subject.refer_each((*here, "posts"), swap.posts, "posts")
        yield from subject.refer_each((*here, "approved_by"), swap.approved_by, "posts")
    if plan.handover is not None:
        here = (*path, "handover")
        yield from subject.refer_each((*here, "cases"), plan.handover.cases, "categories")


def _squad(subject: Subject, path: Path, squad: Squad) -> Findings:
    for index, rung in enumerate(squad.members):
        yield from subject.refer_each((*path, "members", index, "posts"), rung.posts, "posts")
    for key in ("size", "within", "unanswered"):
        if isinstance(named := getattr(squad, key), str):
            yield from subject.refer((*path, key), named, "settings")


def _surge(subject: Subject, path: Path, surge: Surge) -> Findings:
    for index, row in enumerate(surge.leave):
        yield from subject.refer_each((*path, "leave", index, "posts"), row.posts, "posts")
    if surge.standby is not None:
        yield from subject.refer_each((*path, "standby", "posts"), surge.standby.posts, "posts")
    if isinstance(surge.unanswered, str):
        yield from subject.refer((*path, "unanswered"), surge.unanswered, "settings")
    yield from subject.refer_each((*path, "extra"), surge.extra, "posts")


def _plan(subject: Subject) -> Findings:
    book = subject.handbook
    for code, section in book.sections.items():
        yield from subject.refer(("sections", code, "parent"), section.parent, "sections")
    for code, clause in book.clauses.items():
        yield from subject.refer(("clauses", code, "section"), clause.section, "sections")
        path = ("clauses", code, "decisions")
        yield from subject.refer_each(path, clause.decisions, "decisions")
    for code, decision in book.decisions.items():
        yield from subject.refer_each(("decisions", code, "clauses"), decision.clauses, "clauses")
        yield from subject.refer_each(
            ("decisions", code, "settings"), decision.settings, "settings"
        )
    for index, binding in enumerate(book.bindings):
        yield from subject.refer(("bindings", index, "clause"), binding.clause, "clauses")


def _services(subject: Subject) -> Findings:
    book = subject.handbook
    for code, service in book.services.items():
        yield from subject.refer(("services", code, "owner"), service.owner, "posts")
    systems = {w for row in book.equipment.values() if row.system for w in _both(row.system.text)}
    for code, category in book.categories.items():
        path = ("categories", code)
        yield from subject.refer((*path, "parent"), category.parent, "categories")
        yield from subject.refer((*path, "responsible"), category.responsible, "posts")
        unknown = category.equipment_system and category.equipment_system not in systems
        if unknown and subject.is_intact("equipment"):
            yield subject.warning(
                (*path, "equipment_system"),
                "reference.equipment_system",
                Text(
                    f"设备表中没有“{category.equipment_system}”这个系统",
                    f"no row of the equipment has the system {category.equipment_system}",
                ),
                Text("请照设备表的写法", "write it as the equipment rows do"),
            )


def _both(words: Text) -> tuple[str, ...]:
    return tuple(w for w in (words.zh, words.en) if w)


def _tables(subject: Subject) -> Findings:
    book = subject.handbook
    for code, row in book.security_table.items():
        path = ("security_table", code)
        yield from subject.refer((*path, "decision"), row.decision, "decisions")
        for level, cell in row.cells.items():
            yield from subject.refer((*path, "cells", level), level, "levels")
            if cell:
                yield from subject.refer((*path, "cells", level, "clause"), cell.clause, "clauses")
    for code, routing in book.petition_routing.items():
        yield from subject.refer(
            ("petition_routing", code, "flagged"), routing.flagged, "decisions"
        )
