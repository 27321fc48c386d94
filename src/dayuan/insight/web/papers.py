"""A decision on an unclear place of the plan, for the file."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from dayuan.insight.web import reading
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.documents.content import (
    Column,
    Document,
    Fact,
    Facts,
    Heading,
    Signature,
    Signatures,
    Table,
)
from dayuan.platform.documents.papers import Paper
from dayuan.platform.ui.drawn import words
from dayuan.reference.sites import queries as sites


def _compose(actor: Actor, key: str, /, *, at: datetime, for_all: bool) -> Document:
    plan = sites.plan_of(actor.site_id)
    reading.known(key, plan.handbook.decisions)
    one = plan.handbook.decisions[key]
    clauses = [
        (code, plan.handbook.clauses[code]) for code in one.clauses if code in plan.handbook.clauses
    ]
    return Document(
        title=words(_CAPTION),
        site=words(sites.name(sites.site(actor.site_id))),
        number=_("No. %(number)s") % {"number": key},
        blocks=(
            Facts(
                (
                    Fact(_("Subject"), words(one.title.text), wide=True),
                    Fact(_("What is unclear"), words(one.issue.text), wide=True),
                    Fact(_("How it is read"), words(one.decision.text), wide=True),
                )
            ),
            Heading(_("Clauses it speaks of")),
            Table(
                (Column(_("Clause"), 1), Column(_("Words of the plan"), 4)),
                tuple((code, clause.quote) for code, clause in clauses),
                empty=_("None"),
            ),
            Signatures(
                (Signature(_("Head of the centre")), Signature(_("Client"))), dated=_("Date")
            ),
        ),
    )


_CAPTION = Text("方案理解决定", "Decision on the plan")
PAPER = Paper(
    code="plan.decision",
    caption=_CAPTION,
    verb="plans.revision.view",
    record="plan.decision",
    owner_kind="plan.decision",
    compose=_compose,
    page=lambda key: reverse("plan:decision", args=[key]),
    issued=False,
)
