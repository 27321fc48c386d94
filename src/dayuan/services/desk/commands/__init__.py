"""What can be done to requests."""

from dayuan.services.desk.commands.outside import Arrival, clear, receive, release, set_aside
from dayuan.services.desk.commands.requests import Report, cancel, dispatch, reopen, report
from dayuan.services.desk.commands.taking_over import Earlier, take_over
from dayuan.services.desk.commands.together import SentOut, dispatch_together

__all__ = [
    "Arrival",
    "Earlier",
    "Report",
    "SentOut",
    "cancel",
    "clear",
    "dispatch",
    "dispatch_together",
    "receive",
    "release",
    "reopen",
    "report",
    "set_aside",
    "take_over",
]
