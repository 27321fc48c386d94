"""What rosters do by themselves: tell that nobody came, end what is lost, forget in time."""

from datetime import datetime, timedelta

from dayuan.platform.access.actors import system_actor
from dayuan.platform.jobs import sweeps
from dayuan.resources.rosters import commands, queries
from dayuan.resources.rosters.commands import planning

#: At most this many in one run; the rest is found by the next one.
MOST = 200


def end_lost_plannings(*, now: datetime) -> int:
    """Say of runs of the planner that never came to an end that they will not."""
    lost = {row.pk: row.site_id for row in queries.lost_plannings(at=now)}

    def give_up(pk: int) -> None:
        actor = system_actor("rosters", site_id=lost[pk])
        planning.give_up(planning_id=pk, problem="lost", actor=actor, at=now)

    return sweeps.each_row(list(lost), give_up).done


def end_lost_mendings(*, now: datetime) -> int:
    """Say of proposals that nobody worked out that there will be none."""
    lost = {row.pk: row.site_id for row in queries.lost_mendings(at=now)}

    def give_up(pk: int) -> None:
        actor = system_actor("rosters", site_id=lost[pk])
        commands.give_up_mending(mending_id=pk, problem="lost", actor=actor, at=now)

    return sweeps.each_row(list(lost), give_up).done


def tell_missing(*, now: datetime) -> sweeps.Swept:
    """Tell of every followed duty that has begun, still runs, and has nobody noted."""
    found = dict(queries.to_remind(now=now, most=MOST))
    return sweeps.each_row(found, lambda pk: _remind(pk, found[pk], now))


def _remind(duty_id: int, site_id: int, now: datetime) -> None:
    verbs = frozenset({"rosters.attendance.remind"})
    actor = system_actor("rosters.attendance", site_id=site_id, verbs=verbs)
    commands.remind(duty_id=duty_id, actor=actor, at=now)


def remind_of_months(*, now: datetime) -> int:
    """Remind those who have not read a month that begins soon, each once."""
    found = dict(queries.to_remind_of_months(now=now))
    verbs = frozenset({"rosters.month.remind"})

    def remind(pk: int) -> None:
        actor = system_actor("rosters.unread", site_id=found[pk], verbs=verbs)
        commands.remind_of_month(roster_id=pk, actor=actor, at=now)

    return sweeps.each_row(list(found), remind).done


def forget_old(*, now: datetime) -> int:
    """Delete what was noted so long ago that no hours depend on it any more."""
    return sum(
        commands.forget_attendance(site_id=site_id, before=before)
        for site_id, before in queries.kept_since(now=now)
    )


def register() -> None:
    """Let the worker run them."""
    sweeps.register("rosters.plannings", every=timedelta(minutes=10), function=end_lost_plannings)
    sweeps.register("rosters.mendings", every=timedelta(minutes=10), function=end_lost_mendings)
    sweeps.register("rosters.attendance", every=timedelta(minutes=1), function=tell_missing)
    sweeps.register("rosters.unread", every=timedelta(hours=1), function=remind_of_months)
    sweeps.register("rosters.forget", every=timedelta(hours=24), function=forget_old)
