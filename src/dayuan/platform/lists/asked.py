"""What somebody asks of a list, as it stands in the address: read with care, written back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from dayuan.platform.lists.forms import Narrowing
from dayuan.platform.lists.sheets import Field, Order, Part, Reading, Sheet

#: Names in the address that belong to the list itself.
PART, ORDER, FIELD, AFTER, BEFORE = "show", "order", "field", "after", "before"
OWN = frozenset({PART, ORDER, FIELD, AFTER, BEFORE})
_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a list. Whatever the address says that makes no sense asks nothing."""

    sheet: Sheet[Any]
    order: Order
    fields: tuple[Field, ...]
    part: Part | None
    form: Narrowing
    #: What the filters were given, by their names in the address.
    given: Mapping[str, str] = field(default_factory=dict)
    after: int | None = None
    before: int | None = None

    @property
    def narrowed(self) -> bool:
        """Tell whether anything was typed or chosen that leaves records out."""
        return bool(self.given)

    @property
    def turned(self) -> bool:
        """Tell whether this is another page than the first."""
        return self.after is not None or self.before is not None

    @property
    def text(self) -> str:
        """Return what is asked as a view or an export keeps it: in one spelling, no page."""
        return self.query().removeprefix("?")

    def query(self, **other: str | int | None) -> str:
        """Return the address's question with something else; a page begins anew unless said."""
        asked: list[tuple[str, str]] = []
        if self.part and self.part != self.sheet.parts[0]:
            asked.append((PART, self.part.code))
        asked += sorted(self.given.items())
        if self.order != self.sheet.orders[0]:
            asked.append((ORDER, self.order.code))
        if self.fields != self.sheet.usual_fields:
            asked += [(FIELD, one.code) for one in self.fields]
        kept = [(name, value) for name, value in asked if name not in other]
        kept += [(name, str(value)) for name, value in other.items() if value not in (None, "")]
        return f"?{urlencode(kept)}"


def read(sheet: Sheet[Any], query: QueryDict, reading: Reading) -> Asked:
    """Read what an address asks of a list."""
    form = Narrowing(sheet, query or None, reading=reading)
    form.is_valid()
    good = {name for name in form.fields if name not in form.errors}
    given = {name: query.get(name, "").strip() for name in form.fields if name in good}
    part = _chosen(sheet.parts, query.get(PART)) if sheet.parts else None
    return Asked(
        sheet=sheet,
        order=_chosen(sheet.orders_in(part), query.get(ORDER)),
        fields=_fields(sheet, query.getlist(FIELD)),
        part=part,
        form=form,
        given={name: value for name, value in given.items() if value},
        after=_number(query.get(AFTER)),
        before=_number(query.get(BEFORE)),
    )


def _chosen(offered: tuple[Any, ...], code: str | None) -> Any:
    return next((one for one in offered if one.code == code), offered[0])


def _fields(sheet: Sheet[Any], codes: list[str]) -> tuple[Field, ...]:
    """Return the chosen fields in the list's own order; what a record is called stays."""
    chosen = tuple(one for one in sheet.fields if one.code in codes or one.slot == "what")
    return chosen if codes and len(chosen) > 1 else sheet.usual_fields


def _number(text: str | None) -> int | None:
    fits = text is not None and text.isascii() and text.isdecimal() and len(text) <= _DIGITS
    return int(text or "0") if fits else None
