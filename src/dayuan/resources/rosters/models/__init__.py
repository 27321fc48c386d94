"""What the rosters module keeps."""

from dayuan.resources.rosters.models.duties import Duty

__all__ = ["Duty"]
