"""The grid as markup, drawn by the thousand cells without a template each.

Everything that changes with one cell has an id of its own: the same function draws it for
the whole page and for the answer to one change.
"""

from collections.abc import Collection, Iterable
from datetime import date

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dayuan.kernel.workcal import DayKind
from dayuan.resources.rosters.rules.drafting import Member
from dayuan.resources.rosters.web.month_grid import Covered, Grid, Head, Shown, Way, main_post

_LOOKS = {DayKind.REST: "rest", DayKind.HOLIDAY: "holiday", DayKind.MAKE_UP: "make-up"}


def days_head(grid: Grid, title: str) -> SafeString:
    """Draw the days alone, above the lines of posts."""
    return format_html('<tr><th scope="col" class="who">{}</th>{}</tr>', title, _days(grid))


def _days(grid: Grid) -> SafeString:
    return format_html_join("", "{}", ((_day(one),) for one in grid.heads))


def head(grid: Grid) -> SafeString:
    """Draw the days, and what stands at the end of each line."""
    after = (
        (_("Hours"), pgettext("short heading: hours", "h")),
        (_("Nights"), pgettext("short heading: nights", "N")),
        (_("Broken"), "!"),
    )
    ends = format_html_join(
        "",
        '<th scope="col" class="sum" title="{0}"><span class="visually-hidden">{0}</span>'
        '<span aria-hidden="true">{1}</span></th>',
        after,
    )
    return format_html(
        '<tr><th scope="col" class="who">{}</th>{}{}</tr>', _("Person"), _days(grid), ends
    )


def _day(one: Head) -> SafeString:
    marks = {
        "holiday": pgettext("mark in a grid: holiday", "H"),
        "make-up": pgettext("mark in a grid: make-up working day", "W"),
    }
    look = _LOOKS.get(one.kind, "")
    return format_html(
        '<th scope="col" class="day {}{}" title="{}"><span class="visually-hidden">{}</span>'
        '<span aria-hidden="true">{}<small>{}</small><small class="kind">{}</small></span></th>',
        look, " today" if one.today else "", one.says, one.says,
        one.day.day, one.weekday, marks.get(look, ""),
    )  # fmt: skip


def body(grid: Grid, *, edits: bool) -> SafeString:
    """Draw everybody's line, group by group."""
    return format_html_join("", "{}", ((_group(grid, *one, edits=edits),) for one in grid.groups))


def _group(grid: Grid, title: str, members: Iterable[Member], *, edits: bool) -> SafeString:
    rows = format_html_join("", "{}", ((row(grid, one, edits=edits),) for one in members))
    return format_html(
        '<tbody><tr class="group"><th scope="rowgroup" class="who">{}</th>'
        '<td colspan="{}"></td></tr>{}</tbody>',
        title, len(grid.draft.days) + 3, rows,
    )  # fmt: skip


def row(grid: Grid, member: Member, *, edits: bool) -> SafeString:
    """Draw one person's line."""
    person = grid.person(member)
    page = reverse("rosters:month", args=[grid.found.roster.pk]) if edits else ""
    cells = format_html_join(
        "",
        "{}",
        (
            (_cell(shown, member.person, day, page, rest=not grid.draft.calendar.worked(day)),)
            for shown, day in zip(grid.cells(member), grid.draft.days, strict=True)
        ),
    )
    return format_html(
        '<tr id="r{}" data-post="{}"><th scope="row" class="who" title="{}">{}'
        " <small>{}</small></th>{}{}</tr>",
        member.person, main_post(member), person.name, person.name, person.staff_number, cells,
        ends(grid, member),
    )  # fmt: skip


def _cell(one: Shown, person: int, day: date, page: str, *, rest: bool) -> SafeString:
    inside = format_html("{}<small>{}</small>", one.mark, one.post) if one.post else one.mark
    looks = f"{one.looks} rest".strip() if rest else one.looks
    if not page:
        return format_html(
            '<td class="{}" title="{}"><span class="visually-hidden">{}</span>'
            '<span aria-hidden="true">{}</span></td>',
            looks, one.wrong or one.says, one.says, inside,
        )  # fmt: skip
    return format_html(
        '<td id="c{}-{}" class="{}" data-w="{}"><a href="{}?person={}&amp;day={}#cell" title="{}">'
        '<span class="visually-hidden">{}</span><span aria-hidden="true">{}</span></a></td>',
        person, day.day, looks, one.what, page, person, day.isoformat(), one.wrong or one.says,
        one.says, inside,
    )  # fmt: skip


def ends(grid: Grid, member: Member) -> SafeString:
    """Draw how a person stands: hours, nights, what is not kept."""
    stand = grid.stand(member)
    return format_html(
        '<td class="sum{}">{}<small>/{}</small></td><td class="sum">{}</td>{}',
        " over" if stand.over else "", stand.hours, stand.norm, stand.nights,
        broken(member.person, stand.wrong),
    )  # fmt: skip


def broken(person: int, wrong: tuple[str, ...]) -> SafeString:
    """Draw how many rules a person's line does not keep."""
    said = "；".join(wrong)
    return format_html(
        '<td id="b{}" class="sum{}" title="{}">{}<span class="visually-hidden">{}</span></td>',
        person, " wrong" if wrong else "", said, len(wrong) or "", said,
    )  # fmt: skip


def foot(grid: Grid) -> SafeString:
    """Draw who is there and who is missing, a line for each shift."""
    return format_html_join("", "{}", ((_foot_line(grid, one),) for one in grid.ways))


def _foot_line(grid: Grid, way: Way) -> SafeString:
    cells = format_html_join("", "{}", ((covered(grid, day, way),) for day in grid.draft.days))
    return format_html(
        '<tr><th scope="row" class="who"><span class="key s{}">{}</span> {}</th>'
        '{}<td colspan="3"></td></tr>',
        way.number, way.mark, way.title, cells,
    )  # fmt: skip


def covered(grid: Grid, day: date, way: Way, post: str = "") -> SafeString:
    """Draw how one shift of one day is covered, on all posts or on one."""
    found = grid.cover(day, way, post)
    name = f"v{way.number}-{day.day}" if not post else f"w{way.number}-{_at(grid, post)}-{day.day}"
    return format_html(
        '<td id="{}" class="cover{}" title="{}"><span class="visually-hidden">{}</span>'
        '<span aria-hidden="true">{}</span></td>',
        name, _tone(found), found.says, found.says, _numbers(found),
    )  # fmt: skip


def _at(grid: Grid, post: str) -> int:
    return list(grid.posts).index(post)


def _tone(found: Covered) -> str:
    if found.missing:
        return " lacks"
    return " more" if found.there > found.needed else ""


def _numbers(found: Covered) -> SafeString | str:
    if not found.needed and not found.there:
        return ""
    if found.missing:
        return format_html("{}/{}<b>−{}</b>", found.there, found.needed, found.missing)
    return f"{found.there}/{found.needed}"


def by_post(grid: Grid) -> SafeString:
    """Draw the cover of each post in each shift."""
    return format_html_join("", "{}", ((_post_line(grid, *one),) for one in grid.manned))


def _post_line(grid: Grid, way: Way, post: str) -> SafeString:
    cells = ((covered(grid, day, way, post),) for day in grid.draft.days)
    return format_html(
        '<tr><th scope="row" class="who"><span class="key s{}">{}</span> {}</th>{}</tr>',
        way.number, way.mark, grid.posts[post], format_html_join("", "{}", cells),
    )  # fmt: skip


def changed(grid: Grid, people: Collection[int], days: Collection[date]) -> SafeString:
    """Draw what one change touches: lines, cover of the days, and what each line breaks."""
    members = grid.draft.members
    rows = ((row(grid, one, edits=True),) for one in members if one.person in people)
    others = (
        (broken(one.person, grid.stand(one).wrong),) for one in members if one.person not in people
    )
    cover = [(covered(grid, day, way),) for day in days for way in grid.ways]
    cover += [(covered(grid, day, way, post),) for day in days for way, post in grid.manned]
    return format_html(
        "<table><tbody>{}</tbody><tbody><tr>{}{}</tr></tbody></table>",
        format_html_join("", "{}", rows),
        format_html_join("", "{}", others),
        format_html_join("", "{}", cover),
    )
