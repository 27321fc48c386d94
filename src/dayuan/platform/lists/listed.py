"""Every list of the house by its codeword: modules say so when the program starts."""

from typing import Any

from dayuan.kernel.problems import Refused
from dayuan.kernel.registry import Registry
from dayuan.platform.access.actors import Actor
from dayuan.platform.access.permissions import require
from dayuan.platform.lists.sheets import Sheet

sheets: Registry[Sheet[Any]] = Registry("list")


def register(sheet: Sheet[Any]) -> None:
    """Let people keep views of a list and take it away as a file."""
    sheets.register(sheet.code, sheet)


def sheet_for(actor: Actor, code: str) -> Sheet[Any]:
    """Return a list that the actor may open; :class:`Refused` where there is none such."""
    if code not in sheets:
        raise Refused(hidden=True)
    require(actor, sheets[code].verb)
    return sheets[code]
