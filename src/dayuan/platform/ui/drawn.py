"""The small components that a page draws by the hundred, drawn without a template each.

A template costs a hundred times what its few words do: a board has five hundred of
these. Everything goes through ``format_html``, which escapes what it is given.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, tzinfo
from functools import cache
from typing import Any

from django.core.signals import setting_changed
from django.template.base import render_value_in_context
from django.template.context import Context
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from dayuan.kernel.labels import Label
from dayuan.kernel.problems import Source, SourceKind
from dayuan.kernel.states import State
from dayuan.kernel.text import Text
from dayuan.platform.ui import links, shapes, times
from dayuan.platform.ui.tones import Tone, tone_of

NONE = format_html('<span class="none">{}</span>', "—")


def zone_of(context: Context) -> tzinfo:
    """Return the time zone that a page is read in."""
    zone = getattr(context.get("request"), "site_zone", None)
    return zone if isinstance(zone, tzinfo) else times.DEFAULT_ZONE


def language() -> str:
    """Return the language that a page is written in."""
    return get_language() or "zh-hans"


def words(value: Any) -> str:
    """Return a kernel Text in the page's language; other values as they are."""
    if isinstance(value, Text):
        return value.in_language(language())
    return "" if value is None else str(value)


def joint() -> str:
    """Return the comma between two parts of a sentence, as the language writes it."""
    return "，" if times.in_chinese() else ", "


def bilingual(value: Text) -> SafeString:
    """Draw a Text; where it is not written in the page's language, say which one it is."""
    shown = words(value)
    chinese = language().startswith("zh")
    if (value.zh if chinese else value.en) or not shown:
        return format_html("{}", shown)
    return format_html('<span lang="{}">{}</span>', "en" if chinese else "zh-Hans", shown)


@cache
def _sprite() -> str:
    return static("vendor/icons.svg")


def _forget_sprite(**_signal: Any) -> None:
    _sprite.cache_clear()


setting_changed.connect(_forget_sprite, dispatch_uid="ui.drawn")


def icon(name: str, label: str | Promise = "", extra: str = "") -> SafeString:
    """Draw an icon; with a label it speaks, without one it only decorates."""
    css = f"icon {extra}".strip()
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}#i-{}"></use></svg>',
            css, label, _sprite(), name,
        )  # fmt: skip
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#i-{}"></use></svg>', css, _sprite(), name
    )


def badge(state: State | shapes.Badge | str, word: Any = "", sign: str = "") -> SafeString:
    """Draw a state: a State, a Badge, or a tone's codeword with a word."""
    if isinstance(state, State):
        return _badge(tone_of(state.tone), state.label, sign)
    if isinstance(state, shapes.Badge):
        return _badge(state.tone, state.word, sign or state.icon)
    tone = tone_of(state)
    return _badge(tone, word or tone.word, sign)


def _badge(tone: Tone, word: Any, sign: str) -> SafeString:
    return format_html(
        '<span class="state tone-{}">{}<span>{}</span></span>',
        tone, icon(sign or tone.icon), words(word),
    )  # fmt: skip


_LABEL_ICONS = {Label.PUBLIC: "world", Label.INTERNAL: "building", Label.WORK_SECRET: "lock"}


def label(found: Label) -> SafeString:
    """Draw how far a record may travel."""
    return format_html(
        '<span class="label label-{}">{}<span>{}</span></span>',
        found.value, icon(_LABEL_ICONS[found]), words(found.text),
    )  # fmt: skip


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


def source(found: Source) -> SafeString:
    """Draw where a rule comes from; a tap opens the page that explains it, if there is one."""
    inside = format_html("{}<span>{}</span>", icon(_SOURCE_ICONS[found.kind]), source_words(found))
    if url := links.source_url(found):
        return format_html('<a class="clause" href="{}">{}</a>', url, inside)
    if found.kind in {SourceKind.SITE, SourceKind.SYSTEM} and found.ref:
        return format_html('<span class="clause" title="{}">{}</span>', found.ref, inside)
    return format_html('<span class="clause">{}</span>', inside)


def clock(found: shapes.Clock, *, zone: tzinfo) -> SafeString:
    """Draw how a deadline stands, with the exact time beside it."""
    shown, tone = found.stopped or found.due, found.tone
    return format_html(
        '<span class="clock tone-{}">{}<span><span class="clock-says">{}</span>'
        '<span class="clock-exact">{}{}&nbsp;<time datetime="{}">{}</time></span></span></span>',
        tone,
        icon(_clock_icon(found, tone)),
        found.says,
        joint(),
        _clock_word(found, tone),
        shown.astimezone(zone).isoformat(timespec="seconds"),
        times.near_moment(shown, now=found.now, zone=zone),
    )


def _clock_icon(found: shapes.Clock, tone: Tone) -> str:
    if found.paused and not found.stopped and tone is Tone.WAITING:
        return "player-pause"
    return "clock" if tone is Tone.IN_HAND else tone.icon


def _clock_word(found: shapes.Clock, tone: Tone) -> str:
    if found.stopped:
        return pgettext("done at 14:05", "at")
    return pgettext("due 14:05", "due") if tone is Tone.LATE else pgettext("until 14:05", "until")


def moment(at: datetime | date | None, *, context: Context, near: bool = False) -> SafeString:
    """Draw an instant or a day; ``near`` leaves out the day where it is today."""
    if at is None:
        return NONE
    if not isinstance(at, datetime):
        return format_html('<time datetime="{}">{}</time>', at.isoformat(), times.day(at))
    zone = zone_of(context)
    says = times.near_moment(at, now=context["now"], zone=zone) if near else times.moment(at, zone)
    return format_html(
        '<time datetime="{}">{}</time>', at.astimezone(zone).isoformat(timespec="seconds"), says
    )


def person(found: shapes.Person) -> SafeString:
    """Draw somebody by name and post."""
    name = format_html("<span>{}</span>", found.name)
    if found.url:
        name = format_html('<a href="{}">{}</a>', found.url, found.name)
    post = format_html(' <span class="person-post">{}</span>', words(found.post))
    return format_html(
        '<span class="person"><span class="mark" aria-hidden="true">{}</span>'
        '<span class="person-words">{}{}</span></span>',
        found.initial, name, post if found.post else "",
    )  # fmt: skip


def value(found: Any, *, context: Context) -> SafeString:
    """Draw a value by what it is: text, state, clock, person, source, label, instant, link."""
    if found is None or found == "":
        return NONE
    for what, draw in _DRAWN:
        if isinstance(found, what):
            return draw(found, context)
    return SafeString(render_value_in_context(found, context))


def _link(found: shapes.Link, _context: Context) -> SafeString:
    return format_html('<a href="{}">{}</a>', found.url, words(found.word))


def _many(found: Iterable[Any], context: Context) -> SafeString:
    parts = format_html_join(
        "", "<span>{}</span>", ((value(one, context=context),) for one in found)
    )
    return format_html('<span class="many">{}</span>', parts)


_DRAWN: tuple[tuple[type | tuple[type, ...], Callable[[Any, Context], SafeString]], ...] = (
    (Text, lambda found, _context: bilingual(found)),
    ((State, shapes.Badge), lambda found, _context: badge(found)),
    (Label, lambda found, _context: label(found)),
    (shapes.Clock, lambda found, context: clock(found, zone=zone_of(context))),
    (shapes.Person, lambda found, _context: person(found)),
    (shapes.Link, _link),
    (Source, lambda found, _context: source(found)),
    ((datetime, date), lambda found, context: moment(found, context=context)),
    ((list, tuple), _many),
)


def rows(listing: shapes.Listing, *, context: Context) -> SafeString:
    """Draw the rows of a list, one line each."""
    return format_html_join(
        "", "{}\n", ((_row(row, cells, context),) for row, cells in listing.lines)
    )


def _row(
    row: shapes.Row, cells: Iterable[tuple[shapes.Column, Any]], context: Context
) -> SafeString:
    tone = format_html(' class="tone-{}"', row.tone) if row.tone else ""
    drawn = format_html_join(
        "",
        '<td role="cell" class="slot-{}{}">{}</td>',
        (
            (
                column.slot,
                " numeric" if column.numeric else "",
                _cell(column, row, value(cell, context=context)),
            )
            for column, cell in cells
        ),
    )
    return format_html('<tr role="row"{}>{}</tr>', tone, drawn)


def _cell(column: shapes.Column, row: shapes.Row, drawn: SafeString) -> SafeString:
    if column.slot != "what":
        return drawn
    if row.url:
        drawn = format_html('<a class="row-link" href="{}">{}</a>', row.url, drawn)
    if row.tick is None:
        return drawn
    return format_html(
        '<span class="ticked"><label class="tick"><input class="form-check-input"'
        ' type="checkbox" name="{}" value="{}" aria-label="{}"></label>{}</span>',
        row.tick.name, row.tick.value, words(row.tick.label), drawn,
    )  # fmt: skip
