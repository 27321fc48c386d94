"""What of reports by labels is not kept for longer than it is needed."""

from datetime import datetime, timedelta

from dayuan.platform.access.actors import system_actor
from dayuan.platform.jobs import sweeps
from dayuan.services.desk import rules
from dayuan.services.desk.commands import outside as commands
from dayuan.services.desk.queries import outside as queries

#: At most so many reports in one run; the next one finds the rest.
MOST = 200


def forget_traces(*, now: datetime) -> int:
    """Delete the counted digests of labels, browsers and addresses once they do not count."""
    return commands.forget_traces(before=now - rules.WINDOW)


def clear_set_aside(*, now: datetime) -> sweeps.Swept:
    """Take away words and photos of what was set aside as long ago as the plan allows."""
    return sweeps.each_row(queries.to_clear(now=now, most=MOST), lambda pk: _clear(pk, now))


def _clear(outside_id: int, now: datetime) -> None:
    actor = system_actor(
        "desk.outside", site_id=queries.site_of(outside_id), verbs=frozenset({queries.CLEAR})
    )
    commands.clear(outside_id=outside_id, actor=actor, at=now)


def register() -> None:
    """Let the worker run them."""
    sweeps.register("desk.traces", every=timedelta(minutes=10), function=forget_traces)
    sweeps.register("desk.outside", every=timedelta(hours=1), function=clear_set_aside)
