"""Which duties are followed, and what was noted of one: for every question about who is there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from dayuan.handbook.compiled import Compiled
from dayuan.kernel.problems import Source
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters.models import Attendance, Duty


@dataclass(frozen=True, slots=True)
class Followed:
    """The duties of a group are followed: how long after the beginning, kept how long, by whom."""

    group: str
    posts: frozenset[str]
    after: timedelta
    kept_months: int
    source: Source


def followed(site_id: int) -> tuple[Followed, ...]:
    """Return the groups whose attendance the plan in force wants followed."""
    return tuple(_followed(sites.plan_of(site_id)))


def after_of(site_id: int) -> Mapping[str, timedelta]:
    """Return by post how long after the beginning a duty is "not yet there"."""
    return {post: one.after for one in followed(site_id) for post in one.posts}


def attendance_of(duty: Duty) -> Attendance | None:
    """Return what was noted of a duty; asked for together with the duty it costs nothing."""
    return getattr(duty, "attendance", None)


def is_noted(duty: Duty) -> bool:
    """Tell whether somebody noted anything of a duty."""
    row = attendance_of(duty)
    return row is not None and row.state != "expected"


def is_missing(duty: Duty, after: Mapping[str, timedelta], *, at: datetime) -> bool:
    """Tell whether a followed duty has begun so long ago, still runs, and nobody was noted."""
    wait = after.get(duty.post)
    if wait is None or is_noted(duty):
        return False
    return duty.start + wait <= at < duty.end


def _followed(plan: Compiled) -> Iterator[Followed]:
    for use in plan.uses_of("rosters.attendance"):
        code = str(use.parameters["shift_plan"])
        yield Followed(
            code,
            frozenset(plan.handbook.shift_plans[code].posts),
            timedelta(minutes=int(use.parameters.get("not_there_after_minutes", 15))),
            int(use.parameters.get("kept_months", 24)),
            use.source,
        )
