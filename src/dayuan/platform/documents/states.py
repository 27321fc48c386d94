"""The states of an issued document: good, or taken back for good."""

from dayuan.kernel.states import Machine, Phase, State, Transition, leaving
from dayuan.kernel.text import Text

DOCUMENT = Machine(
    code="documents.issued",
    states=(
        State("in_force", Text("有效", "In force"), "done"),
        State("withdrawn", Text("已作废", "Withdrawn"), "late", Phase.CLOSED),
    ),
    initial="in_force",
    transitions=(
        Transition(
            "withdraw", Text("作废", "Withdraw"), leaving("in_force"), "withdrawn",
            needs_reason=True,
        ),
    ),
)  # fmt: skip
