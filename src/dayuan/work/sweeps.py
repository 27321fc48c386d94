"""What the engine does by itself: telling, once, what is late; following who holds a post."""

from datetime import datetime, timedelta

from dayuan.platform.access.actors import system_actor
from dayuan.platform.jobs import sweeps
from dayuan.work import commands, queries

#: At most this many in one run; the rest is found by the next one.
MOST = 500
_AGAIN = timedelta(minutes=5)


def tell_late(*, now: datetime) -> sweeps.Swept:
    """Climb the ladder for every task whose next time has come."""
    return sweeps.each_row(
        queries.due_for_a_look(now, most=MOST),
        lambda pk: _escalate(pk, now),
        push=lambda pk: commands.look_later(pk, at=now + _AGAIN),
    )


def _escalate(task_id: int, now: datetime) -> None:
    task = queries.task(task_id)
    actor = system_actor("work.late", site_id=task.site_id, verbs=frozenset({"work.task.escalate"}))
    commands.escalate(task=task, actor=actor, at=now)


def seat_holders(*, now: datetime) -> sweeps.Swept:
    """Let who joined a post have a task of its own where each holder does a step."""
    return sweeps.each_row(queries.to_seat_anew(now, most=MOST), lambda pk: _seat(pk, now))


def _seat(case_id: int, now: datetime) -> None:
    case = queries.case(case_id)
    actor = system_actor("work.holders", site_id=case.site_id, verbs=frozenset({"work.task.seat"}))
    commands.seat_holders(case=case, actor=actor, at=now)


def register() -> None:
    """Let the worker run them."""
    sweeps.register("work.late", every=timedelta(seconds=20), function=tell_late)
    sweeps.register("work.holders", every=timedelta(minutes=5), function=seat_holders)
