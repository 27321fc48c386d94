"""What the engine does by itself: telling, once, what is late."""

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


def register() -> None:
    """Let the worker run them."""
    sweeps.register("work.late", every=timedelta(seconds=20), function=tell_late)
