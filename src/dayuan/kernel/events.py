"""Events: how something below tells those above, without knowing them.

Handlers run at once, in the publisher's transaction; an effect outside the
database waits for the commit in the outbox. Events carry ids and codewords,
never names or texts.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all events."""


Kind = TypeVar("Kind", bound=Event)
_handlers: dict[type[Event], list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(kind: type[Kind], handler: Callable[[Kind], None]) -> None:
    """Call ``handler`` for every event of exactly this kind; twice is once."""
    if handler not in _handlers[kind]:
        _handlers[kind].append(handler)


def publish(event: Event) -> None:
    """Tell every subscriber, in the order they subscribed."""
    for handler in _handlers[type(event)]:
        handler(event)


def subscribers(kind: type[Event]) -> tuple[Callable[[Any], None], ...]:
    """Return who listens to this kind, for the house's plan and its tests."""
    return tuple(_handlers[kind])
