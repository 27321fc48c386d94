"""A list as a module declares it: its door, its fields, its orders, what narrows it down.

The kit asks nothing of the business. Rows come through the door the module names,
before anything is narrowed, counted or put in order.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any, Generic, Literal, Protocol, TypeVar

from django import forms
from django.db import connections
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from dayuan.platform.access.actors import Actor
from dayuan.platform.ui.forms import DateInput
from dayuan.platform.ui.shapes import Words as Said
from dayuan.platform.ui.times import midnight
from dayuan.platform.ui.tones import Tone

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Record = TypeVar("Record", bound=Model)
Choices = Iterable[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads a list, when, and in which time zone."""

    actor: Actor
    now: datetime
    zone: tzinfo

    @property
    def day(self) -> date:
        """Return the day it is there."""
        return self.now.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What a list says of each record; ``slot`` is its place on a phone.

    ``usual`` fields stand there unless somebody chooses others.
    """

    code: str
    label: Said
    slot: Literal["what", "number", "state", "where", "until", "extra"] = "extra"
    numeric: bool = False
    usual: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A way to put the records in order: paths of the model, ``-`` before one that falls.

    The records' own number comes last by itself, in the direction of the first path, so
    that no two stand at one place. ``heading`` is the field whose heading turns to it.
    """

    code: str
    label: Said
    by: tuple[str, ...]
    heading: str = ""
    #: The parts of the list in which it is offered, where no index carries it in the others.
    only_in: tuple[str, ...] = ()
    #: Records without a value come last either way. Says so where there are such: an index
    #: serves only an order that makes no exception.
    may_be_empty: bool = False


class Filter(Protocol):
    """Narrows a list down by what somebody typed or chose."""

    @property
    def code(self) -> str:
        """Return the codeword under which the address knows it."""

    @property
    def takes(self) -> Mapping[str, type]:
        """Return what it reads from an address: words or a day, by its name there."""

    def asks(self, reading: Reading) -> Mapping[str, forms.Field]:
        """Return the fields of the form, by their names in the address."""

    def narrowed(
        self, rows: QuerySet[Any], given: Mapping[str, Any], reading: Reading
    ) -> QuerySet[Any]:
        """Return those of the rows that are asked for; all where nothing was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One record as the list shows it: a cell for each field by its code."""

    cells: Mapping[str, Any]
    url: str = ""
    tone: Tone | None = None
    #: What the box beside it says when read aloud; empty where there is nothing to tick.
    tick: Said = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet(Generic[Record]):
    """A list. ``draw`` is given a page of records at once, so that it asks once for all."""

    code: str
    caption: Said
    #: Who may open it, and the name of the page where it stands.
    verb: str
    page: str
    door: Callable[[Actor], QuerySet[Record]]
    draw: Callable[[Sequence[Record], Reading], Iterable[Drawn]]
    fields: tuple[Field, ...]
    orders: tuple[Order, ...]
    filters: tuple[Filter, ...] = ()
    #: Records on a page.
    size: int = 25
    #: What is done to all that are ticked, by whom; a function where modules above say it.
    bulk: "Bulk | Callable[[], Bulk | None] | None" = None
    #: Cuts the list in parts that people change between without a form, the usual one first.
    parts: tuple["Part", ...] = field(default=())

    def orders_in(self, part: "Part | None") -> tuple[Order, ...]:
        """Return the orders in which a part of the list may stand, the usual one first."""
        return tuple(
            one
            for one in self.orders
            if not one.only_in or part is None or part.code in one.only_in
        )

    @property
    def together(self) -> "Bulk | None":
        """Return what is done to all that are ticked, if anything is."""
        return self.bulk() if callable(self.bulk) else self.bulk

    @property
    def usual_fields(self) -> tuple[Field, ...]:
        """Return the fields that stand there unless somebody chose others."""
        return tuple(one for one in self.fields if one.usual)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a list, such as what is open."""

    code: str
    label: Said
    where: Callable[[Reading], Q]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """What is done to several records at once: by one command, which asks its own questions.

    ``verb`` only decides who sees the boxes. ``name`` is under what the page that does it
    finds the numbers of the records.
    """

    label: Said
    icon: str
    url_name: str
    name: str
    verb: str
    hint: Said = ""
    #: What the page that does it wants to know besides.
    fields: Mapping[str, str] = field(default_factory=dict)


# --- what narrows a list down ----------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Among:
    """One of several: a kind, a system, a state."""

    code: str
    label: "StrOrPromise"
    choices: Callable[[Reading], Choices]
    where: Callable[[str, Reading], Q]
    nothing: "StrOrPromise" = ""

    @property
    def takes(self) -> Mapping[str, type]:
        """Return the one name, with words."""
        return {self.code: str}

    def asks(self, reading: Reading) -> Mapping[str, forms.Field]:
        """Return the choice, with all of it first."""
        offered = [("", self.nothing or _("All")), *self.choices(reading)]
        return {self.code: forms.ChoiceField(label=self.label, choices=offered, required=False)}

    def narrowed(
        self, rows: QuerySet[Any], given: Mapping[str, Any], reading: Reading
    ) -> QuerySet[Any]:
        """Return the rows of what was chosen."""
        chosen = str(given.get(self.code) or "")
        return rows.filter(self.where(chosen, reading)) if chosen else rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words that must all be found, in whatever way the module looks for them."""

    code: str
    label: "StrOrPromise"
    matching: Callable[[QuerySet[Any], str], QuerySet[Any]]

    @property
    def takes(self) -> Mapping[str, type]:
        """Return the one name, with words."""
        return {self.code: str}

    def asks(self, reading: Reading) -> Mapping[str, forms.Field]:
        """Return the field to type in."""
        return {self.code: forms.CharField(label=self.label, max_length=60, required=False)}

    def narrowed(
        self, rows: QuerySet[Any], given: Mapping[str, Any], reading: Reading
    ) -> QuerySet[Any]:
        """Return the rows that have every word."""
        typed = str(given.get(self.code) or "").strip()
        return self.matching(rows, typed) if typed else rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Begins:
    """What a number or a code begins with, in capitals; ``path`` has an index of patterns."""

    code: str
    label: "StrOrPromise"
    path: str

    @property
    def takes(self) -> Mapping[str, type]:
        """Return the one name, with words."""
        return {self.code: str}

    def asks(self, reading: Reading) -> Mapping[str, forms.Field]:
        """Return the field to type in."""
        widget = forms.TextInput({"autocapitalize": "characters", "autocomplete": "off"})
        typed = forms.CharField(label=self.label, max_length=40, required=False, widget=widget)
        return {self.code: typed}

    def narrowed(
        self, rows: QuerySet[Any], given: Mapping[str, Any], reading: Reading
    ) -> QuerySet[Any]:
        """Return the rows in the range of the index that begins so."""
        typed = str(given.get(self.code) or "").strip().upper()
        if not typed:
            return rows
        if connections[rows.db].vendor != "sqlite":
            # Read off an index of patterns, in whatever order the database sorts its words.
            return rows.filter(**{f"{self.path}__startswith": typed})
        # SQLite reads no LIKE off an index, but sorts by bytes: what begins so lies together.
        return rows.filter(**{f"{self.path}__gte": typed, f"{self.path}__lt": f"{typed}\U0010ffff"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """From one day to another, both with it, by the site's clock."""

    code: str
    since: "StrOrPromise"
    until: "StrOrPromise"
    path: str

    @property
    def takes(self) -> Mapping[str, type]:
        """Return the names of the two days."""
        return {f"{self.code}_since": date, f"{self.code}_until": date}

    def asks(self, reading: Reading) -> Mapping[str, forms.Field]:
        """Return the two days."""
        return {
            f"{self.code}_since": forms.DateField(
                label=self.since, required=False, widget=DateInput()
            ),
            f"{self.code}_until": forms.DateField(
                label=self.until, required=False, widget=DateInput()
            ),
        }

    def narrowed(
        self, rows: QuerySet[Any], given: Mapping[str, Any], reading: Reading
    ) -> QuerySet[Any]:
        """Return the rows between the two midnights."""
        since: date | None = given.get(f"{self.code}_since")
        until: date | None = given.get(f"{self.code}_until")
        if since:
            rows = rows.filter(**{f"{self.path}__gte": midnight(since, reading.zone)})
        if until and until < date.max:
            day_after = until + timedelta(days=1)
            rows = rows.filter(**{f"{self.path}__lt": midnight(day_after, reading.zone)})
        return rows
