"""What every page of the plan needs first: the plan that runs, and where it is."""

from dayuan.insight.queries.outline import Outline, outline_of
from dayuan.insight.web import links
from dayuan.kernel.problems import Refused
from dayuan.platform.access.web import ActorRequest
from dayuan.platform.ui.shapes import Link
from dayuan.reference.sites import queries as sites

#: Who may see how far the plan is put into practice.
COVERAGE = "insight.coverage.view"


def outline(request: ActorRequest) -> Outline:
    """Return the plan that runs at the reader's site."""
    return outline_of(sites.plan_of(request.actor.site_id))


def sees_coverage(request: ActorRequest) -> bool:
    """Tell whether the reader may see the states of clauses."""
    return request.actor.holds(COVERAGE)


def known(code: str, among: object) -> str:
    """Return the code if the plan has it; otherwise there is nothing here."""
    if not hasattr(among, "__contains__") or code not in among:
        raise Refused(hidden=True)
    return code


def sections_above(found: Outline, section: str, *, with_itself: bool) -> list[Link]:
    """Return the links from the chapter down to a section."""
    trail = found.trail(section)
    shown = trail if with_itself else trail[:-1]
    book = found.plan.handbook
    return [Link(book.sections[code].title.text, links.section(code)) for code in shown]
