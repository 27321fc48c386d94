"""What can be printed as what: each form declared by the module that keeps the record.

The kit asks nothing of the business. A module names the form, who may open it, whose door
answers for the record, and a function that says what stands in it.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dayuan.kernel.problems import Refused
from dayuan.kernel.registry import Registry
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.access.permissions import require
from dayuan.platform.documents.content import Document


class Compose(Protocol):
    """Says what stands in a form, through the record's own door."""

    def __call__(self, actor: Actor, key: str, /, *, at: datetime, for_all: bool) -> Document:
        """Return the document of a record; a hidden one is refused as if it did not exist.

        ``for_all`` leaves out what only some of those who may see the record may read: an
        issued copy is shown to all of them.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A form. ``record`` is the kind of page that offers it.

    ``owner_kind`` is the kind of record whose door also decides who sees issued ones. Where
    no such door has rows, ``verb`` alone decides: it is needed to open the form, and is
    empty where the record's door decides by itself.
    """

    code: str
    caption: Text
    verb: str
    record: str
    owner_kind: str
    compose: Compose
    #: Which of these records ask for their reader's name by now, whatever was issued of them.
    marked: Callable[[Collection[int]], set[int]] = lambda _ids: set()
    #: Where the record stands.
    page: Callable[[str], str]
    #: People edit it on as Word.
    editable: bool = False
    #: It may be issued: its records are known by numbers.
    issued: bool = True


papers: Registry[Paper] = Registry("printed form")


def register(paper: Paper) -> None:
    """Let people print such records."""
    papers.register(paper.code, paper)


def found(actor: Actor, which: str) -> tuple[Paper, str]:
    """Return a form and the key of its record by an address such as ``desk.request-12``.

    :class:`Refused` where there is no such form, or the actor may not open it.
    """
    code, _, key = which.partition("-")
    if code not in papers or not key:
        raise Refused(hidden=True)
    paper = papers[code]
    if paper.verb:
        require(actor, paper.verb)
    return paper, key


def offered(actor: Actor, record: str) -> list[Paper]:
    """Return the forms of a kind of record that the actor may open."""
    return [
        one
        for one in papers.values()
        if one.record == record and (not one.verb or actor.holds(one.verb))
    ]


def number(key: str) -> int:
    """Return the key of a record that is known by a number; another one does not exist."""
    if not key.isdecimal() or len(key) > 18:
        raise Refused(hidden=True)
    return int(key)
