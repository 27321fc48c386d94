"""The days on which somebody is given no new leave: told by modules above, who need the people."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from dayuan.kernel.periods import Period
from dayuan.kernel.registry import Registry
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters.models import Away
from dayuan.resources.rosters.rules import closing as rules
from dayuan.resources.rosters.rules.closing import ClosedDays


class Closing(Protocol):
    """Says on which days somebody is given no new leave; at most two questions for it."""

    def __call__(self, site_id: int, person_id: int, since: date, /) -> Iterable[ClosedDays]:
        """Return the days that are not over before a day."""


#: Filled from above in ``AppConfig.ready()``.
closings: Registry[Closing] = Registry("days without new leave")


def closed_days(site_id: int, person_id: int, *, since: date) -> tuple[ClosedDays, ...]:
    """Return the days ahead on which somebody is given no new leave, the first to come first."""
    found = [
        one for closing in closings.values() for one in closing(site_id, person_id, since)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: one.days.start))


def closed_to(
    site_id: int, person_id: int, days: Period[date], kind: str
) -> tuple[ClosedDays, ...]:
    """Return the closed days that leave would meet; what the law protects meets none."""
    if _protected(site_id, kind):
        return ()
    return rules.meeting(closed_days(site_id, person_id, since=days.start), days)


def closed_to_asked(away: Away) -> tuple[ClosedDays, ...]:
    """Return the closed days that leave meets which waits for a decision; others meet none."""
    if away.state != "asked":
        return ()
    return closed_to(away.site_id, away.person_id, away.days, away.kind)


def _protected(site_id: int, kind: str) -> bool:
    found = sites.plan_of(site_id).handbook.leave_kinds.get(kind)
    return found is not None and found.never_called_off
