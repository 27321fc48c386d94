"""Views and exports as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dayuan.kernel.states import State
from dayuan.platform.access.actors import Actor
from dayuan.platform.attachments import queries as attachments
from dayuan.platform.lists import listed, queries
from dayuan.platform.lists.asked import Asked
from dayuan.platform.lists.models import Export
from dayuan.platform.lists.states import EXPORT


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A view among those offered above a list; ``drop`` is where it is deleted."""

    name: str
    url: str
    current: bool
    shared: bool
    drop: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """An export: what of, how far, and its file."""

    caption: Any
    at: datetime
    state: State
    progress: str
    why: str
    written: int
    total: int
    file: str = ""
    cancel: str = ""


def address(asked: Asked) -> str:
    """Return where a list stands as it is asked for."""
    return f"{reverse(asked.sheet.page)}{asked.query()}"


def views(actor: Actor, asked: Asked, *, may_share: bool) -> tuple[Kept, ...]:
    """Return the views of a list that are offered to somebody."""
    return tuple(
        Kept(
            name=one.name,
            url=f"?{one.query}",
            current=one.query == asked.text,
            shared=one.shared,
            drop=_drop(one.pk) if one.account_id == actor.account_id or may_share else "",
        )
        for one in queries.views_of(actor, asked.sheet.code)
    )


def _drop(view_id: int) -> str:
    return reverse("lists:drop", args=[view_id])


def exports(actor: Actor, found: Sequence[Export]) -> list[Taken]:
    """Return exports with their files."""
    ready = [one.pk for one in found if one.state == "ready"]
    files = attachments.first_of_owners(actor, queries.EXPORT, ready)
    return [_taken(one, files.get(one.pk)) for one in found]


def _taken(row: Export, file: int | None) -> Taken:
    sheet = listed.sheets.get(row.sheet)
    alive = row.state in ("waiting", "working")
    return Taken(
        caption=sheet.caption if sheet else row.sheet,
        at=row.asked_at,
        state=EXPORT.state(row.state),
        progress=_progress(row),
        why=_why(row.problem),
        written=row.written,
        total=row.total,
        file=reverse("attachments:download", args=[file]) if file else "",
        cancel=reverse("lists:cancel", args=[row.pk]) if alive else "",
    )


def _progress(row: Export) -> str:
    if row.state == "working" and row.total:
        return _("%(written)d of %(total)d rows") % {"written": row.written, "total": row.total}
    return _("%(n)d rows") % {"n": row.written} if row.state == "ready" else ""


def _why(problem: str) -> str:
    match problem:
        case "":
            return ""
        case "right":
            return _("You may not open this list any more.")
        case "room":
            return _("There was no room for the file. Tell whoever runs the system.")
        case _:
            return _("It did not come to an end. Ask for it again.")
