"""What programs may ask about places, the calendar and the revisions in force, and enter."""

from dayuan.reference.sites.api import calendar, places, revisions
from dayuan.reference.sites.api.part import PART

__all__ = ["PART", "calendar", "places", "revisions"]
