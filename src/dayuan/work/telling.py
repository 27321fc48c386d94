"""Who is told what about tasks; runs after the commit, from the outbox."""

from collections.abc import Collection

from dayuan.kernel.text import Text
from dayuan.platform.access.actors import Actor
from dayuan.platform.jobs.outbox import Message
from dayuan.platform.notices import kinds, wiring
from dayuan.platform.notices.kinds import Card
from dayuan.resources.rosters import queries as rosters
from dayuan.work import cards, queries
from dayuan.work.states import OPEN, RUNNING

TASKS = kinds.declare_group("work.tasks", "我的任务", "My tasks")
OVERDUE = kinds.declare_group("work.overdue", "超时和无人可办", "Late, or nobody can do it")
APPLICATIONS = kinds.declare_group("work.applications", "申请和审批", "Applications and answers")

TASK_READY = kinds.declare(
    "work.task.ready",
    "新任务待接单：{title}（{number}）",
    "A task waits for you: {title} ({number})",
    icon="checklist",
    group=TASKS,
    outward=Text("有新任务待接单", "A task waits for you"),
)


LATE = kinds.declare(
    "work.task.late",
    "超时：{title}（{number}）",
    "Late: {title} ({number})",
    icon="clock-exclamation",
    tone="late",
    group=OVERDUE,
    outward=Text("有任务超时", "A task is late"),
    must=True,
    urgent=True,
)
STUCK = kinds.declare(
    "work.task.stuck",
    "没有人可以办：{title}（{number}），该岗位和替代岗位的人都经手过，请指定别人",
    "Nobody may do this: {title} ({number}); everybody of the post and its alternates worked on it",
    icon="alert-circle",
    tone="late",
    group=OVERDUE,
    outward=Text("有任务没有人可以办", "A task has nobody to do it"),
    must=True,
    urgent=True,
)
RETIMED = kinds.declare(
    "work.case.retimed",
    "时间有变：{title}（{number}），请看您的任务",
    "The times have changed: {title} ({number}); look at your tasks",
    icon="calendar-event",
    group=TASKS,
    outward=Text("任务时间有变", "The times of tasks have changed"),
)
ASKED = kinds.declare(
    "work.application.asked",
    "有申请等您审批：{title}（{number}）",
    "An application waits for you: {title} ({number})",
    icon="rubber-stamp",
    tone="approval",
    group=APPLICATIONS,
    outward=Text("有申请等您审批", "An application waits for you"),
    must=True,
)
DECIDED = kinds.declare(
    "work.application.decided",
    "您的申请有答复：{title}（{number}）",
    "Your application is answered: {title} ({number})",
    icon="rubber-stamp",
    group=APPLICATIONS,
    outward=Text("您的申请有答复", "Your application is answered"),
)


def connect() -> None:
    """Tell whoever answers for the post that a task waits, is late, or has other times."""
    of_case = ("work.case", "case")
    wiring.notify("work.task_late", kind=LATE, owner=of_case, whom=up_the_line)
    wiring.notify("work.task_stuck", kind=STUCK, owner=of_case, whom=heads)
    wiring.notify("work.retimed", kind=RETIMED, owner=of_case, whom=holding_any)
    wiring.notify("work.application_asked", kind=ASKED, owner=of_case, whom=deciding)
    wiring.notify("work.application_decided", kind=DECIDED, owner=of_case, whom=asking)
    wiring.notify("work.task_ready", kind=TASK_READY, owner=("work.case", "case"), whom=answering)
    kinds.cards.register("work.case", case_cards)


def answering(message: Message) -> list[int]:
    """Return who answers for the task's post now; nobody once somebody has taken it."""
    task = queries.task(message.ids["task"])
    if task.state != "ready":
        return []
    return queries.answering(task, at=message.now)


def up_the_line(message: Message) -> list[int]:
    """Return whom the climbed rungs name: who has the task, its post, or those above."""
    task = queries.task(message.ids["task"])
    if task.state not in RUNNING:
        return []
    told: set[int] = set()
    for line in message.ids["lines"]:
        if line == 0 and task.person_id is not None:
            told.add(task.person_id)
            continue
        if line == 0:
            told |= set(queries.answering(task, at=message.now))
            continue
        post = queries.above(task, line)
        if post is not None:
            holding = rosters.holding(task.site_id, post, message.now)
            told |= {person.pk for person in holding.persons}
    return sorted(told)


def heads(message: Message) -> list[int]:
    """Return who stands at the top of a stuck task's line; nobody once somebody has it."""
    task = queries.task(message.ids["task"])
    if task.stuck_since is None or task.state != "ready":
        return []
    top = queries.above(task, len(queries.plan_of(task.case).handbook.posts))
    return [person.pk for person in rosters.holding(task.site_id, top, message.now).persons]


def holding_any(message: Message) -> list[int]:
    """Return who has these tasks in hand, or answers for their posts."""
    told: set[int] = set()
    for task_id in message.ids["tasks"]:
        task = queries.task(task_id)
        if task.state not in OPEN:
            continue
        if task.person_id is not None:
            told.add(task.person_id)
        else:
            told |= set(queries.answering(task, at=message.now))
    return sorted(told)


def deciding(message: Message) -> list[int]:
    """Return who may decide: the nearest above the task's post, in its line."""
    found = queries.application(message.ids["application"])
    if found.state != "asked":
        return []
    for post in queries.deciders(found.task):
        holding = rosters.holding(found.site_id, post, message.now)
        told = [p.pk for p in holding.persons if p.pk != found.asked_by_id]
        if told:
            return told
    return []


def asking(message: Message) -> list[int]:
    """Return who asked."""
    return [queries.application(message.ids["application"]).asked_by_id]


def case_cards(actor: Actor, case_ids: Collection[int]) -> dict[int, Card]:
    """Name cases to somebody who may see them."""
    found = queries.visible_to(actor).filter(pk__in=case_ids)
    return {
        case.pk: Card(title=case.title, number=case.number, url=cards.case_url(case))
        for case in found
    }
