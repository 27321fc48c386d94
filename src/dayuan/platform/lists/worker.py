"""What a worker does for lists: the exports that are too long to wait for."""

from django_tasks import task

from dayuan.platform.jobs import outbox
from dayuan.platform.jobs.outbox import Message
from dayuan.platform.lists import events, exporting
from dayuan.platform.ui import present

#: Never renamed: deliveries that wait name it.
_CONSUMER = "lists:write_export"


@task(queue_name="heavy")
def make(export_id: int) -> None:
    """Write one export; after a kill it begins anew."""
    exporting.run(export_id, now=present.now())


def connect() -> None:
    """Let a worker write what was asked for."""
    outbox.consumer(events.EXPORT_ASKED, _CONSUMER)(_hand_over)


def _hand_over(message: Message) -> None:
    make.enqueue(message.ids["export"])
