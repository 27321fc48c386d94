"""The list of issued documents, the newest first."""

from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.documents import queries, rules
from dayuan.platform.documents.models import Issued
from dayuan.platform.documents.papers import papers
from dayuan.platform.documents.states import DOCUMENT
from dayuan.platform.lists.sheets import Among, Days, Drawn, Field, Order, Reading, Sheet
from dayuan.platform.ui.drawn import words
from dayuan.platform.ui.shapes import Badge
from dayuan.platform.ui.tones import tone_of


def caption_of(row: Issued) -> Text:
    """Return what a document is called; of a form that is gone, its codeword."""
    paper = papers.get(row.paper)
    return paper.caption if paper else Text(row.paper)


def state_of(row: Issued) -> Badge:
    """Return how a document stands, as a badge."""
    state = DOCUMENT.state(row.state)
    icon = "ban" if row.withdrawn_at is not None else ""
    return Badge(tone_of(state.tone), state.label, icon)


def _states(_reading: Reading) -> Iterable[tuple[str, str]]:
    return ((one.code, words(one.label)) for one in DOCUMENT.states)


def _door(actor: Actor) -> QuerySet[Issued]:
    return queries.issued_visible_to(actor).defer("drawn")


def _papers(_reading: Reading) -> Iterable[tuple[str, str]]:
    return ((one.code, words(one.caption)) for one in papers.values() if one.issued)


def _drawn(found: Sequence[Issued], _reading: Reading) -> Iterable[Drawn]:
    for row in found:
        cells = {
            "paper": caption_of(row),
            "number": rules.number_text(row),
            "about": row.about,
            "issuer": row.issuer,
            "issued": row.issued_at,
            "state": state_of(row),
        }
        yield Drawn(cells=cells, url=reverse("documents:issued_one", args=[row.pk]))


SHEET: Sheet[Issued] = Sheet(
    code="documents.issued",
    caption=_("Issued documents"),
    verb=queries.VIEW,
    page="documents:issued",
    door=_door,
    draw=_drawn,
    fields=(
        Field(code="paper", label=_("Document"), slot="what"),
        Field(code="number", label=_("Number"), slot="number"),
        Field(code="about", label=_("Record"), slot="where"),
        Field(code="state", label=_("State"), slot="state"),
        Field(code="issuer", label=_("Issued by")),
        Field(code="issued", label=_("Issued at"), slot="until"),
    ),
    orders=(
        Order(code="newest", label=_("Newest first"), by=("-issued_at",), heading="issued"),
        Order(code="number", label=_("By number"), by=("-year", "-number"), heading="number"),
    ),
    filters=(
        Among(
            code="paper", label=_("Document"), choices=_papers,
            where=lambda chosen, _reading: Q(paper=chosen),
        ),
        Among(
            code="state", label=_("State"), choices=_states,
            where=lambda chosen, _reading: Q(state=chosen),
        ),
        Days(code="issued", since=_("Issued from"), until=_("Issued to"), path="issued_at"),
    ),
)  # fmt: skip
