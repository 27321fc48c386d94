"""What the rosters module keeps."""

from dayuan.resources.rosters.models.attendance import Attendance
from dayuan.resources.rosters.models.away import Away
from dayuan.resources.rosters.models.duties import Duty
from dayuan.resources.rosters.models.mending import Mending
from dayuan.resources.rosters.models.rates import HourRate
from dayuan.resources.rosters.models.reading import MonthRead
from dayuan.resources.rosters.models.rosters import Acceptance, Planning, Roster, RosterCell
from dayuan.resources.rosters.models.standing_in import CAUSES, StandIn
from dayuan.resources.rosters.models.swaps import Swap
from dayuan.resources.rosters.models.wishes import Wish

__all__ = [
    "CAUSES",
    "Acceptance",
    "Attendance",
    "Away",
    "Duty",
    "HourRate",
    "Mending",
    "MonthRead",
    "Planning",
    "Roster",
    "RosterCell",
    "StandIn",
    "Swap",
    "Wish",
]
