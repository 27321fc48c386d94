"""What a worker does for documents: files that were not laid down right after the act."""

from django_tasks import task

from dayuan.platform.documents import events, keeping
from dayuan.platform.jobs import outbox
from dayuan.platform.jobs.outbox import Message
from dayuan.platform.ui import present

#: Never renamed: deliveries that wait name it.
_CONSUMER = "documents:keep"


@task(queue_name="heavy")
def keep(issued_id: int) -> None:
    """Lay one file down."""
    keeping.run(issued_id, now=present.now())


def connect() -> None:
    """Let a worker keep what was issued."""
    outbox.consumer(events.ISSUED, _CONSUMER)(_hand_over)


def _hand_over(message: Message) -> None:
    keep.enqueue(message.ids["issued"])
