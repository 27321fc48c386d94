"""What can be done to the duty list and to the months it is arranged by."""

from dayuan.resources.rosters.commands.attendance import forget_attendance, note, remind, say_here
from dayuan.resources.rosters.commands.duties import cancel, plan, plan_problems
from dayuan.resources.rosters.commands.exchanging import exchange_cells
from dayuan.resources.rosters.commands.replacing import replace, replace_problems
from dayuan.resources.rosters.commands.rosters import (
    accept,
    cell_problems,
    clear_cell,
    discard,
    open_month,
    publish,
    set_cell,
)

__all__ = [
    "accept",
    "cancel",
    "cell_problems",
    "clear_cell",
    "discard",
    "exchange_cells",
    "forget_attendance",
    "note",
    "open_month",
    "plan",
    "plan_problems",
    "publish",
    "remind",
    "replace",
    "replace_problems",
    "say_here",
    "set_cell",
]
