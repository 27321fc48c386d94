"""What can be done to requests."""

from dayuan.services.desk.commands.requests import Report, cancel, dispatch, reopen, report

__all__ = ["Report", "cancel", "dispatch", "reopen", "report"]
