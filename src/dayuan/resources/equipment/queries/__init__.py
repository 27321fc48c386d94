"""Reading equipment: pieces, the survey, and what a label stands for."""

from dayuan.resources.equipment.models import Count, Item, Label
from dayuan.resources.equipment.queries.items import find, get_for, visible_to
from dayuan.resources.equipment.queries.labels import Standing, by_token, one_at_a_time

__all__ = [
    "Count",
    "Item",
    "Label",
    "Standing",
    "by_token",
    "find",
    "get_for",
    "one_at_a_time",
    "visible_to",
]
