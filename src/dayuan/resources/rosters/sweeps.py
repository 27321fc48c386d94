"""What of rosters does not stay."""

from datetime import datetime, timedelta

from dayuan.platform.access.actors import system_actor
from dayuan.platform.jobs import sweeps
from dayuan.resources.rosters import queries
from dayuan.resources.rosters.commands import planning


def end_lost_plannings(*, now: datetime) -> int:
    """Say of runs of the planner that never came to an end that they will not."""
    lost = {row.pk: row.site_id for row in queries.lost_plannings(at=now)}

    def give_up(pk: int) -> None:
        actor = system_actor("rosters", site_id=lost[pk])
        planning.give_up(planning_id=pk, problem="lost", actor=actor, at=now)

    return sweeps.each_row(list(lost), give_up).done


def register() -> None:
    """Let the worker run it."""
    sweeps.register("rosters.plannings", every=timedelta(minutes=10), function=end_lost_plannings)
