"""Rosters by programs: the duty list, and the months it is arranged by."""

from dayuan.resources.rosters.api import months
from dayuan.resources.rosters.api.duties import PART

__all__ = ["PART", "months"]
