"""What can be done to shift logs and at a handover."""

from dayuan.services.handover.commands.counting import Counting
from dayuan.services.handover.commands.handing import (
    Signed,
    declare,
    send_back,
    take_back,
    take_over,
)
from dayuan.services.handover.commands.items import close_item, leave_item
from dayuan.services.handover.commands.late import tell_late
from dayuan.services.handover.commands.logs import Line, begin_shift, write_entry

__all__ = [
    "Counting",
    "Line",
    "Signed",
    "begin_shift",
    "close_item",
    "declare",
    "leave_item",
    "send_back",
    "take_back",
    "take_over",
    "tell_late",
    "write_entry",
]
