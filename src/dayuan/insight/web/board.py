"""The duty board: what is open, who has it, who is there; on a desk or on the wall."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dayuan.insight.queries.board import MOST, Board, Numbers
from dayuan.insight.queries.board import board as read_board
from dayuan.insight.web import words
from dayuan.kernel.text import Text
from dayuan.platform.access.web import ActorRequest, view_for
from dayuan.platform.ui import shapes, times
from dayuan.platform.ui.tones import Tone, tone_of
from dayuan.reference.people.queries import Person
from dayuan.reference.sites.queries import DAY_KINDS, DaySheet
from dayuan.resources.rosters.queries import Holding
from dayuan.work import queries as work
from dayuan.work.queries import Task
from dayuan.work.states import TASK

#: Rows that are legible from four metres.
ON_THE_WALL = 6
#: Names shown for one post before the rest is only counted.
_NAMES = 2


@require_safe
@never_cache
@view_for("insight.board.view")
def board(request: ActorRequest) -> HttpResponse:
    """Show the board; ``?wall=1`` shows it for a screen on the wall."""
    wall = request.GET.get("wall") == "1"
    today = request.now.astimezone(request.site_zone).date()
    found = read_board(request.actor, at=request.now, today=today)
    most = ON_THE_WALL if wall else MOST
    context = {
        "stats": [*_stats(found.numbers), _vacant(found)],
        "unseen": max(0, len(found.tasks) - most),
        "lines": [_line(found, task, request.now) for task in found.tasks[:most]],
        "list": _listing(found, request.now),
        "units": list(_units(found)),
        "today": _today(found.today),
        "alarm": found.log if found.log.alarm else None,
        "guessed": found.today.guessed,
        "held": found.numbers.held,
        # A wall may stay lit; a shared duty device locks itself all the same.
        "shared": bool(request.session.get("device")),
    }
    return render(request, "insight/wall.html" if wall else "insight/board.html", context)


def _stats(numbers: Numbers) -> list[shapes.Stat]:
    return [
        shapes.Stat(label=_("Open cases"), value=numbers.open_cases, url=reverse("work:cases")),
        _stat(_("To be sent out"), numbers.to_dispatch, Tone.WAITING),
        _stat(_("To be taken"), numbers.untaken, Tone.WAITING),
        _stat(_("To be checked"), numbers.to_check, Tone.APPROVAL),
        _stat(_("Late"), numbers.late, Tone.LATE),
    ]


def _vacant(found: Board) -> shapes.Stat:
    own = (found.holdings[post] for post in found.plan.handbook.posts)
    number = sum(1 for holding in own if holding.vacant)
    return _stat(_("Vacant posts"), number, Tone.LATE)


def _stat(label: str, value: int, tone: Tone) -> shapes.Stat:
    return shapes.Stat(label=label, value=value, tone=tone if value else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One open task on the board."""

    title: Text
    case: str
    number: str
    url: str
    who: Any
    until: Any
    badge: shapes.Badge
    tone: Tone


def _line(found: Board, task: Task, now: datetime) -> Line:
    step = work.step_of(task)
    until = _until(task, now)
    late = isinstance(until, shapes.Clock) and until.tone is Tone.LATE
    state = TASK.state(task.state)
    return Line(
        title=step.title.text,
        case=task.case.title,
        number=task.case.number,
        url=reverse("work:task", args=[task.pk]),
        who=_who(found, task),
        until=until,
        badge=shapes.Badge(tone_of(state.tone), state.label),
        tone=Tone.LATE if late else tone_of(state.tone),
    )


def _until(task: Task, now: datetime) -> Any:
    if task.due_at is not None:
        return shapes.Clock(due=task.due_at, now=now)
    if task.ready_at is None:
        return None
    return _("%(length)s (no limit)") % {"length": times.length(now - task.ready_at)}


def _who(found: Board, task: Task) -> Any:
    title = found.plan.post_title(task.post)
    whose = task.person or task.holder
    if whose is not None:
        return shapes.Person(name=whose.name, post=title)
    holding = found.holdings[task.post]
    if task.stuck_since is not None:
        nobody = _("nobody may do it: %(post)s") % {"post": words.say(title)}
        return shapes.Badge(Tone.LATE, nobody, "alert-circle")
    if holding.vacant:
        nobody = _("nobody on duty: %(post)s") % {"post": words.say(title)}
        return shapes.Badge(Tone.LATE, nobody, "alert-circle")
    return _("%(post)s: %(names)s") % {"post": words.say(title), "names": _names(found, holding)}


def _names(found: Board, holding: Holding[Person], most: int = _NAMES) -> str:
    shown = words.listed(_name(found, holding, person) for person in holding.persons[:most])
    total = len(holding.persons)
    if total <= most:
        return shown
    return _("%(names)s (%(total)d in all)") % {"names": shown, "total": total}


def _name(found: Board, holding: Holding[Person], person: Person) -> str:
    if found.tells_missing and person in holding.missing:
        return _("%(name)s (not yet there)") % {"name": person.name}
    return person.name


def _listing(found: Board, now: datetime) -> shapes.Listing:
    columns = [
        shapes.Column(_("Task"), "what"),
        shapes.Column(_("Case"), "where"),
        shapes.Column(_("Who has it"), "extra"),
        shapes.Column(_("Until when"), "until"),
        shapes.Column(_("Clause"), "extra"),
        shapes.Column(_("State"), "state"),
    ]
    rows = [_row(found, task, now) for task in found.tasks]
    return shapes.Listing(caption=_("Open tasks"), columns=columns, rows=rows, dense=True)


def _row(found: Board, task: Task, now: datetime) -> shapes.Row:
    line, step = _line(found, task, now), work.step_of(task)
    return shapes.Row(
        url=line.url,
        tone=line.tone,
        cells=[
            line.title,
            [line.case, line.number],
            line.who,
            line.until,
            step.source.value,
            line.badge,
        ],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PostLine:
    """A post on the board: who answers for it now."""

    title: Text
    names: str
    note: str
    badge: shapes.Badge | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """A unit with its posts."""

    title: Text
    posts: Sequence[PostLine]
    #: Posts nobody answers for.
    vacant: int


def _units(found: Board) -> Iterator[UnitLine]:
    book = found.plan.handbook
    own = {code: unit for code, unit in book.units.items() if unit.side == "own"}
    first = {code: _first_row(found, code) for code in own}
    for code in sorted(own, key=lambda one: (first[one], one)):
        posts = [p for p in book.posts if book.posts[p].unit == code]
        posts.sort(key=lambda post: (book.posts[post].row or 10_000, post))
        lines = [_post_line(found, post) for post in posts]
        if lines:
            vacant = sum(1 for line in lines if line.badge is not None)
            yield UnitLine(title=own[code].title.text, posts=lines, vacant=vacant)


def _first_row(found: Board, unit: str) -> int:
    posts = found.plan.handbook.posts.values()
    return min((post.row or 10_000 for post in posts if post.unit == unit), default=10_000)


def _post_line(found: Board, post: str) -> PostLine:
    holding = found.holdings[post]
    badge = shapes.Badge(Tone.LATE, _("nobody"), "alert-circle") if holding.vacant else None
    return PostLine(
        title=found.plan.post_title(post),
        names="" if holding.vacant else _names(found, holding),
        note=_via(found, holding),
        badge=badge,
    )


def _via(found: Board, holding: Holding[Person]) -> str:
    if holding.via == "alternate":
        return _("stands in: %(post)s") % {
            "post": words.say(found.plan.post_title(holding.through))
        }
    return _("on the duty list") if holding.via == "duty" else ""


def _today(sheet: DaySheet) -> dict[str, Any]:
    coming = sheet.next_holiday
    said = None
    if coming is not None:
        days = (coming.day - sheet.day).days
        said = _("%(title)s: %(day)s, in %(days)s") % {
            "title": coming.title or words.say(DAY_KINDS[sheet.kind]),
            "day": times.day(coming.day),
            "days": times.length(coming.day - sheet.day) if days else "",
        }
    return {
        "day": sheet.day,
        "kind": shapes.Badge(
            Tone.IN_HAND if sheet.kind.worked else Tone.DONE, DAY_KINDS[sheet.kind], "calendar"
        ),
        "title": sheet.title,
        "coming": said,
    }
