"""A reading outside the plan's limits opens a request, so that nobody has to remember it."""

from dayuan.kernel.text import Text
from dayuan.platform.access.actors import system_actor
from dayuan.platform.jobs import outbox
from dayuan.platform.jobs.outbox import Message
from dayuan.services.desk import commands as desk
from dayuan.work import queries as work

#: Never renamed: deliveries that wait name it.
NAME = "processes:reading_opens_request"


def connect() -> None:
    """Open a request whenever a reading was out of its limits."""
    outbox.consumer("work.reading_out", NAME)(open_request)


def open_request(message: Message) -> None:
    """Open the request that the plan names for this reading.

    Runs once for each reading, with the mark of its delivery. The plan that was
    in force when the step was laid out says which category it is.
    """
    task = work.task(message.ids["task"])
    reading = work.reading_of(task, message.ids["item"])
    if reading is None:
        return
    actor = system_actor("readings", site_id=task.site_id, verbs=frozenset({"desk.request.report"}))
    words = reading_says(reading)
    desk.report(
        report=desk.Report(
            category=message.ids["category"], place=task.case.title[:120], description=words.zh
        ),
        actor=actor,
        at=message.now,
    )


def reading_says(reading: work.Reading) -> Text:
    """Say what was read, where the limits lie, and from which case it comes."""
    limits = f"{_number(reading.low)} 至 {_number(reading.high)}"
    return Text(
        f"“{reading.title.in_language('zh')}”读数 {reading.value:g}{reading.unit}，"
        f"方案的限值是 {limits}{reading.unit}（{reading.number}）。",
        f"“{reading.title.in_language('en')}” reads {reading.value:g}{reading.unit}; the plan's "
        f"limits are {_number(reading.low)} to {_number(reading.high)} ({reading.number}).",
    )


def _number(limit: float | None) -> str:
    return "—" if limit is None else f"{limit:g}"
