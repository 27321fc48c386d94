"""What may come out of a file: each kind of row declared by the module that keeps it.

The kit asks nothing of the business. A module says which columns there are, judges all
rows of a file at once without writing, and takes one row by one call of its own command.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from dayuan.kernel.problems import Problems, Refused
from dayuan.kernel.registry import Registry
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.access.permissions import require

Kind = Literal["text", "number", "date", "moment", "choice"]
Outcome = Literal["new", "changed", "same", "wrong"]
#: A moment has no time zone: it is what a clock on the wall said at the site.
Value = str | int | date | datetime
Choices = Sequence[tuple[str, Text]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: what it is called, and what may stand in it."""

    code: str
    label: Text
    required: bool = False
    hint: Text | None = None
    kind: Kind = "text"
    #: Letters a text may have.
    most: int = 200
    #: Codewords with their words, for a choice; both are read.
    choices: Callable[[Actor], Choices] = lambda _actor: ()


@dataclass(frozen=True, slots=True)
class Given:
    """One row as it was understood; ``number`` is where it stands in the file.

    A column that is not there, or is empty, has no value: what is kept stays as it is.
    """

    number: int
    values: Mapping[str, Value]
    #: Whether every cell was understood and the row stands there once; the others come to
    #: nothing, whatever the importer says of the rest.
    whole: bool = True

    def text(self, code: str) -> str:
        """Return the words of a column; nothing where it is empty."""
        return str(self.values.get(code, ""))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What would become of a row: its outcome, and what is wrong in which column."""

    outcome: Outcome
    problems: Mapping[str, Problems] = field(default_factory=dict)
    #: What stands there now in the columns that would change; codewords for a choice.
    before: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Importer:
    """A kind of row. ``page`` is the list in which one finds again what was taken."""

    code: str
    caption: Text
    verb: str
    page: str
    columns: tuple[Column, ...]
    #: The columns that together say which record a row is about; no two rows of a file may
    #: share them all. Those of them that are required must stand in every row.
    key: tuple[str, ...]
    #: Judges rows in the order of the file; reads, and writes nothing.
    check: Callable[[Sequence[Given], Actor], Sequence[Verdict]]
    #: Takes a row by one command; one that is there already as it says calls none.
    take: Callable[[Given, Actor, datetime], None]

    def column(self, code: str) -> Column | None:
        """Return a column by its codeword."""
        return next((one for one in self.columns if one.code == code), None)

    @property
    def needed(self) -> tuple[Column, ...]:
        """Return the columns without which nobody knows what a row is about."""
        return tuple(one for one in self.columns if one.code in self.key and one.required)


importers: Registry[Importer] = Registry("importer")
#: What is asked once for a few rows that are taken together: the modules above know it.
around: Registry[Callable[[], AbstractContextManager[None]]] = Registry("reading around rows")


@contextmanager
def one_reading() -> Iterator[None]:
    """Let everything that is asked once be asked once until the end of the block."""
    with ExitStack() as stack:
        for reading in around.values():
            stack.enter_context(reading())
        yield


def register(importer: Importer) -> None:
    """Let people bring such rows in a file."""
    importers.register(importer.code, importer)


def importer_for(actor: Actor, code: str) -> Importer:
    """Return an importer the actor may use; :class:`Refused` where there is none such."""
    if code not in importers:
        raise Refused(hidden=True)
    require(actor, importers[code].verb)
    return importers[code]


def importers_for(actor: Actor) -> list[Importer]:
    """Return what the actor may bring in a file."""
    return [one for one in importers.values() if actor.holds(one.verb)]


def verbs() -> frozenset[str]:
    """Return the verbs of which one is enough to import something."""
    return frozenset(one.verb for one in importers.values())
