"""What programs may report to the desk, and how it is sent out."""

from dayuan.services.desk.api import held, requests
from dayuan.services.desk.api.part import PART

__all__ = ["PART", "held", "requests"]
