"""Tables of who there is: posts, roles, parties, shifts, and the code that binds them."""

from typing import Any

from django.utils.translation import gettext as _

from dayuan.handbook.compiled import Compiled
from dayuan.handbook.schema.organisation import Post
from dayuan.handbook.schema.plan import ConductChapter, ConductRule
from dayuan.handbook.schema.shifts import LeaveKind, Shift, ShiftPlan, SwapRule
from dayuan.insight.web import words
from dayuan.insight.web.tabling import Line, Table, by_source, in_order, sources
from dayuan.kernel.text import Text
from dayuan.platform.ui.shapes import Badge
from dayuan.platform.ui.tones import Tone

#: Posts without a printed row stand after those that have one.
_LAST = 10_000


def posts(plan: Compiled) -> Table:
    """Return the posts in the order of the plan's own table."""
    columns = [
        _("Post"), _("Row"), _("Unit"), _("People"), _("Printed remark"),
        _("Also called"), _("Stand-ins"), _("Source"),
    ]  # fmt: skip
    rows = [
        Line(code, _post_cells(plan, post))
        for code, post in in_order(plan.handbook.posts, lambda post: post.row or _LAST)
    ]
    return Table(heading=_("Posts"), columns=columns, rows=rows)


def _post_cells(plan: Compiled, post: Post) -> list[Any]:
    return [
        post.title.text,
        post.row,
        plan.handbook.units[post.unit].title.text,
        post.headcount,
        post.remark or None,
        [alias.title.text for alias in post.aliases] or None,
        [plan.post_title(one) for one in post.alternates] or None,
        sources(post.source, post.alternates_source),
    ]


def roles(plan: Compiled) -> Table:
    """Return the roles and the posts whose holders fill them."""
    rows = [
        Line(
            code,
            [role.title.text, [plan.post_title(one) for one in role.held_by],
             role.headcount or _("all of them"), role.source.value],
        )
        for code, role in sorted(plan.handbook.roles.items())
    ]  # fmt: skip
    columns = [_("Role"), _("Filled by"), _("How many"), _("Source")]
    return Table(heading=_("Roles"), columns=columns, rows=rows)


def parties(plan: Compiled) -> Table:
    """Return who takes part from outside, and which post speaks with them."""
    rows = [
        Line(
            code,
            [party.title.text, plan.post_title(party.liaison) if party.liaison else None,
             sources(party.source)],
        )
        for code, party in sorted(plan.handbook.parties.items())
    ]  # fmt: skip
    columns = [_("Party"), _("Spoken with by"), _("Source")]
    return Table(heading=_("Outside parties"), columns=columns, rows=rows)


def shifts(plan: Compiled) -> Table:
    """Return the shift plans; times that nobody has decided stay undecided."""
    rows = [
        Line(code, _shift_cells(plan, one))
        for code, one in sorted(plan.handbook.shift_plans.items())
    ]
    columns = [_("Shift plan"), _("Shifts"), _("Posts"), _("Relief"), _("Remark"), _("Source")]
    return Table(heading=_("Shifts"), columns=columns, rows=rows)


def _shift_cells(plan: Compiled, one: ShiftPlan) -> list[Any]:
    times = [part for shift in one.shifts for part in _shift(plan, shift)]
    return [
        one.title.text,
        times or None,
        [plan.post_title(post) for post in one.posts],
        [plan.post_title(relief.post) for relief in one.relief] or None,
        one.note.text if one.note else None,
        sources(one.source, *one.more_sources),
    ]


def _shift(plan: Compiled, shift: Shift) -> list[Any]:
    if shift.start is None or shift.end is None:
        return [shift.title.text, Badge(Tone.SOON, words.UNDECIDED, "help")]
    manned = [
        f"{words.say(plan.post_title(post))} {strength.people}"
        for post, strength in shift.strength.items()
    ]
    times = f"{shift.start:%H:%M}–{shift.end:%H:%M}"
    return [shift.title.text, times, *([words.parted(manned)] if manned else ())]


def leave(plan: Compiled) -> Table:
    """Return the kinds of leave: how early one asks, and who agrees."""
    rows = [
        Line(code, [one.title.text, one.days_ahead, _agrees(plan, one), sources(one.source)])
        for code, one in plan.handbook.leave_kinds.items()
    ]
    columns = [_("Kind of leave"), _("Days ahead"), _("Agreed to by"), _("Source")]
    return Table(heading=_("Leave"), columns=columns, rows=rows)


def swaps(plan: Compiled) -> Table:
    """Return the table of swaps: the first line that fits one counts."""
    rows = [
        Line(
            f"{code}-swap-{number}",
            [
                _BETWEEN[one.between],
                [plan.post_title(post) for post in one.posts or group.posts],
                one.hours_before,
                _agrees(plan, one),
                sources(one.source),
            ],
        )
        for code, group in sorted(plan.handbook.shift_plans.items())
        for number, one in enumerate(group.swaps, start=1)
    ]
    columns = [
        _("Who with whom"), _("Posts"), _("Hours before"), _("Agreed to by"), _("Source"),
    ]  # fmt: skip
    return Table(heading=_("Swaps"), columns=columns, rows=rows)


_BETWEEN = {
    "same_post": Text("同岗位之间", "People of the same post"),
    "relief": Text("和替班岗位之间", "A post and those that relieve it"),
}


def _agrees(plan: Compiled, one: LeaveKind | SwapRule) -> Any:
    if one.at_once:
        return Text("不用批", "Nobody has to")
    if not one.approved_by:
        return Text("有权批的人", "Whoever decides by the permissions")
    return [plan.post_title(post) for post in one.approved_by]


def conduct(plan: Compiled) -> list[Table]:
    """Return the code of confidentiality, one table for each group it binds."""
    chapters = in_order(plan.handbook.confidentiality, by_source)
    return [
        Table(
            heading=chapter.title.text,
            columns=[_("Rule"), _("Source")],
            rows=[_rule(rule) for rule in chapter.rules],
            note=_binds(plan, chapter),
            code=code,
        )
        for code, chapter in chapters
    ]


def _rule(rule: ConductRule) -> Line:
    return Line(rule.id, [rule.title.text, sources(rule.source, *rule.more_sources)])


def _binds(plan: Compiled, chapter: ConductChapter) -> str:
    if chapter.everyone:
        return _("Binds everybody.")
    names = [words.say(plan.post_title(post)) for post in chapter.posts]
    return _("Binds: %(posts)s") % {"posts": words.parted(names)}
