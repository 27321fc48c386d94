"""A list on a page: its rows, its form, the headings that put it in order, its pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

from dayuan.platform.access.web import ActorRequest
from dayuan.platform.lists import asked as asking
from dayuan.platform.lists import commands, queries
from dayuan.platform.lists.asked import Asked
from dayuan.platform.lists.sheets import Bulk, Drawn, Field, Order, Reading, Sheet
from dayuan.platform.lists.web import kept as keeping
from dayuan.platform.ui import shapes


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Everything the component ``lists/sheet.html`` draws."""

    asked: Asked
    list: shapes.Listing
    parts: tuple[shapes.Choice, ...]
    orders: tuple[tuple[Order, bool], ...]
    fields: tuple[tuple[Field, bool], ...]
    total: str
    #: What the form passes on unseen: the part of the list it narrows down.
    kept: tuple[tuple[str, str], ...]
    previous: str = ""
    next: str = ""
    all: str = ""
    bulk: Bulk | None = None
    views: tuple[keeping.Kept, ...] = ()
    may_share: bool = False
    may_export: bool = False


def show(sheet: Sheet[Any], request: ActorRequest) -> Shown:
    """Read what the address asks of a list and draw that page of it."""
    reading = Reading(request.actor, request.now, request.site_zone)
    asked = asking.read(sheet, request.GET, reading)
    page = queries.page(asked, reading)
    first, last = (page.records[0].pk, page.records[-1].pk) if page.records else (None, None)
    listing = _listing(asked, page, reading)
    may_share = request.actor.holds(commands.SHARE)
    part = {asking.PART: asked.part.code} if asked.part is not None else {}
    return Shown(
        asked=asked,
        list=listing,
        parts=_parts(asked),
        orders=tuple((one, one == asked.order) for one in sheet.orders_in(asked.part)),
        fields=tuple((one, one in asked.fields) for one in sheet.fields if one.slot != "what"),
        total=_total(page),
        kept=tuple(part.items()),
        previous=asked.query(before=first) if page.earlier and first else "",
        next=asked.query(after=last) if page.later and last else "",
        all=_all_again(asked),
        bulk=sheet.together if any(row.tick for row in listing.rows) else None,
        views=keeping.views(request.actor, asked, may_share=may_share),
        may_share=may_share,
        may_export=request.actor.holds(commands.TAKE),
    )


def some(sheet: Sheet[Any], records: Sequence[Any], request: ActorRequest) -> shapes.Listing:
    """Draw these records as the list draws them, with its usual columns and nothing around."""
    reading = Reading(request.actor, request.now, request.site_zone)
    return shapes.Listing(
        caption=sheet.caption,
        columns=[shapes.Column(one.label, one.slot, one.numeric) for one in sheet.usual_fields],
        rows=[
            shapes.Row(cells=_cells(one, sheet.usual_fields), url=one.url, tone=one.tone)
            for one in sheet.draw(records, reading)
        ],
    )


def _cells(one: Drawn, fields: Sequence[Field]) -> list[Any]:
    return [one.cells.get(field.code, "") for field in fields]


def _all_again(asked: Asked) -> str:
    if not asked.narrowed:
        return ""
    return asked.query(**dict.fromkeys(asked.given, None))


def _listing(asked: Asked, page: queries.Page, reading: Reading) -> shapes.Listing:
    drawn = asked.sheet.draw(page.records, reading)
    return shapes.Listing(
        caption=asked.sheet.caption,
        columns=[_column(asked, one) for one in asked.fields],
        rows=[
            shapes.Row(
                cells=_cells(one, asked.fields),
                url=one.url,
                tone=one.tone,
                tick=_tick(asked.sheet, record, one, reading),
            )
            for record, one in zip(page.records, drawn, strict=True)
        ],
    )


def _tick(sheet: Sheet[Any], record: Any, one: Drawn, reading: Reading) -> shapes.Tick | None:
    """Return the box beside a record, for who may do to several what is done here."""
    bulk = sheet.together
    if bulk is None or not one.tick or not reading.actor.holds(bulk.verb):
        return None
    return shapes.Tick(bulk.name, str(record.pk), one.tick)


def _column(asked: Asked, field: Field) -> shapes.Column:
    """Return a column; its heading leads to the next order that hangs on it."""
    offered = asked.sheet.orders_in(asked.part)
    orders = [one for one in offered if one.heading == field.code]
    now = asked.order if asked.order in orders else None
    url = ""
    if orders:
        nxt = orders[(orders.index(now) + 1) % len(orders)] if now else orders[0]
        usual = nxt == offered[0]
        url = asked.query(**{asking.ORDER: None if usual else nxt.code})
    return shapes.Column(field.label, field.slot, field.numeric, url=url, sorted=_direction(now))


def _direction(order: Order | None) -> Literal["", "ascending", "descending"]:
    if order is None:
        return ""
    return "descending" if order.by[0].startswith("-") else "ascending"


def _parts(asked: Asked) -> tuple[shapes.Choice, ...]:
    return tuple(
        shapes.Choice(
            label=one.label,
            url=asked.query(**{asking.PART: None if one == asked.sheet.parts[0] else one.code}),
            current=one == asked.part,
        )
        for one in asked.sheet.parts
    )


def _total(page: queries.Page) -> str:
    if page.more:
        return _("more than %(n)d") % {"n": page.total}
    return str(page.total)
