"""Who is told what about tasks; runs after the commit, from the outbox."""

from collections.abc import Collection

from dayuan.platform.access.actors import Actor
from dayuan.platform.jobs.outbox import Message
from dayuan.platform.notices import kinds, wiring
from dayuan.platform.notices.kinds import Card
from dayuan.resources.rosters import queries as rosters
from dayuan.work import cards, queries

TASK_READY = kinds.declare(
    "work.task.ready",
    "新任务待接单：{title}（{number}）",
    "A task waits for you: {title} ({number})",
    icon="checklist",
)


def connect() -> None:
    """Tell whoever answers for the post that a task waits."""
    wiring.notify("work.task_ready", kind=TASK_READY, owner=("work.case", "case"), whom=answering)
    kinds.cards.register("work.case", case_cards)


def answering(message: Message) -> list[int]:
    """Return who answers for the task's post now; nobody once somebody has taken it."""
    task = queries.task(message.ids["task"])
    if task.state != "ready":
        return []
    holding = rosters.holding(task.site_id, task.post, message.now)
    return [person.pk for person in holding.persons]


def case_cards(actor: Actor, case_ids: Collection[int]) -> dict[int, Card]:
    """Name cases to somebody who may see them."""
    found = queries.visible_to(actor).filter(pk__in=case_ids)
    return {
        case.pk: Card(title=case.title, number=case.number, url=cards.case_url(case))
        for case in found
    }
