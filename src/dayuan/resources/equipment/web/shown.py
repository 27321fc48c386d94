"""How pieces look: rows of a list, the head of a page, facts, what became of one."""

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dayuan.handbook.compiled import Compiled
from dayuan.kernel.months import last_months, shared
from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.access.web import ActorRequest
from dayuan.platform.audit.history import Change
from dayuan.platform.documents.web import shown as documents
from dayuan.platform.ui import times
from dayuan.platform.ui.charts import Bar, Chart, Series
from dayuan.platform.ui.shapes import (
    Action,
    Fact,
    Happening,
    Head,
    Link,
    Person,
)
from dayuan.platform.ui.tones import Tone, tone_of
from dayuan.reference.people import queries as people
from dayuan.resources.equipment import rules
from dayuan.resources.equipment.queries import Item, items, labels
from dayuan.resources.equipment.states import ITEM
from dayuan.resources.equipment.web.words import row_title

#: So many months stand in the chart of a piece.
MONTHS = 12


def system_text(system: str, known: Mapping[str, Text]) -> Text:
    """Return a system in the reader's languages, or the words a piece carries."""
    return known.get(system) or Text(system)


def head(found: Item, request: ActorRequest) -> Head:
    """Return the head of a piece's page with what may be done."""
    acts: list[Action] = []
    if request.actor.holds("equipment.item.manage") and found.state != "retired":
        acts = [
            Action(
                label=_("Change the state"), url=reverse("equipment:state", args=[found.pk]),
                icon="progress",
            ),
            Action(
                label=_("Correct"), url=reverse("equipment:change", args=[found.pk]),
                icon="pencil",
            ),
        ]  # fmt: skip
    return Head(
        title=found.name, number=found.code, badge=_state(found), next=acts[0] if acts else None,
        others=[*acts[1:], *documents.actions(request.actor, "equipment.item", found.pk)],
    )  # fmt: skip


def _state(found: Item) -> Any:
    return ITEM.state(found.state)


def facts(found: Item, plan: Compiled, actor: Actor) -> list[Fact]:
    """Return the facts of a piece; the label only to those who make labels."""
    known = items.systems(found.site_id)
    row = plan.handbook.equipment.get(found.row)
    said = [
        Fact(label=_("Where it stands"), value=_where(found, actor)),
        Fact(label=_("System"), value=system_text(found.system, known) if found.system else ""),
        Fact(
            label=_("Row of the plan"),
            value=f"{row.row}. {row_title(row)}" if row else found.row,
            source=row.source.value if row else None,
        ),
        Fact(label=_("Serial number"), value=found.serial),
        Fact(label=_("In service since"), value=found.in_service_since),
        Fact(label=_("Entered"), value=found.registered_at),
    ]
    if actor.holds("equipment.label.manage"):
        said.append(Fact(label=_("QR label"), value=_label(found, actor)))
    return said


def _where(found: Item, actor: Actor) -> Any:
    if found.place is None:
        return ""
    if not actor.holds("sites.place.view"):
        return found.place.full_title
    return Link(found.place.full_title, reverse("places:place", args=[found.place.pk]))


def _label(found: Item, actor: Actor) -> Any:
    label = labels.valid_of(actor, item_ids=[found.pk]).get(found.pk)
    if label is None:
        return _("None")
    return Link(_("Label %(n)d") % {"n": label.pk}, reverse("equipment:label", args=[label.pk]))


def out_of_order(changes: list[Change], *, at: datetime, zone: tzinfo) -> Chart | None:
    """Return the days a piece was out of order in each of the last months; none if it never was.

    Where not every change was read, nothing is drawn rather than something untrue.
    """
    if len(changes) >= items.CHANGES_MOST:
        return None
    months = last_months(at, zone, MONTHS)
    spans = rules.spans_in(changes, "out_of_order", until=at)
    days = [round(shared(month, spans) / timedelta(days=1), 1) for month in months]
    if not any(days):
        return None
    return Chart(
        title=_("Out of order, month by month"),
        over=_("Month"),
        unit=_("days"),
        series=(Series(_("Out of order"), Tone.LATE),),
        bars=[
            Bar(times.month(month.first), (number,))
            for month, number in zip(months, days, strict=True)
        ],
    )


def _what(act: str) -> Any:
    return _("Entered into the register") if act == "begin" else ITEM.transition(act).label


def happenings(changes: list[Change]) -> list[Happening]:
    """Return what became of a piece, the newest first, with who said so."""
    names = people.names_of_keys([one.actor_key for one in changes])
    return [
        Happening(
            at=one.at,
            what=_what(one.act),
            who=Person(names[one.actor_key]) if one.actor_key in names else None,
            tone=tone_of(ITEM.state(one.new).tone),
            note=one.reason,
            erased=one.erased,
        )
        for one in reversed(changes)
    ]
