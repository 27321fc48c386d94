"""What a worker does for imports: sees to it that what was started is taken."""

from django_tasks import task

from dayuan.platform.imports import events, taking
from dayuan.platform.jobs import outbox
from dayuan.platform.jobs.outbox import Message
from dayuan.platform.ui import present

#: Never renamed: deliveries that wait name it.
_CONSUMER = "imports:take_rows"


@task(queue_name="heavy")
def take(import_id: int) -> None:
    """Take what is left of one import; after a kill it goes on where it stopped."""
    taking.run(import_id, now=present.now())


def connect() -> None:
    """Let a worker take what was started."""
    outbox.consumer(events.STARTED, _CONSUMER)(_hand_over)


def _hand_over(message: Message) -> None:
    take.enqueue(message.ids["batch"])
