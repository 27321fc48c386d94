"""Search by programs: what the page finds, grouped by kind."""

from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema
from pydantic import Field

from dayuan.kernel.states import State
from dayuan.platform.rest.auth import TokenRequest
from dayuan.platform.rest.kit import Code, Id, Line, Part
from dayuan.platform.search import queries
from dayuan.platform.search.listed import Hit
from dayuan.platform.ui.drawn import words
from dayuan.platform.ui.shapes import Badge

PART = Part("search", title=_("Search"), reads=_("Search"))
_LONGEST = 80


class HitOut(Schema):
    """A record that was found, and its page."""

    id: int
    title: str
    number: str
    state_says: str
    url: str


class GroupOut(Schema):
    """What was found of one kind; ``total`` counts no further than a hundred."""

    kind: str
    label: str
    hits: list[HitOut]
    total: int
    more_than_total: bool
    #: What to send as ``before`` for the next page, where one kind is asked for.
    older: int | None


class FoundOut(Schema):
    """The answer; ``near`` where a number was not found as it was typed, but one like it."""

    groups: list[GroupOut]
    near: bool


class Question(Schema):
    """What is looked for; with a kind, that kind alone, a page at a time."""

    q: Annotated[Line, Field(max_length=_LONGEST)]
    kind: Code = ""
    before: Id | None = None


@PART.read("/search", answers=FoundOut, summary=_("Search"))
def find(request: TokenRequest, asked: Query[Question]) -> Any:
    """Return what the asker may see of what is looked for, by kind, what fits best first."""
    question = asked.q.strip()
    if asked.kind:
        one = queries.page(request.actor, question, kind=asked.kind, before=asked.before)
        return {"groups": [_group(one)] if one else [], "near": False}
    found = queries.search(request.actor, question)
    return {"groups": [_group(one) for one in found.groups], "near": found.near}


def _group(one: queries.Group) -> dict[str, Any]:
    return {
        "kind": one.source.kind, "label": str(one.source.label),
        "hits": [_hit(hit) for hit in one.hits], "total": min(one.total, queries.COUNTED),
        "more_than_total": one.many, "older": one.older,
    }  # fmt: skip


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "id": hit.owner_id, "title": hit.title, "number": hit.number, "url": hit.url,
        "state_says": _state(hit.state),
    }  # fmt: skip


def _state(found: State | Badge | None) -> str:
    if found is None:
        return ""
    return words(found.label if isinstance(found, State) else found.word)
