"""Results as pages show them: with what of a title answered the question."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from dayuan.platform.access.web import ActorRequest
from dayuan.platform.search import marks, queries
from dayuan.platform.search.listed import Hit
from dayuan.platform.search.tokens import answers, indexed, leading
from dayuan.platform.ui import menu

#: Places of the frame that the palette offers at once.
_PLACES = 8


@dataclass(frozen=True, slots=True)
class ShownHit:
    """One result: its words in pieces, each marked or not."""

    hit: Hit
    title: tuple[marks.Piece, ...]
    number: tuple[marks.Piece, ...]
    told: tuple[marks.Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """The results of one kind; ``more`` leads to the others."""

    kind: str
    label: str | Promise
    icon: str
    hits: tuple[ShownHit, ...]
    total: int
    many: bool
    more: str = ""


def groups(
    found: Sequence[queries.Group], question: str, *, whole: bool = False
) -> list[ShownGroup]:
    """Return groups to show; ``whole`` ones lead to their next page, others to their first."""
    return [_group(one, question, whole=whole) for one in found]


def palette(request: ActorRequest, question: str) -> dict[str, Any]:
    """Return what the palette lists: places to go to, then what was found.

    A place that only has the sound somewhere inside its name comes last: whoever types two
    letters for the lift does not mean the settings.
    """
    found = queries.search(request.actor, question)
    places = _places(request, request.actor, question)
    named = {one for one in places if answers(question, leading(str(one.label)))}
    return {
        "question": question,
        "places": [one for one in places if one in named],
        "others": [one for one in places if one not in named],
        "groups": groups(found.groups, question),
        "near": found.near,
    }


def _places(request: HttpRequest, member: menu.Member, question: str) -> list[menu.Shown]:
    known = [one for one in menu.entries.values() if one.open_to(member)]
    mine = [one for one in known if answers(question, indexed(str(one.label)))]
    return list(menu.shown(request, member, among=mine))[:_PLACES]


def _group(one: queries.Group, question: str, *, whole: bool) -> ShownGroup:
    source = one.source
    hits = tuple(_hit(hit, question) for hit in one.hits)
    more = ""
    if whole and one.older is not None:
        more = _address(q=question, kind=source.kind, before=one.older)
    elif not whole and one.total > len(hits):
        more = _address(q=question, kind=source.kind)
    total = min(one.total, queries.COUNTED)
    return ShownGroup(source.kind, source.label, source.icon, hits, total, one.many, more)


def _hit(hit: Hit, question: str) -> ShownHit:
    title, number = marks.marked(hit.title, question), marks.marked_number(hit.number, question)
    # What was told is shown where it says more of why this was found.
    whole = answers(question, indexed(hit.title, hit.number))
    return ShownHit(hit, title, number, () if whole else marks.around(hit.told, question))


def _address(**asked: object) -> str:
    return f"{reverse('search:find')}?{urlencode(asked)}"
