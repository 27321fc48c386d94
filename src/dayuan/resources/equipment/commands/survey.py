"""Writing down what was counted on the spot."""

from datetime import datetime

from dayuan.kernel.labels import secret_problems
from dayuan.kernel.problems import Blocker, Refused, refuse_if
from dayuan.kernel.text import Text
from dayuan.platform.access import permissions
from dayuan.platform.access.actors import Actor
from dayuan.platform.audit import log
from dayuan.platform.audit.command import command
from dayuan.platform.audit.types import declare
from dayuan.resources.equipment.models import Count
from dayuan.resources.equipment.queries import items

COUNTED = declare("equipment.survey.count", "现场清点", "Count on the spot")

#: More than this of one kind is a slip of the finger.
QUANTITY_MOST = 1_000_000


@command
def count(*, row: str, quantity: int, note: str = "", actor: Actor, at: datetime) -> Count:
    """Write down how many of a row of the plan were found; the plan itself stays as printed."""
    permissions.require(actor, "equipment.survey.count")
    if items.system_of_row(actor.site_id, row) is None:
        raise Refused(hidden=True)
    if not 0 <= quantity <= QUANTITY_MOST:
        raise Refused(_NO_QUANTITY)
    refuse_if(secret_problems(note))
    made = Count.objects.create(
        site_id=actor.site_id,
        row=row,
        quantity=quantity,
        note=note.strip(),
        counted_at=at,
        counted_by=actor.key,
    )
    log.record(
        COUNTED, actor=actor, at=at, subject="equipment.count", ids=[made.pk],
        details={"row": row, "quantity": quantity},
    )  # fmt: skip
    return made


_NO_QUANTITY = Blocker(
    "equipment.quantity",
    Text("请写数到的数量，一个都没有就写 0。", "Write how many you counted; 0 if there is none."),
)
