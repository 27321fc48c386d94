"""The groups whose shifts keep a log, and who is on duty in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dayuan.handbook.schema.handover import Counted
from dayuan.handbook.schema.shifts import ShiftPlan
from dayuan.kernel.problems import Refused, Source
from dayuan.kernel.text import Text
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import queries as rosters
from dayuan.services.handover.rules import Stretch


@dataclass(frozen=True, slots=True)
class Group:
    """A shift plan whose shifts keep a log, and what asks for it."""

    code: str
    plan: ShiftPlan
    source: Source

    @property
    def things(self) -> tuple[Counted, ...]:
        """Return what is counted; nothing while nobody has decided it."""
        return self.plan.handover.counted if self.plan.handover else ()

    def shift_title(self, code: str) -> Text:
        """Return what a shift is called; the group's own name where it has no code."""
        found = (one.title.text for one in self.plan.shifts if one.code and one.code == code)
        return next(found, self.plan.title.text)


def groups(site_id: int) -> list[Group]:
    """Return the groups that the plan in force wants a log of."""
    plan = sites.plan_of(site_id)
    return [
        Group(use.parameters["shift_plan"], plans[use.parameters["shift_plan"]], use.source)
        for plans in [plan.handbook.shift_plans]
        for use in plan.uses_of("handover.shift_log")
    ]


def group_of(site_id: int, code: str) -> Group:
    """Return one group; a group that keeps no log does not exist."""
    found = next((one for one in groups(site_id) if one.code == code), None)
    if found is None:
        raise Refused(hidden=True)
    return found


def stretches_of(
    site_id: int, among: Iterable[Group], *, since: datetime, until: datetime, at: datetime
) -> dict[str, list[Stretch]]:
    """Return who is on duty in each group over a time, in two questions for all of them."""
    wanted = list(among)
    posts = {post for one in wanted for post in one.plan.posts}
    duties = rosters.between(site_id, posts, since=since, until=until, at=at) if posts else []
    return {
        one.code: [
            Stretch(d.person_id, d.person.name, d.day, d.start, d.end)
            for d in duties
            if d.post in one.plan.posts
        ]
        for one in wanted
    }
