"""What modules above put on the page of one's own shifts: where one is called, stands by."""

from collections.abc import Iterable
from typing import Protocol

from dayuan.kernel.registry import Registry
from dayuan.platform.access.web import ActorRequest
from dayuan.platform.ui.shapes import TaskCard


class Cards(Protocol):
    """Says what else somebody has before him, as cards; at most one question for them."""

    def __call__(self, request: ActorRequest, /) -> Iterable[TaskCard]:
        """Return the cards of whoever asks, the most urgent first."""


#: Filled from above in ``AppConfig.ready()``.
beside: Registry[Cards] = Registry("cards beside one's own shifts")


def register(name: str, found: Cards) -> None:
    """Let a module above put cards on the page."""
    beside.register(name, found)


def waiting(request: ActorRequest) -> list[TaskCard]:
    """Return those cards that still ask something of whoever asks: they come before all work."""
    return [card for found in beside.values() for card in found(request) if card.next]
