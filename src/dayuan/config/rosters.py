"""What the command line says of rosters: the feasibility sheet as plain values."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

from dayuan.config import installation
from dayuan.reference.sites import queries as sites
from dayuan.reference.sites.queries import Site
from dayuan.resources.rosters import queries as rosters
from dayuan.resources.rosters.queries import Feasibility, Line

_MONTH = "%Y-%m"


def report(site: Site, *, month: date | None, at: datetime) -> list[dict[str, Any]]:
    """Return every group's sheet for a month, this one where none is named."""
    actor, today = installation.installer(site.pk), sites.today(site.pk, at)
    return [
        _group(rosters.sheet_of(actor, group.code, month or today, today=today))
        for group in rosters.groups(actor)
    ]


def _group(found: Feasibility) -> dict[str, Any]:
    return {
        "plan": found.group.code,
        "source": _source(found.group.source),
        "month": found.month.start.strftime(_MONTH),
        "holidays_known": not found.guessed,
        "hours_a_week": found.week.value,
        "posts": [_line(found, line) for line in found.lines],
        "open": [{"key": one.where, "source": _source(one.source)} for one in found.questions],
    }


def _line(found: Feasibility, line: Line) -> dict[str, Any]:
    balance = next((one for one in found.balances if one.post == line.ask.post), None)
    return {
        "post": line.ask.post,
        "verdict": found.verdict(line).value,
        "hours_a_week": _number(line.ask.hours),
        "people_needed": _number(line.people_needed),
        "people_planned": line.ask.people,
        "people_appointed": found.actual[line.ask.post].ask.people,
        "people_with_certificates": {
            one.asked.code: one.having for one in found.certified[line.ask.post]
        },
        "hours_missing": _number(line.gap),
        "hours_missing_after_relief": _number(line.missing),
        "relief": [
            {"post": one.post, "hours": _number(one.hours), "counts": one.proven}
            for one in line.helps
        ],
        "month_needed": _number(balance.needed) if balance else None,
        "month_norm": _number(balance.hours) if balance else None,
        "month_leave": _number(balance.leave) if balance else None,
        "month_overtime_allowed": _number(balance.overtime) if balance else None,
    }


def _source(source: Any) -> str:
    return f"{source.kind.value}:{source.ref}"


def _number(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), 2)


def lines(sheet: dict[str, Any]) -> list[str]:
    """Return a sheet as lines for a terminal."""
    said = [f"{sheet['plan']} {sheet['month']} ({sheet['source']})"]
    for post in sheet["posts"]:
        needs = post["people_needed"]
        said.append(
            f"  {post['post']:<24} {post['verdict']:<10} "
            f"{'?' if needs is None else f'{needs:g}'} / {post['people_planned']} / "
            f"{post['people_appointed']}"
        )
    return said + [f"  ? {one['key']} ({one['source']})" for one in sheet["open"]]
