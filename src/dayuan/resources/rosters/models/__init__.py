"""What the rosters module keeps."""

from dayuan.resources.rosters.models.attendance import Attendance
from dayuan.resources.rosters.models.duties import Duty
from dayuan.resources.rosters.models.rosters import Acceptance, Planning, Roster, RosterCell
from dayuan.resources.rosters.models.standing_in import CAUSES, StandIn

__all__ = [
    "CAUSES",
    "Acceptance",
    "Attendance",
    "Duty",
    "Planning",
    "Roster",
    "RosterCell",
    "StandIn",
]
