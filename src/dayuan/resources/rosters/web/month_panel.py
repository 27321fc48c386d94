"""What stands beside the grid: what is broken, what was accepted, how far the planner is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dayuan.kernel.problems import Blocker, NeedsApproval, Problems, Source
from dayuan.kernel.states import State
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.ui import times
from dayuan.platform.ui.drawn import words
from dayuan.platform.ui.shapes import Badge
from dayuan.platform.ui.tones import Tone
from dayuan.resources.rosters.models import Planning
from dayuan.resources.rosters.queries import Reading, Sheet
from dayuan.resources.rosters.rules import certificates, naming
from dayuan.resources.rosters.rules.judging import Broken
from dayuan.resources.rosters.states import PLANNING
from dayuan.resources.rosters.web.month_grid import Grid, day_short

#: So many places are named for each rule; the rest is counted.
_PLACES = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One rule that is not kept, as the panel says it."""

    code: str
    badge: Badge
    says: str
    units: int
    places: tuple[str, ...]
    more: int
    source: Source
    may_accept: bool
    #: Who accepted it and when, where somebody did.
    by: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """Everything that is not kept, by how grave it is."""

    hard: tuple[Line, ...]
    open: tuple[Line, ...]
    accepted: tuple[Line, ...]
    soft: tuple[Line, ...]

    @property
    def publishable(self) -> bool:
        """Tell whether nothing stands against publishing."""
        return not self.hard and not self.open

    @property
    def clean(self) -> bool:
        """Tell whether nothing is broken at all."""
        return self.publishable and not self.accepted and not self.soft


def panel(grid: Grid) -> Panel:
    """Return what a month does not keep."""
    found, units = grid.found, grid.found.units_accepted
    lines: dict[str, list[Line]] = {"hard": [], "open": [], "accepted": [], "soft": []}
    for one in found.judged.broken:
        kind = _kind(one, units.get(one.code, 0))
        lines[kind].append(_line(grid, one, kind))
    return Panel(*(tuple(lines[kind]) for kind in ("hard", "open", "accepted", "soft")))


def _kind(one: Broken, accepted: int) -> str:
    if one.hard:
        return "hard"
    if not one.must_be_accepted:
        return "soft"
    return "accepted" if accepted >= one.units else "open"


_BADGES = {
    "hard": (Tone.LATE, gettext_lazy("Must be mended"), "ban"),
    "open": (Tone.APPROVAL, gettext_lazy("To be accepted"), "rubber-stamp"),
    "accepted": (Tone.DONE, gettext_lazy("Accepted"), ""),
    "soft": (Tone.WAITING, gettext_lazy("Could be better"), ""),
}


def _line(grid: Grid, one: Broken, kind: str) -> Line:
    tone, word, sign = _BADGES[kind]
    places = list(_places(grid, one))
    says = naming.says(one.code, grid.draft.handbook)
    return Line(
        one.code, Badge(tone, word, sign), words(says), one.units,
        tuple(places[:_PLACES]), max(0, len(places) - _PLACES),
        naming.source(grid.draft.plan, one.code, grid.draft.handbook), kind == "open",
        _by(grid, one.code),
    )  # fmt: skip


def _by(grid: Grid, code: str) -> str:
    """Return who accepted a rule that is not kept, when, and how often it was not then."""
    row = grid.found.accepted.get(code)
    if row is None:
        return ""
    return _("Accepted by %(name)s, %(moment)s, × %(n)d") % {
        "name": grid.found.acceptors.get(code) or _("the program"),
        "moment": times.moment(row.accepted_at, grid.draft.calendar.zone),
        "n": row.units,
    }


@dataclass(frozen=True, slots=True)
class Accepted:
    """An exception that was accepted before a month was published."""

    says: str
    by: str
    source: Source


def exceptions(grid: Grid) -> list[Accepted]:
    """Return what was accepted of a month, rule by rule."""
    known = grid.found.accepted
    return [
        Accepted(
            words(naming.says(code, grid.draft.handbook)), _by(grid, code),
            naming.source(grid.draft.plan, code, grid.draft.handbook),
        )
        for code in known
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Read:
    """How many have read a published month; who has not, for those who arrange."""

    read: int
    people: int
    not_yet: tuple[str, ...]


def read(found: Sequence[Reading], *, names: bool) -> Read:
    """Return who has read a published month as it stands now."""
    left = [one for one in found if not one.is_read]
    since = _("(changed since)")
    said = tuple(one.name + (since if one.is_changed else "") for one in left)
    return Read(len(found) - len(left), len(found), said if names else ())


def _places(grid: Grid, one: Broken) -> Iterator[str]:
    """Yield where a rule is not kept: by whom and on which day, each once."""
    seen: dict[tuple[int, str], None] = {}
    for breach in one.breaches:
        who = grid.found.names.get(int(breach.person), "") if breach.person else ""
        days = grid.draft.days
        inside = breach.day is not None and 0 <= breach.day < len(days)
        when = day_short(days[breach.day]) if inside and breach.day is not None else ""
        seen[breach.day if breach.day is not None else -1, f"{who} {when}".strip()] = None
    for _day, said in sorted(seen):
        if said:
            yield said


def uncertified(found: Sheet, *, binding: bool) -> Problems:
    """Return who stands without a certificate that is asked for, by name.

    In a draft one that binds stands among the problems already; in a published month it is
    said here, for it may have run out since.
    """
    return tuple(
        certificates.month_problem(one, found.names)
        for one in found.judged.uncertified
        if binding or not one.asked.binds
    )


def lacking(found: Sheet) -> int:
    """Return how many people are missing over the month, each shift counted."""
    return sum(one.missing for one in found.judged.cover)


# --- the planner --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run of the planner is, in words."""

    row: Planning
    badge: State
    says: tuple[str, ...]
    alive: bool


def progress(row: Planning | None) -> Progress | None:
    """Return how the newest run stands."""
    if row is None:
        return None
    return Progress(
        row, PLANNING.state(row.state), tuple(_far(row)), alive=row.state in {"waiting", "working"}
    )  # fmt: skip


def _far(row: Planning) -> Iterator[str]:
    if row.state == "working":
        says = _("It searches for %(n)d seconds at most. You can leave; the draft is filled then.")
        yield says % {"n": row.seconds}
        yield _("Where posts stay open it looks for the reasons then, for a minute at most.")
    if row.objective is not None:
        yield _("The best so far: %(n)s points against it. Fewer is better.") % {
            "n": f"{row.objective:,}"
        }
        yield _proof(row.objective, row.bound or 0)
    elif row.state == "working":
        yield _("Nothing found yet.")
    if row.state == "failed":
        yield _why(row.problem)


def _proof(objective: int, bound: int) -> str:
    if bound <= 0:
        return _("How good a roster could be at best is not known.")
    if bound >= objective:
        return _("No roster is better: that is proved.")
    return _("None can have fewer than %(n)s.") % {"n": f"{bound:,}"}


def _why(problem: str) -> str:
    if problem == "cannot_hold":
        return _(
            "The cells that are set, leave and what must hold contradict each other. "
            "Free some set cells and ask once more."
        )
    return _("The planner ended without a roster. Ask once more.")


def blocked(found: Panel) -> tuple[Blocker | NeedsApproval, ...]:
    """Return why a month cannot be published yet, in short."""
    said: list[Blocker | NeedsApproval] = []
    if found.hard:
        said.append(
            Blocker(
                "rosters.month.hard",
                Text("有必须先解决的问题，见“问题”。", "Some problems must be mended first."),
            )
        )
    if found.open:
        said.append(
            NeedsApproval(
                "rosters.month.open",
                Text("有例外还没有人接受，见“问题”。", "Some exceptions are not accepted yet."),
            )
        )
    return tuple(said)


def may_accept(actor: Actor) -> bool:
    """Tell whether somebody may accept exceptions."""
    return actor.holds("rosters.month.accept")
