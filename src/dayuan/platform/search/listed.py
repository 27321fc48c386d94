"""What can be searched: registered from above, each kind of record with its own door."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from dayuan.kernel.registry import Registry
from dayuan.kernel.states import State
from dayuan.platform.access.actors import Actor
from dayuan.platform.ui import shapes


@dataclass(frozen=True, slots=True)
class Said:
    """What a record is found by: its title, its number, and further words."""

    site_id: int
    title: str
    number: str = ""
    more: tuple[str, ...] = ()
    #: The one circle of readers outside the house it belongs to, by its codeword.
    circle: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A record as the results show it."""

    owner_id: int
    title: str
    url: str
    number: str = ""
    state: State | shapes.Badge | None = None
    #: Further words it may have been found by; shown around what answered.
    told: str = ""


#: What was read of one record, by the paths a source names.
Read = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of record that can be searched.

    ``rows`` is the kind's door as a query that is not sent by itself; what ``reads`` names is
    read through it in the same question that matches, and ``shown`` makes results of it.
    ``said`` tells what records are found by, and leaves out those there are no more; ``ids``
    goes through all of them in the order they came. ``verb`` is what somebody must hold for
    the kind to be searched at all. What the log says of ``subject`` tells that a record has
    changed.

    Where holding the verb is the whole door, because somebody who holds it may see all of the
    kind at the own site, there are no ``rows`` and nothing is read. Where the records are
    parts of what a site runs and never change, ``parts`` tells which those of a site are,
    and ``subject`` is the site.

    Who sees nothing but what belongs to one circle is told by ``circle``: the index is then
    asked for that alone, instead of every line that answers being held against the door. It
    spares work and opens nothing: the door is asked all the same.

    A kind that ``grows`` has most of the lines after some years; it is looked through from
    the newest on.
    """

    kind: str
    label: str | Promise
    icon: str
    verb: str | None
    order: int
    rows: Callable[[Actor], "QuerySet[Any]"] | None
    #: Paths of the record's fields, of words and numbers alone.
    reads: tuple[str, ...]
    said: Callable[[Collection[int]], Mapping[int, Said]]
    ids: Callable[[int, int], Sequence[int]]
    shown: Callable[[Mapping[int, Read]], Sequence[Hit]]
    subject: str = ""
    parts: Callable[[int], Collection[int]] | None = None
    circle: Callable[[Actor], str] = lambda _actor: ""
    grows: bool = False

    def __post_init__(self) -> None:
        """Refuse a kind that has no door at all."""
        if self.rows is None and self.verb is None:
            raise ValueError(f"{self.kind} has no door: it needs rows or a verb")

    @property
    def followed(self) -> str:
        """Return the kind of subject in the log under which these records change."""
        return self.subject or self.kind


sources: Registry[Source] = Registry("kind that can be searched")


def register(source: Source) -> None:
    """Let a kind of record be found."""
    sources.register(source.kind, source)


def open_to(actor: Actor) -> list[Source]:
    """Return the kinds this actor may search, in their order."""
    mine = [s for s in sources.values() if s.verb is None or actor.holds(s.verb)]
    return sorted(mine, key=lambda source: source.order)
