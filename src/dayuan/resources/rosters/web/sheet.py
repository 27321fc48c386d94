"""The page on which somebody asks whether the people of a plan can work its hours."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dayuan.kernel.text import Text
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.documents.web import shown as documents
from dayuan.platform.ui import times
from dayuan.platform.ui.shapes import Choice
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import feasibility, queries
from dayuan.resources.rosters.feasibility import Feasibility, Group
from dayuan.resources.rosters.rules import days, law
from dayuan.resources.rosters.rules.sheet import Verdict
from dayuan.resources.rosters.web import feasible, sheet_papers
from dayuan.resources.rosters.web.whatif import WhatIfForm, month_of


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: the sheet of a group and month, and the numbers tried in it."""

    groups: list[Group]
    group: Group
    month: date
    form: WhatIfForm
    found: Feasibility

    @property
    def wrong(self) -> bool:
        """Tell whether a number that was tried makes no sense."""
        return bool(self.form.is_bound and self.form.errors)


def asked(request: ActorRequest) -> Asked | None:
    """Return what the address asks for; ``None`` where the plan compares no group."""
    groups = feasibility.groups(request.actor)
    group = next((g for g in groups if g.code == request.GET.get("plan")), None)
    group = group or (groups[0] if groups else None)
    if group is None:
        return None
    today = request.now.astimezone(request.site_zone).date()
    month = month_of(request.GET.get("month", ""), today)
    form = _form(request, group)
    found = feasibility.sheet_of(request.actor, group.code, month, tried=form.tried(), today=today)
    form.rated(found.rates.of_month(month))
    return Asked(groups, group, month, form, found)


@require_safe
@view_for(feasibility.VERB)
def sheet(request: ActorRequest) -> HttpResponse:
    """Compare posts and people; numbers that are tried are in the address and nowhere else."""
    return shown(request, asked(request))


def shown(request: ActorRequest, one: Asked | None) -> HttpResponse:
    """Draw the page of what an address asks for."""
    if one is None:
        return render(request, "rosters/feasibility.html", {"found": None})
    context = {
        **_context(one.found, one.form),
        **_money(request, one),
        "choices": _choices(one.groups, one.group, one.month),
        "papers": documents.actions(
            request.actor, "rosters.feasibility", sheet_papers.key_of(one.group.code, one.month)
        ),
        "plain": _url(one.group.code, one.month),
        "file": _file_url(request, one),
        "hidden": [("plan", one.group.code), ("month", f"{one.month:%Y-%m}")],
    }
    status = 422 if one.wrong else 200
    return render(request, "rosters/feasibility.html", context, status=status)


def _money(request: ActorRequest, one: Asked) -> dict[str, object]:
    """Return what is said of rates: nothing to whoever may not know of any."""
    knows = request.actor.holds("rosters.rate.view")
    return {
        "knows_rates": knows,
        "no_rate": knows and one.found.rate(one.month) is None,
        "may_enter_rates": queries.may_enter_rates(request.actor),
    }


def _file_url(request: ActorRequest, one: Asked) -> str:
    """Return where the same sheet is taken away, with the numbers that are tried."""
    query = request.GET.copy()
    query["plan"], query["month"] = one.group.code, f"{one.month:%Y-%m}"
    return f"{reverse('rosters:feasibility_file')}?{query.urlencode()}"


def _form(request: ActorRequest, group: Group) -> WhatIfForm:
    compiled = sites.plan_of(request.actor.site_id)
    posts = [one for one in feasibility.of_sheet(group.plan) if one in compiled.handbook.posts]
    bound = request.GET.get("try") is not None
    return WhatIfForm(request.GET if bound else None, posts=posts, plan=compiled)


def _context(found: Feasibility, form: WhatIfForm) -> dict[str, object]:
    chosen = form.chosen() or _worst(found)
    months = found.months(chosen)
    return {
        "found": found,
        "form": form,
        "tries": form.is_bound,
        "posts": feasible.posts(found),
        "sources": feasible.of_group(found),
        "decisions": feasible.decisions(found),
        "month": feasible.month(found),
        "month_name": times.month(found.month.start),
        "of": found.compiled.post_title(chosen),
        "year": found.month.start.year,
        "year_guessed": any(one.guessed for one in months),
        "months": feasible.year(found, months) if months else None,
        "sums": feasible.sums(found, months) if months else (),
        "gaps": feasible.gaps(found),
        "bad": [line for line in found.lines if found.verdict(line) in _BAD],
        "hours": found.lines[0].terms.hours_a_week if found.lines else None,
        "law": (law.WEEK, law.DAY_OFF, law.OVERTIME, law.PAID),
        "working_time": found.group.plan.working_time,
    }


_BAD = frozenset({Verdict.SHORT, Verdict.VACANT})


def _worst(found: Feasibility) -> str:
    """Return the post that lacks most hours, or the first whose hours are decided."""
    decided = [line for line in found.lines if line.ask.hours] or list(found.lines)
    return max(decided, key=lambda line: (line.missing, line.gap)).ask.post


def _choices(groups: list[Group], group: Group, month: date) -> list[Choice]:
    several = groups if len(groups) > 1 else []
    said = [
        Choice(label=one.plan.title.text, url=_url(one.code, month), current=one is group)
        for one in several
    ]
    for label, first in _months(month):
        said.append(Choice(label=label, url=_url(group.code, first), current=first == month))
    return said


def _months(month: date) -> list[tuple[str | Text, date]]:
    """Return a month with those around it, as far as the calendar goes."""
    before = (month - timedelta(days=1)).replace(day=1)
    after = days.month_of(month).end or month
    near = [one for one in (before, month, after)
            if sites.FIRST_YEAR <= one.year <= sites.LAST_YEAR]  # fmt: skip
    return [(times.month(one), one) for one in near]


def _url(code: str, month: date) -> str:
    query = urlencode({"plan": code, "month": f"{month:%Y-%m}"})
    return f"{reverse('rosters:feasibility')}?{query}"
