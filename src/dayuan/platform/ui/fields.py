"""The fields that stand on every form, drawn without a template each.

A list to choose from has a template of Django's for each of its options: forty kinds of
matter cost as much as all the rows of a list. What is drawn here is what Django draws, but
for blank lines; a test holds the two against each other.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def _attributes(attrs: Mapping[str, Any]) -> SafeString:
    said = [(name, value) for name, value in attrs.items() if value is not False]
    return format_html_join("", "{}", ((_attribute(name, value),) for name, value in said))


def _attribute(name: str, value: Any) -> SafeString:
    return format_html(" {}", name) if value is True else format_html(' {}="{}"', name, str(value))


def _input(widget: Mapping[str, Any]) -> SafeString:
    value = widget["value"]
    said = "" if value is None else format_html(' value="{}"', str(value))
    attrs = _attributes(widget["attrs"])
    return format_html(
        '<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], said, attrs
    )


def _textarea(widget: Mapping[str, Any]) -> SafeString:
    # The line break belongs to it: a browser drops the first one.
    return format_html(
        '<textarea name="{}"{}>\n{}</textarea>',
        widget["name"], _attributes(widget["attrs"]), widget["value"] or "",
    )  # fmt: skip


def _select(widget: Mapping[str, Any]) -> SafeString:
    groups = format_html_join(
        "", "{}", ((_group(name, options),) for name, options, _index in widget["optgroups"])
    )
    return format_html(
        '<select name="{}"{}>{}</select>', widget["name"], _attributes(widget["attrs"]), groups
    )


def _group(name: str | None, options: list[Mapping[str, Any]]) -> SafeString:
    drawn = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((str(one["value"]), _attributes(one["attrs"]), one["label"]) for one in options),
    )
    return format_html('<optgroup label="{}">{}</optgroup>', name, drawn) if name else drawn


_WIDGETS = "django/forms/widgets/"
#: How each of Django's templates is drawn here.
DRAWN: Mapping[str, Callable[[Mapping[str, Any]], SafeString]] = {
    **{f"{_WIDGETS}{one}.html": _input for one in ("text", "number", "date", "time", "hidden")},
    f"{_WIDGETS}textarea.html": _textarea,
    f"{_WIDGETS}select.html": _select,
}
