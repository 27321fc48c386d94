"""Words of the equipment pages."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dayuan.handbook.schema.plan import EquipmentRow
from dayuan.kernel.text import Text
from dayuan.platform.ui.shapes import Badge
from dayuan.platform.ui.tones import Tone
from dayuan.resources.equipment.rules import Comparison, Quantity


def said(text: Text) -> str:
    """Return a text in the reader's language."""
    return text.in_language(get_language() or "zh-hans")


def row_title(row: EquipmentRow) -> str:
    """Return what a row of the plan is called, with what tells it from its neighbours."""
    return " ".join(filter(None, (said(row.name.text), row.spec)))


def printed(quantity: Quantity, unit: str = "") -> str:
    """Return the quantity as the plan prints it: pending and nothing are never numbers."""
    if quantity == "pending":
        return _("pending")
    if quantity == "unstated":
        return _("not stated")
    if isinstance(quantity, int):
        return f"{quantity} {unit}".strip()
    return f"{quantity.min}–{quantity.max} {unit}".strip()


def comparison(found: Comparison) -> Badge:
    """Return how a count stands to the print, as people see it."""
    if found.outcome == "uncounted":
        return Badge(Tone.WAITING, _("Not counted yet"))
    if found.outcome == "unprinted":
        return Badge(Tone.IN_HAND, _("Counted; the plan prints no number"), "clipboard-check")
    if found.outcome == "fits":
        return Badge(Tone.DONE, _("Fits the print"))
    if found.outcome == "more":
        says = ngettext("%(n)d more than printed", "%(n)d more than printed", found.by)
    else:
        says = ngettext("%(n)d fewer than printed", "%(n)d fewer than printed", found.by)
    return Badge(Tone.SOON, says % {"n": found.by}, "alert-triangle")
