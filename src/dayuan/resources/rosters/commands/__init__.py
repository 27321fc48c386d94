"""What can be done to the duty list and to the months it is arranged by."""

from dayuan.resources.rosters.commands.acknowledging import acknowledge, remind_of_month
from dayuan.resources.rosters.commands.attendance import forget_attendance, note, remind, say_here
from dayuan.resources.rosters.commands.away import (
    Leave,
    ask_leave,
    call_off_leave,
    decide_leave,
    enter_leave,
    grant_problems,
    withdraw_leave,
    withdraw_problems,
)
from dayuan.resources.rosters.commands.cutting import cut_leave, give_back_leave
from dayuan.resources.rosters.commands.duties import cancel, plan, plan_problems
from dayuan.resources.rosters.commands.exchanging import exchange_cells
from dayuan.resources.rosters.commands.mending import (
    accept_mending,
    accept_problems,
    ask_mending,
    begin_mending,
    drop_mending,
    give_up_mending,
    mend_problems,
    propose,
)
from dayuan.resources.rosters.commands.rates import enter_rate
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
from dayuan.resources.rosters.commands.swaps import (
    answer_swap,
    ask_problems,
    ask_swap,
    decide_swap,
    withdraw_swap,
)
from dayuan.resources.rosters.commands.wishes import drop_wish, say_wish
from dayuan.resources.rosters.rules.attendance import Noted

__all__ = [
    "Leave",
    "Noted",
    "accept",
    "accept_mending",
    "accept_problems",
    "acknowledge",
    "answer_swap",
    "ask_leave",
    "ask_mending",
    "ask_problems",
    "ask_swap",
    "begin_mending",
    "call_off_leave",
    "cancel",
    "cell_problems",
    "clear_cell",
    "cut_leave",
    "decide_leave",
    "decide_swap",
    "discard",
    "drop_mending",
    "drop_wish",
    "enter_leave",
    "enter_rate",
    "exchange_cells",
    "forget_attendance",
    "give_back_leave",
    "give_up_mending",
    "grant_problems",
    "mend_problems",
    "note",
    "open_month",
    "plan",
    "plan_problems",
    "propose",
    "publish",
    "remind",
    "remind_of_month",
    "replace",
    "replace_problems",
    "say_here",
    "say_wish",
    "set_cell",
    "withdraw_leave",
    "withdraw_problems",
    "withdraw_swap",
]
