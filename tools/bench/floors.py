"""What the pages and commands are held against: plain Django, and the bare questions by hand.

F1 is Django with session and login, one indexed question, and a template of as many bytes
as the page. F2 asks what the page or the command really needs, with the same rows and the
same permission, in SQL by hand and one flat template: no doors, no components, no plan.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, cast

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine, Template
from django.utils import timezone

from dayuan.platform.accounts.models import Account
from dayuan.platform.search import tokens
from dayuan.work.models import Case
from tools.bench import floor_search
from tools.bench import floor_sql as sql
from tools.bench import floor_writes as writes
from tools.bench.floor_sql import Who

Rows = list[tuple[Any, ...]]
_ROW = (
    "<tr>{% for cell in row %}<td>{% if cell is not None %}{{ cell }}{% endif %}</td>"
    "{% endfor %}</tr>"
)
_PAGE = Template(
    "<!doctype html><title>{{ title }}</title><p>{{ name }} · {{ bell }}</p><table>"
    "{% for row in rows %}" + _ROW + "{% endfor %}</table>{{ filler }}",
    engine=Engine(),
)
_LIVE = "'ready', 'accepted', 'on_site', 'paused'"


def plain(request: HttpRequest) -> HttpResponse:
    """F1: who is signed in, one question on an index, a template of as many bytes."""
    user = cast(Account, request.user)
    rows = Case.objects.order_by("-pk").values_list("title", "number", "opened_at")[:25]
    return _page(request, user.staff_number, 0, list(rows))


def _page(request: HttpRequest, name: str, bell: int, rows: Rows) -> HttpResponse:
    """Draw the rows on a page of as many bytes as were asked for."""
    told = Context({"title": "floor", "name": name, "bell": bell, "rows": rows, "filler": ""})
    bare = len(_PAGE.render(told).encode()) if "measure" in request.GET else 0
    told["filler"] = "x" * int(request.GET.get("filler", 0))
    answer = HttpResponse(_PAGE.render(told))
    if bare:
        answer["X-Bare"] = str(bare)
    return answer


def _for(verb: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    def declare(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, **args: int) -> HttpResponse:
            now = timezone.now()
            who = sql.who(request.session.get("_auth_user_id"), now)
            if who is None or verb not in who.verbs:
                return HttpResponse(status=403)
            return view(request, who, now, **args)

        return guarded

    return declare


@_for("work.case.view")
def case_list(request: HttpRequest, who: Who, _now: datetime) -> HttpResponse:
    """F2 of the list: 25 visible cases, their states and holders, and how many there are."""
    door, given = sql.door(who)
    wanted = f"c.site_id = %s AND {door}"
    given = [who.site, *given]
    if request.GET.get("show") == "open":
        wanted += " AND c.closed_at IS NULL"
    if kind := request.GET.get("category"):
        wanted += " AND c.category = %s"
        given.append(kind)
    seen = sql.ask(
        "SELECT c.id, c.title, c.number, r.state, c.next_due_at, c.opened_at FROM work_case c"
        f" LEFT JOIN desk_request r ON r.case_id = c.id WHERE {wanted}"
        " ORDER BY c.opened_at DESC, c.id DESC LIMIT 26",
        given,
    )
    total = sql.ask(
        f"SELECT count(*) FROM (SELECT c.id FROM work_case c WHERE {wanted} LIMIT 1001) s", given
    )
    hands: dict[int, str] = dict(_hands([row[0] for row in seen]))
    rows = [*total, *((*row, hands.get(row[0], "")) for row in seen[:25])]
    return _page(request, who.name, sql.bell(who), rows)


def _hands(cases: list[int]) -> list[tuple[int, str]]:
    marks = ", ".join(["%s"] * len(cases)) or "NULL"
    found = sql.ask(
        "SELECT t.case_id, t.post, p.name FROM work_task t LEFT JOIN people_person p"
        f" ON p.id = t.person_id WHERE t.case_id IN ({marks}) AND t.state IN ({_LIVE})",
        cases,
    )
    return [(case, f"{sql.title(post)} {name or ''}") for case, post, name in found]


@_for("desk.request.report")
def case_page(request: HttpRequest, who: Who, _now: datetime, case: int) -> HttpResponse:
    """F2 of a case's page: the request, tasks, evidence, files, history with names."""
    door, given = sql.door(who)
    one = sql.ask(
        "SELECT c.title, c.number, r.state, c.next_due_at, c.opened_at, c.label, r.place,"
        " r.category, r.description, r.caller_name, r.caller_phone, p.name FROM work_case c"
        " JOIN desk_request r ON r.case_id = c.id LEFT JOIN people_person p"
        f" ON p.id = r.reporter_id WHERE c.id = %s AND c.site_id = %s AND {door}",
        [case, who.site, *given],
    )
    if not one:
        return HttpResponse(status=404)
    tasks = sql.ask(
        "SELECT t.step, t.state, t.post, p.name, t.ready_at, t.due_at, t.done_at FROM work_task t"
        " LEFT JOIN people_person p ON p.id = t.person_id WHERE t.case_id = %s"
        " ORDER BY t.round, t.position, t.id",
        [case],
    )
    evidence = sql.ask(
        "SELECT e.item, e.kind, e.text, e.number, e.yes, e.attachment_id FROM work_evidenceitem e"
        " JOIN work_task t ON t.id = e.task_id WHERE t.case_id = %s ORDER BY e.id",
        [case],
    )
    files = sql.ask(
        "SELECT id, name, size FROM attachments_attachment WHERE site_id = %s AND"
        " owner_kind = 'work.case' AND owner_id = %s AND removed_at IS NULL",
        [who.site, case],
    )
    changes = sql.ask(
        "SELECT h.machine, h.act, h.new, h.at, p.name, r.text, x.at FROM audit_change h"
        " LEFT JOIN audit_reason r ON r.change_id = h.id"
        " LEFT JOIN audit_reasonerasure x ON x.change_id = h.id"
        f" LEFT JOIN people_person p ON p.id = {sql.PERSON_OF_KEY}"
        " WHERE h.context_id = %s AND h.machine IN ('desk.request', 'work.task')"
        " ORDER BY h.id LIMIT 500",
        [case],
    )
    return _page(request, who.name, sql.bell(who), [*one, *tasks, *evidence, *files, *changes])


@_for("insight.board.view")
def board(request: HttpRequest, who: Who, now: datetime) -> HttpResponse:
    """F2 of the board: counts of what is open, 60 tasks, who holds the posts, today, the log."""
    door, given = sql.door(who)
    counts = sql.ask(
        "SELECT COUNT(*), SUM(CASE WHEN r.state = 'reported' THEN 1 ELSE 0 END),"
        " SUM(CASE WHEN r.state = 'to_check' THEN 1 ELSE 0 END) FROM work_case c"
        " LEFT JOIN desk_request r ON r.case_id = c.id"
        f" WHERE c.site_id = %s AND c.phase IN ('open', 'waiting') AND {door}",
        [who.site, *given],
    )
    of_open = (
        "FROM work_task t JOIN work_case c ON c.id = t.case_id LEFT JOIN people_person p"
        f" ON p.id = t.person_id WHERE t.site_id = %s AND t.state IN ({_LIVE}) AND {door}"
    )
    late = sql.ask(
        "SELECT SUM(CASE WHEN t.person_id IS NULL THEN 1 ELSE 0 END),"
        f" SUM(CASE WHEN t.due_at < %s THEN 1 ELSE 0 END) {of_open}",
        [now, who.site, *given],
    )
    tasks = sql.ask(
        f"SELECT t.step, c.title, c.number, t.post, p.name, t.due_at, t.ready_at, t.state {of_open}"
        " ORDER BY t.due_at IS NULL, t.due_at, t.ready_at, t.id LIMIT 60",
        [who.site, *given],
    )
    holders = sql.ask(
        "SELECT a.post, p.name FROM people_appointment a JOIN people_person p"
        " ON p.id = a.person_id WHERE a.site_id = %s AND a.start <= %s"
        ' AND (a."end" IS NULL OR a."end" > %s) AND a.kind <> %s',
        [who.site, now.date(), now.date(), "role"],
    )
    duties = sql.ask(
        "SELECT d.post, p.name FROM rosters_duty d JOIN people_person p ON p.id = d.person_id"
        " WHERE d.site_id = %s AND d.day = %s AND d.cancelled_at IS NULL",
        [who.site, now.date()],
    )
    days = sql.ask(
        "SELECT day, kind, title FROM sites_namedday WHERE site_id = %s AND day >= %s"
        " ORDER BY day LIMIT 20",
        [who.site, now.date()],
    )
    waiting = sql.ask(
        "SELECT COUNT(*), MIN(at) FROM audit_entry WHERE id >"
        " (SELECT COALESCE(MAX(entry_id), 0) FROM audit_seal)",
        [],
    )
    rows = [*counts, *late, *tasks, *holders, *duties, *days, *waiting]
    return _page(request, who.name, sql.bell(who), rows)


@_for("work.task.do")
def my_work(request: HttpRequest, who: Who, now: datetime) -> HttpResponse:
    """F2 of my work: what is in hand, what waits for the posts, who stands in."""
    marks = ", ".join(["%s"] * len(who.posts))
    columns = (
        "SELECT t.step, c.title, c.number, t.due_at, t.ready_at, t.state, t.late_notice"
        " FROM work_task t JOIN work_case c ON c.id = t.case_id WHERE t.site_id = %s AND"
    )
    order = " ORDER BY t.due_at, t.ready_at, t.id LIMIT 50"
    mine = sql.ask(
        f"{columns} t.person_id = %s AND t.state IN ('accepted', 'on_site', 'paused'){order}",
        [who.site, who.person],
    )
    stands_in = sql.ask(
        "SELECT a.post, p.id FROM people_appointment a JOIN people_person p"
        " ON p.id = a.person_id WHERE a.site_id = %s AND a.start <= %s"
        ' AND (a."end" IS NULL OR a."end" > %s) AND a.kind <> %s',
        [who.site, now.date(), now.date(), "role"],
    )
    waiting = sql.ask(
        f"{columns} t.post IN ({marks}) AND t.state = 'ready'{order}", [who.site, *who.posts]
    )
    rows = [*mine, *waiting, *stands_in[:1]]
    return _page(request, who.name, sql.bell(who), rows)


@_for("work.case.view")
def search(request: HttpRequest, who: Who, _now: datetime) -> HttpResponse:
    """F2 of the palette: each kind once, what fits best first; the states of six cases."""
    asked = tokens.wanted(request.GET.get("q", ""))
    found = floor_search.found(who, asked)
    cases = [row[1] for row in found["work.case"][: floor_search.FEW]]
    marks = ", ".join(["%s"] * len(cases)) or "NULL"
    states = sql.ask(
        f"SELECT case_id, state, description FROM desk_request WHERE case_id IN ({marks})", cases
    )
    rows = [row for lines in found.values() for row in lines[: floor_search.FEW]]
    counts = [(len(lines),) for lines in found.values()]
    return _page(request, who.name, 0, [*rows, *states, *counts])


@_for("desk.request.report")
def report(request: HttpRequest, who: Who, now: datetime) -> HttpResponse:
    """F2 of reporting a fault: the same rows, in as few statements as can be."""
    with transaction.atomic(), connection.cursor() as cursor:
        case = writes.report(cursor, who, request.POST, now)
    return HttpResponse(status=302, headers={"Location": f"/desk/{case}/"})


@_for("work.task.do")
def finish(request: HttpRequest, who: Who, now: datetime, task: int) -> HttpResponse:
    """F2 of finishing a task: the same rows, in as few statements as can be."""
    with transaction.atomic(), connection.cursor() as cursor:
        done = writes.finish(cursor, who, task, request.POST.get("result", ""), now)
    return HttpResponse(status=302 if done else 404, headers={"Location": "/mine/"})
