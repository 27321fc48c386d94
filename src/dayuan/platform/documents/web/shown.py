"""Documents as pages draw them, and the actions that lead to them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dayuan.platform.documents.content import Data
from dayuan.platform.documents.papers import papers
from dayuan.platform.ui.shapes import Action

#: How often the reader's name stands across the page.
_MARKS = range(24)


def actions(code: str, key: str | int) -> list[Action]:
    """Return how a record is printed and taken away, for the menu of its page."""
    which = f"{code}-{key}"
    found = [
        Action(label=_("Print"), icon="printer", url=reverse("documents:paper", args=[which])),
        Action(label=_("PDF"), icon="file-text", url=reverse("documents:pdf", args=[which])),
    ]
    if papers[code].editable:
        url = reverse("documents:word", args=[which])
        found.append(Action(label=_("Word"), icon="file-word", url=url))
    return found


def sheet(drawn: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document as the template draws it: boxes in lines, the mark as often as it fits."""
    blocks = [_block(one) for one in drawn["blocks"]]
    return {**drawn, "blocks": blocks, "marks": [drawn["watermark"] for _mark in _MARKS]}


def _block(block: Data) -> dict[str, Any]:
    if block["is"] == "facts":
        return {**block, "lines": lines(block["facts"])}
    if block["is"] == "table":
        return {**block, "lines": [_cells(row, block["columns"]) for row in block["rows"]]}
    return dict(block)


def _cells(row: Sequence[str], columns: Sequence[Data]) -> list[tuple[str, bool]]:
    numeric = [column["numeric"] for column in columns]
    return list(zip(row, numeric, strict=True))


def lines(facts: Sequence[Data]) -> list[list[dict[str, Any]]]:
    """Return the boxes of a form line by line: two beside each other, or a wide one."""
    found: list[list[dict[str, Any]]] = []
    for fact in facts:
        alone = not found or len(found[-1]) == 2 or found[-1][0]["wide"] or fact["wide"]
        if alone:
            found.append([])
        found[-1].append(dict(fact))
    for line in found:
        line[-1]["span"] = 3 if len(line) == 1 else 1
    return found
