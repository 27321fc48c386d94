"""What the clock does of call-outs: it ends extra strength, and tells of missing answers once."""

from datetime import datetime, timedelta

from dayuan.platform.access.actors import system_actor
from dayuan.platform.jobs import sweeps
from dayuan.services.callout import commands, queries
from dayuan.services.callout.commands import clocks

#: At most so many in one run; the next one finds the rest.
MOST = 100


def end_in_time(*, now: datetime) -> sweeps.Swept:
    """End all extra strength whose time is over."""
    found = dict(queries.surges_over(now, most=MOST))

    def end(pk: int) -> None:
        actor = system_actor("callout", site_id=found[pk], verbs=frozenset({clocks.END}))
        commands.end_in_time(surge_id=pk, actor=actor, at=now)

    return sweeps.each_row(found, end)


def tell_unanswered(*, now: datetime) -> sweeps.Swept:
    """Tell of every call-out on which some have not answered in time."""
    found = dict(queries.unanswered_due(now, most=MOST))

    def tell(pk: int) -> None:
        actor = system_actor("callout", site_id=found[pk], verbs=frozenset({clocks.TELL}))
        commands.tell_unanswered(callout_id=pk, actor=actor, at=now)

    return sweeps.each_row(found, tell)


def register() -> None:
    """Let the worker run them."""
    sweeps.register("callout.surges", every=timedelta(minutes=1), function=end_in_time)
    sweeps.register("callout.unanswered", every=timedelta(seconds=30), function=tell_unanswered)
