"""Tags and filters of the components; every parameter is described where it is used.

``{% load ui %}`` gives a page everything it may draw with. The small ones are drawn in
``drawn``, the larger ones by the templates in ``ui/components``.
"""

from datetime import date, datetime
from typing import Any

from django import template
from django.template.context import Context
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dayuan.kernel.labels import Label
from dayuan.kernel.problems import Blocker, NeedsApproval, Problem, Source
from dayuan.kernel.states import State
from dayuan.kernel.text import Text
from dayuan.platform.ui import drawn, shapes, times
from dayuan.platform.ui.drawn import source_words as source_words
from dayuan.platform.ui.tones import Tone

register = template.Library()


@register.filter
def words(value: Any) -> str:
    """Return a kernel Text in the page's language; other values as they are."""
    return drawn.words(value)


@register.simple_tag
def joint() -> str:
    """Return the comma between two parts of a sentence, as the language writes it."""
    return drawn.joint()


@register.simple_tag
def colon(after: Any = "") -> str:
    """Return the colon after some words, as the language writes it; none after a question."""
    if str(after).endswith(("?", "？")):
        return " "
    return "：" if times.in_chinese() else ": "


@register.simple_tag
def bilingual(value: Text) -> SafeString:
    """Draw a Text; where it is not written in the page's language, say which one it is."""
    return drawn.bilingual(value)


@register.simple_tag
def icon(name: str, label: str | Promise = "", extra: str = "") -> SafeString:
    """Draw an icon; with a label it speaks, without one it only decorates."""
    return drawn.icon(name, label, extra)


@register.simple_tag
def state_badge(state: State | shapes.Badge | str, word: Any = "", icon: str = "") -> SafeString:
    """Draw a state: a State, a Badge, or a tone's codeword with a word."""
    return drawn.badge(state, word, icon)


@register.simple_tag
def label_badge(label: Label | str) -> SafeString:
    """Draw how far a record may travel."""
    return drawn.label(Label(label))


@register.simple_tag
def clause_chip(source: Source) -> SafeString:
    """Draw where a rule comes from; a tap opens the page that explains it, if there is one."""
    return drawn.source(source)


@register.simple_tag(takes_context=True)
def clock(context: Context, due: Any, stopped: datetime | None = None, **extra: Any) -> SafeString:
    """Draw a deadline: a Clock, or an instant that is compared with the page's ``now``."""
    found = due
    if not isinstance(due, shapes.Clock):
        now = extra.pop("now", None) or context["now"]
        found = shapes.Clock(due=due, now=now, stopped=stopped, **extra)
    return drawn.clock(found, zone=drawn.zone_of(context))


@register.simple_tag(takes_context=True)
def moment(context: Context, at: datetime | date | None, near: bool = False) -> SafeString:
    """Draw an instant or a day; ``near=True`` leaves out the day where it is today."""
    return drawn.moment(at, context=context, near=near)


@register.simple_tag(takes_context=True)
def span(context: Context, start: datetime, end: datetime) -> SafeString:
    """Draw a range of time."""
    said = times.span(start, end, drawn.zone_of(context))
    return format_html('<span class="moment">{}</span>', said)


_PROBLEM_LOOKS: dict[type[Problem], tuple[Tone, str]] = {
    Blocker: (Tone.LATE, "ban"),
    NeedsApproval: (Tone.APPROVAL, "rubber-stamp"),
}


@register.inclusion_tag("ui/components/problem.html")
def problem(found: Problem) -> dict[str, Any]:
    """Draw one reason with its source."""
    tone, sign = next(
        (look for kind, look in _PROBLEM_LOOKS.items() if isinstance(found, kind)),
        (Tone.SOON, "alert-triangle"),
    )
    return {"problem": found, "tone": tone, "icon": sign, "word": _problem_word(found)}


def _problem_word(found: Problem) -> str:
    if isinstance(found, Blocker):
        return _("Not possible")
    return _("Needs approval") if isinstance(found, NeedsApproval) else _("Mind this")


@register.simple_tag(takes_context=True)
def show(context: Context, value: Any) -> SafeString:
    """Draw a value by what it is: text, state, clock, person, source, label, instant, link."""
    return drawn.value(value, context=context)


@register.simple_tag(takes_context=True)
def list_rows(context: Context, listing: shapes.Listing) -> SafeString:
    """Draw the rows of a list."""
    return drawn.rows(listing, context=context)


@register.filter
def filesize(size: int) -> str:
    """Return a size in bytes as people write it: 1.2 MB."""
    amount = float(size)
    for unit in ("B", "KB", "MB"):
        if amount < 1024:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1024
    return f"{amount:.1f} GB"
