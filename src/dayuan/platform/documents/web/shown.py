"""Documents as pages draw them, and the actions that lead to them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dayuan.platform.access.actors import Actor
from dayuan.platform.documents.content import Data
from dayuan.platform.documents.papers import Paper, offered
from dayuan.platform.ui.drawn import words
from dayuan.platform.ui.shapes import Action

#: How often the reader's name stands across the page.
_MARKS = range(24)


def actions(actor: Actor, record: str, key: str | int) -> list[Action]:
    """Return how a record is printed and taken away, for the menu of its page."""
    return [
        one for paper in offered(actor, record) for one in _actions(paper, f"{paper.code}-{key}")
    ]


def _actions(paper: Paper, which: str) -> list[Action]:
    what = {"what": words(paper.caption)}
    found = [
        _action(_("Print: %(what)s") % what, "printer", "documents:paper", which),
        _action(_("PDF: %(what)s") % what, "file-text", "documents:pdf", which),
    ]
    if paper.editable:
        found.append(_action(_("Word: %(what)s") % what, "file-word", "documents:word", which))
    return found


def _action(label: str, icon: str, page: str, which: str) -> Action:
    return Action(label=label, icon=icon, url=reverse(page, args=[which]))


def sheet(drawn: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document as the template draws it: boxes in lines, the mark as often as it fits."""
    blocks = [_block(one) for one in drawn["blocks"]]
    return {**drawn, "blocks": blocks, "marks": [drawn["watermark"] for _mark in _MARKS]}


def _block(block: Data) -> dict[str, Any]:
    if block["is"] == "facts":
        return {**block, "lines": lines(block["facts"])}
    if block["is"] == "table":
        rows = [list(zip(block["columns"], row, strict=True)) for row in block["rows"]]
        return {**block, "lines": rows}
    if block["is"] == "grid":
        return _grid(block)
    return dict(block)


def _grid(block: Data) -> dict[str, Any]:
    """Return a grid with how each cell looks: strong, or under a shaded head."""
    shaded = {n for n, head in enumerate(block["heads"]) if head["shaded"]}

    def looks(row: Data, n: int) -> str:
        return "strong" if n in row["strong"] else "shaded" if n in shaded else ""

    rows = [
        {**row, "cells": [(words, looks(row, n)) for n, words in enumerate(row["cells"])]}
        for row in block["rows"]
    ]
    return {**block, "lines": rows, "width": 1 + len(block["heads"]) + len(block["ends"])}


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
