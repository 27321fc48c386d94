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
from dayuan.resources.rosters.queries.rosters import (
    Sheet,
    lost_plannings,
    months_of,
    note_progress,
    planning_for,
    planning_of,
    roster_for,
    rosters_visible_to,
    sheet,
    sheet_for,
    shift_plans,
    waiting_planning,
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
    "Sheet",
    "candidates",
    "covers",
    "day_of",
    "get_for",
    "groups",
    "holding",
    "holdings",
    "lost_plannings",
    "months_of",
    "near_day",
    "note_progress",
    "of_day",
    "on_duty",
    "own",
    "planning_for",
    "planning_of",
    "roster_for",
    "rosters_visible_to",
    "sheet",
    "sheet_for",
    "sheet_of",
    "shift_plans",
    "standing_in",
    "visible_to",
    "waiting_planning",
    "zone_of",
]
