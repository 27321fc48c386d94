"""What can be done to requests."""

from dayuan.services.desk.commands.outside import Arrival, clear, receive, release, set_aside
from dayuan.services.desk.commands.requests import Report, cancel, dispatch, reopen, report

__all__ = [
    "Arrival",
    "Report",
    "cancel",
    "clear",
    "dispatch",
    "receive",
    "release",
    "reopen",
    "report",
    "set_aside",
]
