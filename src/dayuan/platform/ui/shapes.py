"""Values that components draw: a page builds these, a template never computes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from dayuan.kernel.problems import Problems, Source, blockers
from dayuan.kernel.text import Text
from dayuan.platform.ui import times
from dayuan.platform.ui.tones import Tone

Words = str | Promise | Text


@dataclass(frozen=True, slots=True)
class Badge:
    """A state as people see it: tone (colour and icon) and word."""

    tone: Tone
    word: Words
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere."""

    word: Words
    url: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody by name and post; ``url`` only where the reader may open the page."""

    name: str
    post: Words = ""
    url: str = ""

    @property
    def initial(self) -> str:
        """Return what stands in the round mark: the family name, or the first letter."""
        return self.name[:1].upper()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """How a deadline stands at ``now``.

    ``stopped`` is when the work was done; ``paused`` means that the time does
    not count at present. ``soon`` is how long before the end amber begins.
    """

    due: datetime
    now: datetime
    stopped: datetime | None = None
    paused: bool = False
    soon: timedelta = timedelta(minutes=30)

    @property
    def left(self) -> timedelta:
        """Return the time that is left; negative when late."""
        return self.due - (self.stopped or self.now)

    @property
    def tone(self) -> Tone:
        """Return late, soon, in hand, done or waiting."""
        if self.left < timedelta():
            return Tone.LATE
        if self.stopped:
            return Tone.DONE
        if self.paused:
            return Tone.WAITING
        return Tone.SOON if self.left <= self.soon else Tone.IN_HAND

    @property
    def says(self) -> str:
        """Return how it stands, in words and without the exact time."""
        if self.left < timedelta():
            return _("%(length)s late") % {"length": times.length(-self.left)}
        if self.stopped:
            return _("In time")
        if self.paused:
            return _("Clock stopped")
        return _("%(length)s left") % {"length": times.length(self.left)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A button: where it leads, or why it may not be pressed now.

    With problems that block, the button stays visible, disabled, with every
    reason beside it. ``method="post"`` makes a small form with ``fields``.
    """

    label: Words
    url: str
    icon: str = ""
    method: Literal["get", "post"] = "get"
    kind: Literal["plain", "danger"] = "plain"
    fields: Mapping[str, str] = field(default_factory=dict)
    problems: Problems = ()
    #: The act by its codeword and what it is about, where a phone may keep it and send
    #: it when the network is back.
    act: str = ""
    about: int | None = None

    @property
    def reasons(self) -> Problems:
        """Return what stands in the way."""
        return blockers(self.problems)

    @property
    def refused(self) -> bool:
        """Tell whether it may not be pressed now."""
        return bool(self.reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of the facts at the right of a record."""

    label: Words
    value: Any
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One entry of a timeline: when, who, what, and what they wrote."""

    at: datetime
    what: Words
    who: Person | None = None
    tone: Tone = Tone.WAITING
    icon: str = ""
    note: str = ""
    #: What they wrote was erased by law: said in the house's words, not as theirs.
    erased: bool = False
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list. ``slot`` says what it is on a phone.

    ``what`` is the heading of the entry, ``number`` stands small above it,
    ``state`` beside it, ``where`` and ``until`` below; ``extra`` is for wide
    screens only.
    """

    label: Words
    slot: Literal["what", "number", "state", "where", "until", "extra"] = "extra"
    numeric: bool = False
    #: Where the heading leads to: the list in another order.
    url: str = ""
    sorted: Literal["", "ascending", "descending"] = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """A box beside an entry, for what is done to several at once; ``label`` is read aloud."""

    name: str
    value: str
    label: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One entry of a list; ``cells`` in the order of the columns."""

    cells: Sequence[Any]
    url: str = ""
    tone: Tone | None = None
    tick: Tick | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list: a table on a wide screen, a list group on a phone, from the same rows."""

    caption: Words
    columns: Sequence[Column]
    rows: Sequence[Row]
    dense: bool = False

    @property
    def lines(self) -> list[tuple[Row, list[tuple[Column, Any]]]]:
        """Return each row with its cells beside their columns."""
        return [(row, list(zip(self.columns, row.cells, strict=True))) for row in self.rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Which part of a long list is shown; ``None`` where there is no more that way."""

    first: int
    last: int
    total: int | None = None
    previous: str | None = None
    next: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One share of a strip: how many of what, in which colour."""

    tone: Tone
    label: Words
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A bar of shares, drawn without styles; ``label`` says what is counted."""

    label: Words
    parts: Sequence[Part]
    url: str = ""

    @property
    def total(self) -> int:
        """Return the sum of the parts."""
        return sum(p.count for p in self.parts)

    @property
    def drawn(self) -> list[tuple[Part, float, float]]:
        """Return each part that is not empty with where it begins and how wide it is, in %."""
        found: list[tuple[Part, float, float]] = []
        begin = 0.0
        for part in self.parts:
            if part.count:
                width = round(100 * part.count / self.total, 3)
                found.append((part, round(begin, 3), width))
                begin += width
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Stat:
    """One number people look at first."""

    label: Words
    value: Any
    unit: Words = ""
    tone: Tone | None = None
    note: Words = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file as a list shows it: name, size in bytes, where to fetch it."""

    name: str
    url: str
    size: int
    by: Person | None = None
    at: datetime | None = None
    picture: str = ""
    #: Where everything that hangs on the same record is fetched at once.
    whole: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCard:
    """One decision for one person: what, where, until when, and the next tap."""

    title: Words
    url: str
    where: Words = ""
    #: A place has a pin; on the page of its own case it is a person or a post.
    where_icon: str = "map-pin"
    clock: Clock | None = None
    badge: Badge | None = None
    source: Source | None = None
    next: Action | None = None
    #: What takes it back: there to be found, never the button that is seen first.
    undo: Action | None = None
    note: Words = ""
    #: An icon that draws what it is about.
    sign: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """How every record begins: number, title, state, label, clock, the next action."""

    title: Words
    number: str = ""
    badge: Badge | None = None
    label: Any = None
    clock: Clock | None = None
    source: Source | None = None
    next: Action | None = None
    others: Sequence[Action] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One filter of a filter bar; ``count`` may be left out."""

    label: Words
    url: str
    current: bool = False
    count: int | None = None
