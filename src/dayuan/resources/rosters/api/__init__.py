"""Rosters by programs: the duty list, its months, and whether they can be worked at all."""

from dayuan.resources.rosters.api import feasible, months
from dayuan.resources.rosters.api.duties import PART

__all__ = ["PART", "feasible", "months"]
