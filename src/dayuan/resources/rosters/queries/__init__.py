"""Reading duties: who is on duty, and whether the people suffice."""

from dayuan.reference.people.queries import Person
from dayuan.resources.rosters.feasibility import Feasibility, groups, sheet_of
from dayuan.resources.rosters.models import Duty
from dayuan.resources.rosters.queries.duties import (
    Cover,
    candidates,
    covers,
    day_of,
    get_for,
    holding,
    holdings,
    near_day,
    of_day,
    on_duty,
    own,
    standing_in,
    visible_to,
    zone_of,
)
from dayuan.resources.rosters.rules import Holding
from dayuan.resources.rosters.rules.sheet import Line

__all__ = [
    "Cover",
    "Duty",
    "Feasibility",
    "Holding",
    "Line",
    "Person",
    "candidates",
    "covers",
    "day_of",
    "get_for",
    "groups",
    "holding",
    "holdings",
    "near_day",
    "of_day",
    "on_duty",
    "own",
    "sheet_of",
    "standing_in",
    "visible_to",
    "zone_of",
]
