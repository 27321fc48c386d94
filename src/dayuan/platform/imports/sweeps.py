"""What of imports does not stay."""

from datetime import datetime, timedelta

from dayuan.platform.access.actors import system_actor
from dayuan.platform.imports import commands, queries
from dayuan.platform.jobs import sweeps


def tidy(*, now: datetime) -> int:
    """Take away files and rows that are a week old."""
    sites = {row.pk: row.site_id for row in queries.overdue(at=now)}

    def end(pk: int) -> None:
        program = system_actor("imports", site_id=sites[pk])
        commands.expire(import_id=pk, actor=program, at=now)

    return sweeps.each_row(list(sites), end).done


def register() -> None:
    """Let the worker run them."""
    sweeps.register("imports.old", every=timedelta(minutes=30), function=tidy)
