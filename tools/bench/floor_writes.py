"""What a report and a finished task write, row for row, in as few statements as can be."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.backends.utils import CursorWrapper

from dayuan.handbook.compiled import Compiled
from dayuan.reference.plans import queries as plans
from dayuan.reference.sites.models import Site
from tools.bench import floor_sql as sql
from tools.bench.floor_sql import Who

_CONSUMER = "notices:work.task.ready"
Rows = list[dict[str, Any]]


@cache
def _plan(site: int) -> tuple[int, ZoneInfo, Compiled]:
    found = Site.objects.get(pk=site)
    return found.revision_id, ZoneInfo(found.time_zone), plans.compiled(found.revision_id)


def _insert(cursor: CursorWrapper, table: str, rows: Rows) -> list[int]:
    """Write rows of one shape in one statement; return their ids."""
    names = list(rows[0])
    one = f"({', '.join(['%s'] * len(names))})"
    back = "" if table == "desk_request" else " RETURNING id"
    columns = ", ".join(f'"{name}"' for name in names)
    cursor.execute(
        f"INSERT INTO {table} ({columns}) VALUES {', '.join([one] * len(rows))}{back}",
        [row[name] for row in rows for name in names],
    )
    return [row[0] for row in cursor.fetchall()] if back else []


def _changes(cursor: CursorWrapper, who: Who, case: int, moves: list[Any], now: datetime) -> None:
    rows = [
        {
            "site_id": who.site, "machine": machine, "subject_id": subject, "context_id": case,
            "act": act, "old": old, "new": new, "at": now, "actor_key": f"person:{who.person}",
            "reason_digest": "",
        }
        for machine, subject, act, old, new in moves
    ]  # fmt: skip
    _insert(cursor, "audit_change", rows)


def _tell(cursor: CursorWrapper, who: Who, case: int, task: int, now: datetime) -> None:
    told = json.dumps({"site_id": who.site, "case": case, "task": task})
    event = _insert(
        cursor, "jobs_outbox", [{"kind": "work.task_ready", "payload": told, "created_at": now}]
    )
    delivery = {
        "event_id": event[0], "consumer": _CONSUMER, "state": "waiting", "attempts": 0,
        "next_at": now, "problem": "",
    }  # fmt: skip
    _insert(cursor, "jobs_delivery", [delivery])


def _log(
    cursor: CursorWrapper, who: Who, kind: str, case: int, details: Mapping[str, Any], now: datetime
) -> None:
    entry = {
        "site_id": who.site, "type": kind, "at": now, "actor_key": f"person:{who.person}",
        "actor_account_id": who.account, "via": "web", "subject_kind": "work.case",
        "subject_ids": json.dumps([case]), "subject_id": case, "details": json.dumps(details),
        "personal_digest": "",
    }  # fmt: skip
    _insert(cursor, "audit_entry", [entry])


def report(cursor: CursorWrapper, who: Who, given: Mapping[str, str], now: datetime) -> int:
    """Open a request: number, case, anchor, tasks, members, history, fulfilments, the log."""
    revision, zone, plan = _plan(who.site)
    category, place = given["category"], given["place"].strip()
    title = plan.handbook.categories[category].title.text.in_language("zh")
    series = f"B{now.astimezone(zone):%Y}"
    cursor.execute(
        "INSERT INTO sites_numberseries (site_id, series, last) VALUES (%s, %s, 1)"
        " ON CONFLICT (site_id, series) DO UPDATE SET last = sites_numberseries.last + 1"
        " RETURNING last",
        [who.site, series],
    )
    number = f"{series}-{cursor.fetchone()[0]:05d}"
    case = _insert(
        cursor, "work_case",
        [{
            "site_id": who.site, "kind": "desk.request", "number": number,
            "title": f"{place} · {title}", "label": "internal", "open_to_staff": True,
            "unit": who.unit if who.side == "liaison" else "", "revision_id": revision,
            "playbook": "request", "category": category, "phase": "open", "opened_at": now,
            "opened_by": f"person:{who.person}",
        }],
    )[0]  # fmt: skip
    _insert(cursor, "work_caseanchor", [{"case_id": case, "name": "R", "at": now}])
    tasks, posts = _tasks(cursor, who, case, category, now)
    keys = sorted({f"post:{post}" for post in posts} | {f"person:{who.person}"})
    _insert(
        cursor, "work_casemember",
        [{"case_id": case, "key": key, "since": now, "added_by": f"person:{who.person}"}
         for key in keys],
    )  # fmt: skip
    _insert(
        cursor, "desk_request",
        [{
            "case_id": case, "state": "reported", "category": category, "place": place,
            "description": given["description"].strip(), "reporter_id": who.person,
            "caller_name": "", "caller_phone": "",
        }],
    )  # fmt: skip
    begun = [("work.task", task, "begin", "", "waiting") for task in tasks]
    released = ("work.task", tasks[0], "release", "waiting", "ready")
    own = ("desk.request", case, "begin", "", "reported")
    _changes(cursor, who, case, [*begun, released, own], now)
    _tell(cursor, who, case, tasks[0], now)
    _fulfil(cursor, who, case, None, _clauses(who.site, category), now)
    _log(cursor, who, "desk.request.report", case, {"category": category, "number": number}, now)
    return case


def _tasks(
    cursor: CursorWrapper, who: Who, case: int, category: str, now: datetime
) -> tuple[list[int], list[str]]:
    """Lay out the steps of the plan; the first is ready at once."""
    revision, _zone, plan = _plan(who.site)
    steps = plan.steps("request")
    posts = [plan.resolve(step.who, category=category)[0] for step in steps]
    no_time: Any = timedelta(0) if connection.vendor == "postgresql" else 0
    rows = [
        {
            "site_id": who.site, "case_id": case, "revision_id": revision, "step": step.id,
            "round": 1, "position": position, "state": "waiting" if position else "ready",
            "post": post, "ready_at": None if position else now, "paused_for": no_time, "rung": 0,
            "late_notice": False, "each": False, "role": "",
        }
        for position, (step, post) in enumerate(zip(steps, posts, strict=True))
    ]  # fmt: skip
    return _insert(cursor, "work_task", rows), posts


@cache
def _clauses(site: int, category: str) -> tuple[tuple[str, str], ...]:
    _revision, _zone, plan = _plan(site)
    return tuple(
        (capability, binding.clause)
        for capability in ("desk.report", "desk.intake", "work.owner")
        for binding in plan.bindings_of(capability)
        if binding.parameters.get("category", category) == category
    )


def _fulfil(
    cursor: CursorWrapper, who: Who, case: int, task: int | None, clauses: Any, now: datetime
) -> None:
    rows = [
        {
            "site_id": who.site, "clause": clause, "case_id": case, "task_id": task,
            "capability": capability, "at": now,
        }
        for capability, clause in clauses
    ]  # fmt: skip
    if rows:
        _insert(cursor, "work_fulfilment", rows)


def finish(cursor: CursorWrapper, who: Who, task: int, result: str, now: datetime) -> bool:
    """Finish the task of handling: evidence, states, history, what waits for it, the log."""
    door, given = sql.door(who)
    cursor.execute(
        "SELECT t.case_id, t.step FROM work_task t JOIN work_case c ON c.id = t.case_id"
        f" WHERE t.id = %s AND t.person_id = %s AND t.state = 'accepted' AND {door}",
        [task, who.person, *given],
    )
    if not (found := cursor.fetchone()):
        return False
    case, step = found
    evidence = {
        "task_id": task, "item": "result", "kind": "text", "text": result, "at": now,
        "by_id": who.person, "name": "", "office": "", "way": "", "reference": "",
    }  # fmt: skip
    _insert(cursor, "work_evidenceitem", [evidence])
    cursor.execute(
        "UPDATE work_task SET state = 'done', done_at = %s, next_at = NULL"
        " WHERE id = %s AND state = 'accepted'",
        [now, task],
    )
    cursor.execute(
        "UPDATE work_assignment SET until = %s WHERE task_id = %s AND until IS NULL", [now, task]
    )
    following = _release(cursor, case, now)
    cursor.execute(
        "UPDATE work_case SET next_due_at = (SELECT MIN(due_at) FROM work_task WHERE case_id = %s"
        " AND state IN ('waiting', 'ready', 'accepted', 'on_site', 'paused')) WHERE id = %s",
        [case, case],
    )
    cursor.execute(
        "UPDATE desk_request SET state = 'to_check', finished_at = %s"
        " WHERE case_id = %s AND state = 'in_hand'",
        [now, case],
    )
    moves = [
        ("work.task", task, "finish", "accepted", "done"),
        ("work.task", following, "release", "waiting", "ready"),
        ("desk.request", case, "hand_in", "in_hand", "to_check"),
    ]
    _changes(cursor, who, case, moves, now)
    _tell(cursor, who, case, following, now)
    _fulfil(cursor, who, case, task, _clauses_of_step(who.site, step), now)
    _log(cursor, who, "work.task.finish", case, {"task": task, "step": step}, now)
    return True


def _release(cursor: CursorWrapper, case: int, now: datetime) -> int:
    cursor.execute(
        "UPDATE work_task SET state = 'ready', ready_at = %s WHERE id = (SELECT id FROM work_task"
        " WHERE case_id = %s AND state = 'waiting' ORDER BY round, position LIMIT 1) RETURNING id",
        [now, case],
    )
    return int(cursor.fetchone()[0])


@cache
def _clauses_of_step(site: int, step: str) -> tuple[tuple[str, str], ...]:
    _revision, _zone, plan = _plan(site)
    own = {source.clause for source in plan.step("request", step).sources if source.clause}
    bound = {binding.clause for binding in plan.bindings_of("desk.respond")}
    return (*(("", one) for one in sorted(own)), *(("desk.respond", one) for one in sorted(bound)))
