"""What can be done to requests."""

from dayuan.services.desk.commands.requests import Report, cancel, dispatch, report

__all__ = ["Report", "cancel", "dispatch", "report"]
