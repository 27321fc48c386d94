"""Tags and filters of the components; every parameter is described where it is used.

``{% load ui %}`` gives a page everything it may draw with.
"""

from datetime import date, datetime, tzinfo
from typing import Any

from django import template
from django.template.context import Context
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dayuan.kernel.labels import Label
from dayuan.kernel.problems import Blocker, NeedsApproval, Problem, Source, SourceKind
from dayuan.kernel.states import State
from dayuan.kernel.text import Text
from dayuan.platform.ui import links, shapes, times
from dayuan.platform.ui.tones import Tone, tone_of

register = template.Library()


def _zone(context: Context) -> tzinfo:
    zone = getattr(context.get("request"), "site_zone", None)
    return zone if isinstance(zone, tzinfo) else times.DEFAULT_ZONE


def _language() -> str:
    return get_language() or "zh-hans"


@register.filter
def words(value: Any) -> str:
    """Return a kernel Text in the page's language; other values as they are."""
    if isinstance(value, Text):
        return value.in_language(_language())
    return "" if value is None else str(value)


@register.simple_tag
def joint() -> str:
    """Return the comma between two parts of a sentence, as the language writes it."""
    return "，" if times.in_chinese() else ", "


@register.simple_tag
def colon(after: Any = "") -> str:
    """Return the colon after some words, as the language writes it; none after a question."""
    if str(after).endswith(("?", "？")):
        return " "
    return "：" if times.in_chinese() else ": "


@register.simple_tag
def bilingual(value: Text) -> SafeString:
    """Draw a Text; where it is not written in the page's language, say which one it is."""
    shown = words(value)
    chinese = _language().startswith("zh")
    if (value.zh if chinese else value.en) or not shown:
        return format_html("{}", shown)
    return format_html('<span lang="{}">{}</span>', "en" if chinese else "zh-Hans", shown)


@register.simple_tag
def icon(name: str, label: str | Promise = "", extra: str = "") -> SafeString:
    """Draw an icon; with a label it speaks, without one it only decorates."""
    where = f"{static('vendor/icons.svg')}#i-{name}"
    css = f"icon {extra}".strip()
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>',
            css, label, where,
        )  # fmt: skip
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"></use></svg>', css, where)


@register.inclusion_tag("ui/components/badge.html")
def state_badge(
    state: State | shapes.Badge | str, word: Any = "", icon: str = ""
) -> dict[str, Any]:
    """Draw a state: a State, a Badge, or a tone's codeword with a word."""
    if isinstance(state, State):
        return {"tone": tone_of(state.tone), "word": state.label, "icon": icon}
    if isinstance(state, shapes.Badge):
        return {"tone": state.tone, "word": state.word, "icon": icon or state.icon}
    tone = tone_of(state)
    return {"tone": tone, "word": word or tone.word, "icon": icon}


_LABEL_ICONS = {Label.PUBLIC: "world", Label.INTERNAL: "building", Label.WORK_SECRET: "lock"}


@register.inclusion_tag("ui/components/label_badge.html")
def label_badge(label: Label | str) -> dict[str, Any]:
    """Draw how far a record may travel."""
    found = Label(label)
    return {"label": found, "icon": _LABEL_ICONS[found]}


def source_words(source: Source) -> str:
    """Return the short name of a source: 方案 5.1, 决定 A-00, the law's article, and so on."""
    match source.kind:
        case SourceKind.CLAUSE:
            return _("Plan %(ref)s") % {"ref": source.ref}
        case SourceKind.DECISION:
            return _("Decision %(ref)s") % {"ref": source.ref}
        case SourceKind.LAW:
            return source.ref
        case SourceKind.SITE:
            return _("This site's own rule")
        case SourceKind.SYSTEM:
            return _("System")


_SOURCE_ICONS = {
    SourceKind.CLAUSE: "book-2",
    SourceKind.DECISION: "gavel",
    SourceKind.LAW: "scale",
    SourceKind.SITE: "home-edit",
    SourceKind.SYSTEM: "settings",
}


@register.inclusion_tag("ui/components/clause_chip.html")
def clause_chip(source: Source) -> dict[str, Any]:
    """Draw where a rule comes from; a tap opens the page that explains it, if there is one."""
    own = source.kind in {SourceKind.SITE, SourceKind.SYSTEM}
    return {
        "says": source_words(source),
        "icon": _SOURCE_ICONS[source.kind],
        "url": links.source_url(source),
        "reason": source.ref if own else "",
    }


@register.inclusion_tag("ui/components/clock.html", takes_context=True)
def clock(
    context: Context, due: Any, stopped: datetime | None = None, **extra: Any
) -> dict[str, Any]:
    """Draw a deadline: a Clock, or an instant that is compared with the page's ``now``."""
    found = due
    if not isinstance(due, shapes.Clock):
        now = extra.pop("now", None) or context["now"]
        found = shapes.Clock(due=due, now=now, stopped=stopped, **extra)
    shown = found.stopped or found.due
    return {
        "clock": found,
        "iso": shown.astimezone(_zone(context)).isoformat(timespec="seconds"),
        "exact": times.near_moment(shown, now=found.now, zone=_zone(context)),
    }


@register.simple_tag(takes_context=True)
def moment(context: Context, at: datetime | date | None, near: bool = False) -> SafeString:
    """Draw an instant or a day; ``near=True`` leaves out the day where it is today."""
    if at is None:
        return format_html('<span class="none">{}</span>', "—")
    if not isinstance(at, datetime):
        return format_html('<time datetime="{}">{}</time>', at.isoformat(), times.day(at))
    zone = _zone(context)
    says = times.near_moment(at, now=context["now"], zone=zone) if near else times.moment(at, zone)
    return format_html(
        '<time datetime="{}">{}</time>', at.astimezone(zone).isoformat(timespec="seconds"), says
    )


@register.simple_tag(takes_context=True)
def span(context: Context, start: datetime, end: datetime) -> SafeString:
    """Draw a range of time."""
    return format_html('<span class="moment">{}</span>', times.span(start, end, _zone(context)))


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


@register.inclusion_tag("ui/components/show.html", takes_context=True)
def show(context: Context, value: Any) -> dict[str, Any]:
    """Draw a value by what it is: text, state, clock, person, source, label, instant, link."""
    return {
        "value": value,
        "kind": _kind(value),
        "now": context.get("now"),
        "request": context.get("request"),
    }


_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (Text, "text"),
    ((State, shapes.Badge), "badge"),
    (Label, "label"),
    (shapes.Clock, "clock"),
    (shapes.Person, "person"),
    (shapes.Link, "link"),
    (Source, "source"),
    ((datetime, date), "moment"),
    ((list, tuple), "many"),
)


def _kind(value: Any) -> str:
    if value is None or value == "":
        return "none"
    return next((kind for what, kind in _KINDS if isinstance(value, what)), "plain")


@register.filter
def filesize(size: int) -> str:
    """Return a size in bytes as people write it: 1.2 MB."""
    amount = float(size)
    for unit in ("B", "KB", "MB"):
        if amount < 1024:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1024
    return f"{amount:.1f} GB"
