"""Why a month could not be planned, or posts stay open: what the planner found out, in words."""

from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _

from dayuan.kernel.problems import Source
from dayuan.platform.access.actors import Actor
from dayuan.platform.ui.drawn import words
from dayuan.resources.rosters import queries
from dayuan.resources.rosters.models import Planning
from dayuan.resources.rosters.rules import drafting, explaining, saying_why
from dayuan.resources.rosters.rules.explaining import Explanation
from dayuan.resources.rosters.rules.rates import Rates
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
    #: What the hours that lack come to, for whoever may know what one costs.
    money: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that is known of why; ``says`` where nothing was found out."""

    title: str
    says: str
    clashes: tuple[Clash, ...]
    try_url: str
    #: Somebody who may enter a rate is told that none is there.
    rates_url: str


def why(grid: Grid, actor: Actor) -> Shown | None:
    """Return why posts stay open after the newest run, or why it found no roster."""
    run = grid.found.planning
    if run is None:
        return None
    found = explaining.read(run.why)
    if not found.told:
        return None
    roster = grid.found.roster
    missing = any(one.missing for one in found.clashes)
    # Asked only where it says something: the page has few questions to spare.
    rates = queries.known_rates(actor, roster.group) if missing else Rates()
    rate = rates.of_month(roster.month)
    enters = missing and rate is None and queries.may_enter_rates(actor)
    return Shown(
        _title(run), _says(found), tuple(_clash(grid, one, rate) for one in found.clashes),
        f"{reverse('rosters:feasibility')}?plan={roster.group}",
        reverse("rosters:rates") if enters else "",
    )  # fmt: skip


def _title(run: Planning) -> str:
    if run.state == "failed":
        return _("Why it cannot be planned")
    return _("Why not everything can be met")


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


def _clash(grid: Grid, one: explaining.Why, rate: Fraction | None) -> Clash:
    named = saying_why.Named(
        grid.draft.plan, grid.compiled.post_title, grid.found.names, grid.draft.handbook
    )
    each = max((sum(drafting.norm_of(grid.draft, m)) for m in grid.draft.members), default=0)
    money = saying_why.money(one, rate)
    return Clash(
        words(saying_why.head(one)),
        tuple(
            Line(words(said.says), said.source, said.may_pass)
            for said in saying_why.lines(one, named)
        ),
        tuple(words(mend) for mend in saying_why.mends(one, named, each)),
        words(money) if money else "",
    )
