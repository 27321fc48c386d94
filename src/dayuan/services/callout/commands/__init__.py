"""What can be done about a call-out."""

from dayuan.services.callout.commands.answering import answer, arrive
from dayuan.services.callout.commands.calling import Order, call_further, call_out, end
from dayuan.services.callout.commands.clocks import end_in_time, tell_unanswered
from dayuan.services.callout.commands.surges import (
    NewDuty,
    SurgeOrder,
    add_duty,
    close_surge,
    order_surge,
)

__all__ = [
    "NewDuty",
    "Order",
    "SurgeOrder",
    "add_duty",
    "answer",
    "arrive",
    "call_further",
    "call_out",
    "close_surge",
    "end",
    "end_in_time",
    "order_surge",
    "tell_unanswered",
]
