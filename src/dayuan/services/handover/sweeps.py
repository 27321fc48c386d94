"""Shifts that are over and not handed over are told of, once."""

from datetime import datetime, timedelta

from dayuan.platform.access.actors import system_actor
from dayuan.platform.jobs import sweeps
from dayuan.services.handover import queries
from dayuan.services.handover.commands import late, tell_late

#: At most so many in one run; the next one finds the rest.
MOST = 100


def tell(*, now: datetime) -> sweeps.Swept:
    """Tell of every shift that nobody took over in time."""
    return sweeps.each_row(queries.due_to_be_told(now, most=MOST), lambda pk: _tell(pk, now))


def _tell(log_id: int, now: datetime) -> None:
    site_id = queries.late_shift(log_id).site_id
    actor = system_actor("handover", site_id=site_id, verbs=frozenset({late.TELL}))
    tell_late(log_id=log_id, actor=actor, at=now)


def register() -> None:
    """Let the worker run it."""
    sweeps.register("handover.late", every=timedelta(minutes=1), function=tell)
