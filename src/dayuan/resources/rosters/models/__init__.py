"""What the rosters module keeps."""

from dayuan.resources.rosters.models.duties import Duty
from dayuan.resources.rosters.models.rosters import Acceptance, Planning, Roster, RosterCell

__all__ = ["Acceptance", "Duty", "Planning", "Roster", "RosterCell"]
