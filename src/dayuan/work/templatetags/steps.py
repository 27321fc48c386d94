"""What the template of a case's tasks asks."""

from collections.abc import Sequence

from django import template

from dayuan.work import cards

register = template.Library()


@register.simple_tag
def by_step(entries: Sequence[cards.Entry]) -> list[cards.Entry | cards.Shared]:
    """Return the tasks of a case with those that each holder does as one step."""
    return cards.by_step(entries)
