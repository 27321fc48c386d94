"""Why a month could not be planned, or posts stay open: what the planner found out, in words."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from dayuan.kernel.problems import Source
from dayuan.platform.ui.drawn import words
from dayuan.resources.rosters.models import Planning
from dayuan.resources.rosters.rules import drafting, explaining, saying_why
from dayuan.resources.rosters.rules.explaining import Explanation
from dayuan.resources.rosters.web.month_grid import Grid


@dataclass(frozen=True, slots=True)
class Line:
    """One of the reasons that cannot hold together."""

    says: str
    source: Source
    may_pass: bool


@dataclass(frozen=True, slots=True)
class Clash:
    """Reasons that cannot hold together, and what would mend it."""

    head: str
    lines: tuple[Line, ...]
    mends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that is known of why; ``says`` where nothing was found out."""

    title: str
    says: str
    clashes: tuple[Clash, ...]
    try_url: str


def why(grid: Grid) -> Shown | None:
    """Return why posts stay open after the newest run, or why it found no roster."""
    run = grid.found.planning
    if run is None:
        return None
    found = explaining.read(run.why)
    if not found.told:
        return None
    return Shown(
        _title(run), _says(found), tuple(_clash(grid, one) for one in found.clashes),
        f"{reverse('rosters:feasibility')}?plan={grid.found.roster.group}",
    )  # fmt: skip


def _title(run: Planning) -> str:
    if run.state == "failed":
        return _("Why it cannot be planned")
    return _("Why posts stay open")


def _says(found: Explanation) -> str:
    return {
        explaining.FOUND: "",
        explaining.COULD: _(
            "All posts could be covered: the planner did not find how in its time. "
            "Give it more time and ask once more."
        ),
        explaining.UNKNOWN: _("It could not be found out in a minute. Ask once more."),
        explaining.NO_SOLVER: _(
            "The solver's package is not installed: without it nobody can prove why. "
            "The problems name what stays open."
        ),
    }[found.told]


def _clash(grid: Grid, one: explaining.Why) -> Clash:
    named = saying_why.Named(grid.draft.plan, grid.compiled.post_title, grid.found.names)
    each = max((sum(drafting.norm_of(grid.draft, m)) for m in grid.draft.members), default=0)
    return Clash(
        words(saying_why.head(one)),
        tuple(
            Line(words(said.says), said.source, said.may_pass)
            for said in saying_why.lines(one, named)
        ),
        tuple(words(mend) for mend in saying_why.mends(one, named, each)),
    )
