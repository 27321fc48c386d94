"""What can be done to cases and tasks; services build on ``open_case``."""

from dayuan.work.commands.applications import Wish, ask, decide, withdraw
from dayuan.work.commands.cases import (
    Opening,
    close_case,
    drop_open,
    enter_phase,
    fulfil,
    fulfil_where,
    open_case,
    reopen_case,
    rework,
    set_responsible,
)
from dayuan.work.commands.clocks import arrive, escalate, look_later, pause, resume
from dayuan.work.commands.course import move_to_revision, set_anchor, set_fact
from dayuan.work.commands.knowing import add_member, remove_member, set_confidentiality
from dayuan.work.commands.seating import seat_holders
from dayuan.work.commands.tasks import (
    accept,
    do_at_once,
    finish,
    hand_back,
    note_refusal,
    reassign,
)
from dayuan.work.rules import Given

__all__ = [
    "Given",
    "Opening",
    "Wish",
    "accept",
    "add_member",
    "arrive",
    "ask",
    "close_case",
    "decide",
    "do_at_once",
    "drop_open",
    "enter_phase",
    "escalate",
    "finish",
    "fulfil",
    "fulfil_where",
    "hand_back",
    "look_later",
    "move_to_revision",
    "note_refusal",
    "open_case",
    "pause",
    "reassign",
    "remove_member",
    "reopen_case",
    "resume",
    "rework",
    "seat_holders",
    "set_anchor",
    "set_confidentiality",
    "set_fact",
    "set_responsible",
    "withdraw",
]
