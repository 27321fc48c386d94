"""What can be done to cases and tasks; services build on ``open_case``."""

from dayuan.work.commands.cases import (
    Opening,
    add_member,
    close_case,
    fulfil,
    open_case,
    rework,
    set_anchor,
    set_due,
    set_responsible,
)
from dayuan.work.commands.tasks import (
    accept,
    do_at_once,
    finish,
    hand_back,
    reassign,
)
from dayuan.work.rules import Given

__all__ = [
    "Given",
    "Opening",
    "accept",
    "add_member",
    "close_case",
    "do_at_once",
    "finish",
    "fulfil",
    "hand_back",
    "open_case",
    "reassign",
    "rework",
    "set_anchor",
    "set_due",
    "set_responsible",
]
