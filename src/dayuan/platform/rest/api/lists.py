"""Views of lists by programs, and lists taken away as files that a worker writes."""

from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema

from dayuan.platform.attachments import queries as attachments
from dayuan.platform.lists import asked as asking
from dayuan.platform.lists import commands, listed, queries
from dayuan.platform.lists.queries import Export, View
from dayuan.platform.lists.sheets import Reading
from dayuan.platform.rest.auth import TokenRequest
from dayuan.platform.rest.kit import Address, Body, Code, Id, Line, Part

PART = Part(
    "lists", title=_("Views and exports of lists"), reads=_("See one's own views and exports"),
    writes=_("Keep views, take lists away as files"),
)  # fmt: skip


class ListIn(Body):
    """A list by its codeword, and what is asked of it as in the address of its page."""

    list: Code
    query: Address = ""


class ViewIn(ListIn):
    """What to keep under a name; shared, everybody is offered it who may open the list."""

    name: Line
    shared: bool = False


class ViewOut(Schema):
    """A view of a list."""

    id: int
    list: str
    name: str
    query: str
    shared: bool
    own: bool


class ExportOut(Schema):
    """A list on its way into a file; ``file`` is fetched by its number once it is ready."""

    id: int
    list: str
    state: str
    asked_at: datetime
    written: int
    total: int
    problem: str
    file: int | None


class OfList(Body):
    """Of which list."""

    list: Code


def view_shown(request: TokenRequest, view_id: int) -> Any:
    """Return one view as the asker may read it."""
    return _view(request, queries.view_for(request.actor, view_id))


def shown(request: TokenRequest, export_id: int) -> Any:
    """Return one export as the asker may read it."""
    return _exports(request, [queries.get_for(request.actor, export_id)])[0]


@PART.read("/views", answers=list[ViewOut], summary=_("Read the views of a list"))
def views(request: TokenRequest, of: Query[OfList]) -> Any:
    """Return the views of a list that are offered, one's own first."""
    sheet = listed.sheet_for(request.actor, of.list)
    return [_view(request, one) for one in queries.views_of(request.actor, sheet.code)]


@PART.write(
    "POST", "/views", shows=view_shown, answers=ViewOut, made=True, summary=_("Keep a view")
)  # fmt: skip
def keep(request: TokenRequest, body: ViewIn) -> int:
    """Keep a list as it is asked for under a name, in place of the own view of that name."""
    made = commands.keep(
        sheet=body.list, name=body.name, query=_spelled(request, body), shared=body.shared,
        actor=request.actor, at=request.now,
    )  # fmt: skip
    return made.pk


@PART.write("DELETE", "/views/{view_id}", summary=_("Delete a view"))
def drop(request: TokenRequest, view_id: Id) -> None:
    """Delete an own view, or a shared one with the right to share."""
    commands.drop(view_id=view_id, actor=request.actor, at=request.now)


@PART.read("/exports", answers=list[ExportOut], summary=_("Read one's own exports"))
def exports(request: TokenRequest) -> Any:
    """Return one's exports of the last day, the newest first."""
    return _exports(request, queries.exports_of(request.actor, at=request.now))


@PART.read("/exports/{export_id}", answers=ExportOut, summary=_("Read an export"))
def one_export(request: TokenRequest, export_id: Id) -> Any:
    """Return how far an export of one's own is."""
    return shown(request, export_id)


@PART.write(
    "POST", "/exports", shows=shown, answers=ExportOut, made=True,
    summary=_("Take a list away as a file"), verbs=(commands.TAKE,),
)  # fmt: skip
def export(request: TokenRequest, body: ListIn) -> int:
    """Ask for a list as a file; a worker writes it with the rights of whoever asked."""
    made = commands.export(
        sheet=body.list, query=_spelled(request, body), language=get_language() or "zh-hans",
        later=True, actor=request.actor, at=request.now,
    )  # fmt: skip
    return made.pk


@PART.write(
    "POST", "/exports/{export_id}/cancel", shows=shown, answers=ExportOut,
    summary=_("Let an export be"),
)  # fmt: skip
def cancel(request: TokenRequest, export_id: Id) -> int:
    """Let an export of one's own be; a worker that writes it stops."""
    commands.cancel(export_id=export_id, actor=request.actor, at=request.now)
    return export_id


def _spelled(request: TokenRequest, given: ListIn) -> str:
    """Return what is asked of a list in the one spelling that is kept."""
    reading = Reading(request.actor, request.now, request.site_zone)
    sheet = listed.sheet_for(request.actor, given.list)
    return asking.read(sheet, QueryDict(given.query.removeprefix("?")), reading).text


def _view(request: TokenRequest, one: View) -> dict[str, Any]:
    return {
        "id": one.pk, "list": one.sheet, "name": one.name, "query": one.query,
        "shared": one.shared, "own": one.account_id == request.actor.account_id,
    }  # fmt: skip


def _exports(request: TokenRequest, found: list[Export]) -> list[dict[str, Any]]:
    ready = [one.pk for one in found if one.state == "ready"]
    files = attachments.first_of_owners(request.actor, queries.EXPORT, ready)
    return [
        {**{name: getattr(one, name) for name in _EXPORT}, "id": one.pk, "list": one.sheet,
         "file": files.get(one.pk)}
        for one in found
    ]  # fmt: skip


_EXPORT = ("state", "asked_at", "written", "total", "problem")
