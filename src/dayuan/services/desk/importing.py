"""Opening records out of an Excel file: what was open on paper before the house began."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from dayuan.kernel import codes
from dayuan.kernel.problems import Blocker, Problem, Problems, Refused
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.imports.importers import Choices, Column, Given, Importer, Verdict
from dayuan.reference.sites import queries as sites
from dayuan.reference.sites.queries import Place, places
from dayuan.services.desk import commands, queries, rules
from dayuan.services.desk.commands import Earlier, Report
from dayuan.services.desk.models import Request

_COLUMNS = {
    "desk.category": "category", "desk.place": "place", "desk.description": "description",
    "desk.not_yet_reported": "since", "desk.too_long_ago": "since",
    "desk.earlier_number": "number", "desk.sent_by_the_plan": "post", "access.verb": "post",
}  # fmt: skip


def check(rows: Sequence[Given], actor: Actor) -> list[Verdict]:
    """Return what would become of each row; nothing is written."""
    known = queries.taken_over(actor, {_number(row) for row in rows})
    found = places.by_code(actor.site_id, {codes.tidy(row.text("place")) for row in rows})
    return [_verdict(row, known, found, actor) for row in rows]


def take(row: Given, actor: Actor, at: datetime) -> None:
    """Open a request on what was reported before; one that was taken over is let be."""
    known = queries.taken_over(actor, [_number(row)])
    found = places.by_code(actor.site_id, [codes.tidy(row.text("place"))])
    earlier = _earlier(row, found, actor)
    if _number(row) in known:
        if otherwise := _otherwise(row, known[_number(row)], earlier):
            raise Refused(*otherwise.values())
        return
    if earlier is None:
        raise Refused(_NO_TIME)
    commands.take_over(earlier=earlier, actor=actor, at=at)


def _verdict(
    row: Given, known: Mapping[str, Request | None], found: Mapping[str, Place], actor: Actor
) -> Verdict:
    earlier = _earlier(row, found, actor)
    if _number(row) in known:
        stands = {c: (p,) for c, p in _otherwise(row, known[_number(row)], earlier).items()}
        return Verdict("wrong", stands) if stands or not row.whole else Verdict("same")
    problems = _problems(row, earlier, found, actor)
    return Verdict("wrong", problems) if problems or not row.whole else Verdict("new")


def _problems(
    row: Given, earlier: Earlier | None, found: Mapping[str, Place], actor: Actor
) -> dict[str, Problems]:
    """Return what the command would say, by column."""
    report = _report(row, found)
    against: list[Problem] = [
        *rules.report_problems(
            category=report.category,
            categories=sites.plan_of(actor.site_id).handbook.categories,
            place=report.place,
            description=report.description,
        ),
        *queries.earlier_problems(actor, report.category, row.text("post")),
    ]
    if earlier is not None and actor.as_of is not None:
        against += rules.earlier_problems(_number(row), since=earlier.since, now=actor.as_of)
    problems: dict[str, Problems] = {} if earlier else {"since": (_NO_TIME,)}
    for one in against:
        column = _COLUMNS.get(one.code, "description")
        problems[column] = (*problems.get(column, ()), one)
    return problems


def _otherwise(row: Given, made: Request | None, earlier: Earlier | None) -> dict[str, Problem]:
    """Return what a row says otherwise of what was taken over: it runs, and no file changes it."""
    if made is None:
        return {"number": rules.TAKEN_OVER_ALREADY}
    stays = _stays(made.case.number)
    found: dict[str, Problem] = {}
    if row.text("category") not in ("", made.category):
        found["category"] = stays
    if earlier is not None and earlier.since != made.case.opened_at:
        found["since"] = stays
    return found


def _earlier(row: Given, found: Mapping[str, Place], actor: Actor) -> Earlier | None:
    since = row.values.get("since")
    if not isinstance(since, datetime):
        return None
    here = since.replace(tzinfo=sites.zone(actor.site_id))
    return Earlier(_number(row), here, _report(row, found), row.text("post"))


def _report(row: Given, found: Mapping[str, Place]) -> Report:
    """Return what a row reports; a place that is written by its code is called by its title."""
    written = row.text("place")
    place = found.get(codes.tidy(written))
    return Report(
        category=row.text("category"),
        place=place.full_title.in_language("zh")[-_PLACE:] if place is not None else written,
        description=row.text("description"),
        caller_name=row.text("caller"),
        caller_phone=row.text("phone"),
    )


def _number(row: Given) -> str:
    return rules.plain_earlier(row.text("number"))


def _categories(actor: Actor) -> Choices:
    found = sites.plan_of(actor.site_id).handbook.categories
    return [(code, one.title.text) for code, one in found.items()]


def _posts(actor: Actor) -> Choices:
    found = sites.plan_of(actor.site_id).handbook.posts
    return [(code, one.title.text) for code, one in found.items()]


_PLACE = 120
#: Longer texts are cut off while they are read: one that is as long is told, never shortened.
_WORDS = 999
_NO_TIME = Blocker(
    "desk.no_time",
    Text(
        "请写报事的日期和时间，例如 2026-11-20 14:30。",
        "Write when it was reported: 2026-11-20 14:30.",
    ),
)


def _stays(number: str) -> Blocker:
    return Blocker(
        "desk.runs_already",
        Text(
            f"这个编号已经录入为 {number}，内容与这里不同，不能用文件改。请核对编号。",
            f"This number was taken over as {number}, otherwise than here, and no file changes "
            "it. Check the number.",
        ),
    )


IMPORTER = Importer(
    code="desk.earlier",
    caption=Text("启用前没有办完的事项", "What was open before the house began"),
    verb="desk.request.take_over",
    page="work:cases",
    key=("number",),
    columns=(
        Column(
            code="number", label=Text("原编号", "Earlier number"), required=True,
            most=rules.EARLIER_LENGTH,
            hint=Text("没有就自己编，每件一个", "Make one up where there is none; each once"),
        ),
        Column(
            code="since", label=Text("报事时间", "Reported"), required=True, kind="moment",
            hint=Text("例如 2026-11-20 14:30", "Such as 2026-11-20 14:30"),
        ),
        Column(
            code="category", label=Text("类别", "Kind"), required=True, kind="choice",
            choices=_categories, hint=Text("从列表中选", "From the list"),
        ),
        Column(
            code="place", label=Text("地点", "Where"), required=True, most=_PLACE,
            hint=Text("场所编号，或写明在哪里", "Code of the place, or in words"),
        ),
        Column(
            code="description", label=Text("什么事", "What"), most=_WORDS,
            hint=Text("有的类别可不填", "Some kinds speak for themselves"),
        ),
        Column(
            code="caller", label=Text("报事人", "Caller"), most=60,
            hint=Text("可不填", "May be empty"),
        ),
        Column(
            code="phone", label=Text("报事人电话", "Caller's phone"), most=30,
            hint=Text("可不填", "May be empty"),
        ),
        Column(
            code="post", label=Text("交给哪个岗位", "Post that has it"), kind="choice",
            choices=_posts,
            hint=Text("不填就等前台派单", "Empty: it waits to be sent out"),
        ),
    ),
    check=check,
    take=take,
)  # fmt: skip
