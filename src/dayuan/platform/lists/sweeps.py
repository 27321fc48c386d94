"""What of views and exports does not stay."""

from datetime import datetime, timedelta

from dayuan.platform.access.actors import Actor, system_actor
from dayuan.platform.jobs import sweeps
from dayuan.platform.lists import commands, queries


def tidy_exports(*, now: datetime) -> int:
    """Take away files whose day is over; say of what never ended that it will not."""
    old, stuck = queries.overdue(at=now)
    sites = {row.pk: row.site_id for row in (*old, *stuck)}

    def end(pk: int) -> None:
        commands.expire(export_id=pk, actor=_program(sites[pk]), at=now)

    def give_up(pk: int) -> None:
        commands.give_up(export_id=pk, problem="lost", actor=_program(sites[pk]), at=now)

    done = sweeps.each_row([row.pk for row in old], end)
    gone = sweeps.each_row([row.pk for row in stuck], give_up)
    return done.done + gone.done


def forget_views(*, now: datetime) -> int:
    """Delete private views of accounts that are closed."""
    found = queries.views_of_closed()
    return sum(
        commands.forget_closed(ids=ids, actor=_program(site_id), at=now)
        for site_id, ids in found.items()
    )


def register() -> None:
    """Let the worker run them."""
    sweeps.register("lists.exports", every=timedelta(minutes=10), function=tidy_exports)
    sweeps.register("lists.views", every=timedelta(hours=6), function=forget_views)


def _program(site_id: int) -> Actor:
    return system_actor("lists", site_id=site_id)
