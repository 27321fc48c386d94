"""What programs may ask about cases and tasks, and do to them."""

from dayuan.work.api import applications, cases, tasks
from dayuan.work.api.part import PART

__all__ = ["PART", "applications", "cases", "tasks"]
