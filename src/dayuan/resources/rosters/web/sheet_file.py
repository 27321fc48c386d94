"""The feasibility sheet as an Excel file: the page's rows, as numbers somebody can reckon with."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.lists.web.taken import Leaf, taken_away
from dayuan.platform.ui import times
from dayuan.platform.ui.drawn import words
from dayuan.resources.rosters import feasibility
from dayuan.resources.rosters.feasibility import Feasibility
from dayuan.resources.rosters.rules.balance import Balance
from dayuan.resources.rosters.rules.sheet import Line
from dayuan.resources.rosters.rules.whatif import Tried
from dayuan.resources.rosters.rules.year import Month, Sums
from dayuan.resources.rosters.web import feasible
from dayuan.resources.rosters.web.sheet import asked, shown

#: Hours and people carry one decimal, as on the page; yuan none.
HOURS, YUAN, MONTH = "#,##0.0", '"¥"#,##0', "yyyy-mm"
#: A column: its heading, and how its numbers are shown.
Columns = Sequence[tuple[str, str]]
Rows = Iterator[list[Any]]


@require_safe
@view_for(feasibility.VERB)
def file(request: ActorRequest) -> HttpResponse:
    """Give the sheet as a workbook, with the numbers that are tried in the address."""
    one = asked(request)
    if one is None or one.wrong:
        # Nothing to take away: the page says why.
        return shown(request, one)
    name = f"{_('Can it be worked?')} {words(one.group.plan.title.text)} {times.month(one.month)}"
    parts = (_posts, _gaps, _year, _month, _tried, _decisions)
    return taken_away(request, name, map(_leaf, (part(one.found) for part in parts)),
                      also=_tries(one.found))  # fmt: skip


def _leaf(part: tuple[str, Columns, Rows]) -> Leaf:
    title, columns, rows = part
    formats = {n: how for n, (_label, how) in enumerate(columns) if how}
    return Leaf(title, [label for label, _how in columns], rows, formats)


def _hours(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _people(value: Fraction | None) -> float | None:
    """Return people as the page says them: rounded up, never fewer than it takes."""
    return None if value is None else ceil(value * 10) / 10


def _sentences(said: list[str]) -> str:
    return ("" if times.in_chinese() else " ").join(said)


# --- posts and their people ---------------------------------------------------------------


def _posts(found: Feasibility) -> tuple[str, Columns, Rows]:
    columns = (
        (_("Post"), ""), (_("State"), ""), (_("Hours it needs in a week"), HOURS),
        (_("People it takes"), "0.0"), (_("People by the plan, or tried"), "0"),
        (_("Hours they give in a week"), HOURS), (_("Appointed today"), "0"),
        (_("Certificates"), ""), (_("Hours that lack"), HOURS), (_("People that lack"), "0.0"),
        (_("Hours that relief gives"), HOURS), (_("Hours that lack after relief"), HOURS),
        (_("Hours that lack with those appointed"), HOURS), (_("Relief"), ""),
        (_("What must be decided"), ""), (_("Source"), ""),
    )  # fmt: skip
    return _("Posts and their people"), columns, (_of_post(found, one) for one in found.lines)


def _of_post(found: Feasibility, line: Line) -> list[Any]:
    decided = line.ask.hours is not None
    actual = found.actual[line.ask.post]
    gaps: list[Any] = [None] * 5
    if decided:
        lacking = _people(line.terms.people_for(line.gap))
        hours = (line.relieved, line.missing, actual.gap)
        gaps = [_hours(line.gap), lacking, *map(_hours, hours)]
    return [
        found.compiled.post_title(line.ask.post), feasible.verdict(found.verdict(line)),
        _hours(line.ask.hours), _people(line.people_needed), line.ask.people, _hours(line.has),
        actual.ask.people, "；".join(feasible.certificates(found, line)), *gaps,
        "；".join(feasible.relief(found.compiled, line)),
        _sentences(feasible.open_of(found, line)), feasible.sources(found, line),
    ]  # fmt: skip


# --- the year, and the month of those appointed -------------------------------------------


def _gaps(found: Feasibility) -> tuple[str, Columns, Rows]:
    years = [(post, months) for post in found.posts if (months := found.months(post))]
    priced = any(found.worth(months) for _post, months in years)
    columns = [
        (_("Post"), ""), (_("State"), ""), (_("Hours that lack in the year"), HOURS),
        (_("Beyond what the law allows"), HOURS),
    ]  # fmt: skip
    if priced:
        columns += [(_("With more people, about"), YUAN), (_("As overtime, about"), YUAN)]
    return _("What lacks in the year"), columns, (_of_gap(found, *one) for one in years)


def _of_gap(found: Feasibility, post: str, months: Sequence[Month]) -> list[Any]:
    total, worth = Sums.of(months), found.worth(months)
    money = [] if worth is None else [ceil(worth.people), ceil(worth.overtime)]
    title, state = found.compiled.post_title(post), feasible.year_state(months)
    return [title, state, _hours(total.overtime), _hours(total.uncovered), *money]


def _year(found: Feasibility) -> tuple[str, Columns, Rows]:
    columns = [
        (_("Post"), ""), (_("Month"), MONTH), (_("State"), ""), (_("Needed"), HOURS),
        (_("Within the norm"), HOURS), (_("Overtime"), HOURS),
        (_("Beyond what the law allows"), HOURS), (_("Left for leave"), HOURS),
        (_("Counted by plain weeks"), ""),
    ]  # fmt: skip
    months = [(post, one) for post in found.posts for one in found.months(post)]
    priced = found.worth([one for _post, one in months]) is not None
    if priced:
        columns.append((_("Overtime costs about"), YUAN))
    rows = (_of_year(found, post, one, priced=priced) for post, one in months)
    return _("The year, month by month"), columns, rows


def _of_year(found: Feasibility, post: str, one: Month, *, priced: bool) -> list[Any]:
    hours = (one.need, one.norm, one.overtime, one.uncovered, one.leave)
    rate = found.rate(one.first)
    return [
        found.compiled.post_title(post), one.first, feasible.month_state(one), *map(_hours, hours),
        one.guessed, *([rate and ceil(one.costs(rate))] if priced else []),
    ]  # fmt: skip


def _month(found: Feasibility) -> tuple[str, Columns, Rows]:
    columns = (
        (_("Post"), ""), (_("State"), ""), (_("People"), "0"), (_("Needed"), HOURS),
        (_("Within the norm"), HOURS), (_("On leave"), HOURS), (_("Overtime allowed"), HOURS),
        (_("Open hours"), HOURS), (_("Idle"), HOURS),
    )  # fmt: skip
    name = _("%(month)s, with those appointed") % {"month": times.month(found.month.start)}
    return name, columns, (_of_month(found, one) for one in found.balances)


def _of_month(found: Feasibility, one: Balance) -> list[Any]:
    decided = one.needed is not None
    hours = (one.needed, one.hours, one.leave, one.overtime, one.short if decided else None)
    return [
        found.compiled.post_title(one.post), feasible.balance_state(one), len(one.people),
        *map(_hours, hours), _hours(one.idle) if decided else None,
    ]  # fmt: skip


# --- what is tried, and what is open ------------------------------------------------------


def _tried(found: Feasibility) -> tuple[str, Columns, Rows]:
    columns = (
        (_("Post"), ""), (_("People"), "0"), (_("On duty at once"), "0"),
        (_("Hours a day"), "0.0"), (_("Hours a week of one person"), "0.0"),
        (_("Away on any day, in per cent"), "0.0"),
    )  # fmt: skip
    return _("What if"), columns, _of_tried(found)


def _of_tried(found: Feasibility) -> Rows:
    tried, week = found.tried, [_hours(one.terms.hours_a_week) for one in found.lines[:1]]
    yield [_("All posts"), None, None, None, *week, float(tried.away * 100)]
    for post in found.posts:
        if (one := tried.tried(post)) != Tried():
            title = found.compiled.post_title(post)
            yield [title, one.people, one.seats, _hours(one.hours_a_day)]


def _tries(found: Feasibility) -> list[str]:
    """Return what stands in the address, in words for the line above each sheet."""
    said = feasible.tries(found)
    return [_("Tried, written nowhere: %(what)s") % {"what": "；".join(said)}] if said else []


def _decisions(found: Feasibility) -> tuple[str, Columns, Rows]:
    columns = (
        (_("What has to be decided"), ""), (_("By whom"), ""), (_("Where in the plan's files"), ""),
        (_("Source"), ""),
    )  # fmt: skip
    by = feasible.deciders(found)
    rows = ([one.what, by, one.where, one.source] for one in found.questions)
    return _("What has to be decided"), columns, rows
