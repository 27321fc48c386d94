"""What programs may ask about equipment, its survey and its labels, and enter."""

from dayuan.resources.equipment.api import items, labels, survey
from dayuan.resources.equipment.api.part import PART

__all__ = ["PART", "items", "labels", "survey"]
