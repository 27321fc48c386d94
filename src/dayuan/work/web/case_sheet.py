"""The list of cases: what is open, what there ever was, by kind, by day, by number."""

from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dayuan.platform.access.actors import Actor
from dayuan.platform.lists.sheets import (
    Among,
    Begins,
    Bulk,
    Days,
    Drawn,
    Field,
    Order,
    Part,
    Reading,
    Sheet,
)
from dayuan.reference.sites import queries as sites
from dayuan.work import cards, queries
from dayuan.work.models import Case
from dayuan.work.states import ActTogether, together


def _categories(reading: Reading) -> Iterable[tuple[str, str]]:
    found = sites.plan_of(reading.actor.site_id).handbook.categories
    return ((code, cards.say(one.title.text)) for code, one in found.items())


def _of_category(code: str, reading: Reading) -> Q:
    """Return the condition for a category and all that lies below it."""
    categories = sites.plan_of(reading.actor.site_id).handbook.categories
    wanted = {code}
    while more := {c for c, one in categories.items() if one.parent in wanted} - wanted:
        wanted |= more
    # One kind is read off its index in order; several have to be put in order first.
    return Q(category=code) if len(wanted) == 1 else Q(category__in=sorted(wanted))


def _door(actor: Actor) -> QuerySet[Case]:
    return queries.visible_to(actor)


def _drawn(cases: Sequence[Case], reading: Reading) -> Iterable[Drawn]:
    act = _together()
    for case, cells in zip(cases, cards.case_cells(cases, now=reading.now), strict=True):
        ready = act is not None and cells["act"] == act.act
        tick = cards.say(act.tick).format(title=case.title) if act and ready else ""
        yield Drawn(cells=cells, url=cards.case_url(case), tick=tick)


def _together() -> ActTogether | None:
    return next(iter(together.values()), None)


def _bulk() -> Bulk | None:
    act = _together()
    if act is None:
        return None
    return Bulk(
        label=act.label, icon=act.icon, url_name=act.url_name, name="case", verb=act.verb,
        hint=act.hint,
    )  # fmt: skip


SHEET: Sheet[Case] = Sheet(
    code="work.cases",
    caption=_("Cases"),
    verb="work.case.view",
    page="work:cases",
    door=_door,
    draw=_drawn,
    bulk=_bulk,
    fields=(
        Field(code="title", label=_("Matter"), slot="what"),
        Field(code="number", label=_("Number"), slot="number"),
        Field(code="state", label=_("State"), slot="state"),
        Field(code="with", label=_("In whose hands"), slot="where"),
        Field(code="due", label=_("Next due"), slot="until"),
        Field(code="opened", label=_("Reported")),
        Field(code="category", label=_("Kind"), usual=False),
        Field(code="closed", label=_("Closed"), usual=False),
    ),
    orders=(
        Order(code="newest", label=_("Newest first"), by=("-opened_at",), heading="opened"),
        Order(code="oldest", label=_("Oldest first"), by=("opened_at",), heading="opened"),
        Order(
            code="due", label=_("What is due first"), by=("next_due_at",), heading="due",
            may_be_empty=True, only_in=("open",),
        ),
    ),
    parts=(
        # By the closing time, which is empty exactly then: an index holds these few apart.
        Part(code="open", label=_("Open"), where=lambda _reading: Q(closed_at__isnull=True)),
        Part(code="all", label=_("All"), where=lambda _reading: Q()),
    ),
    filters=(
        Begins(code="number", label=_("Number begins with"), path="number"),
        Among(
            code="category", label=_("Kind"), choices=_categories,
            where=_of_category,
        ),
        Days(
            code="reported", since=_("Reported from"), until=_("Reported until"), path="opened_at"
        ),
    ),
)  # fmt: skip
