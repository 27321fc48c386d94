"""Some days of requests for the demonstration, made by the people's own commands."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dayuan.config.demonstration import someone
from dayuan.handbook.compiled import Compiled
from dayuan.platform.access.actors import Actor
from dayuan.reference.sites import queries as sites
from dayuan.reference.sites.models import Site
from dayuan.services.desk import commands as desk
from dayuan.services.desk.models import Request
from dayuan.work import commands as work
from dayuan.work import queries as work_queries
from dayuan.work.models import Task
from dayuan.work.rules import Given


@dataclass(frozen=True, slots=True)
class Story:
    """One request: how long ago it was reported, where, what, and how far it got."""

    hours_ago: float
    place: str
    description: str
    #: How many of its tasks have been done, and whether the next one was taken.
    done: int
    taken: bool = False


_STORIES = (
    Story(50, "主楼2层东侧走廊", "走廊灯有三盏不亮，晚上看不清路。", 3),
    Story(47, "主楼1层大厅", "东侧自动门关不严，漏风。", 3),
    Story(29, "主楼4层卫生间", "洗手池下水慢，有积水。", 3),
    Story(26, "地下车库入口", "入口处照明忽明忽暗。", 2),
    Story(5, "主楼3层会议室", "话筒有杂音，下午三点开会要用。", 1, taken=True),
    Story(3.5, "主楼5层5012室", "空调出风不冷。", 1, taken=True),
    Story(2, "主楼2层2006室", "办公室门锁钥匙转不动。", 1),
    Story(1.2, "北门岗亭", "岗亭窗户关不上，夜里冷。", 0),
    Story(0.4, "主楼6层走廊", "天花板有水渍，正在滴水。", 0),
)


def make(site: Site, *, at: datetime) -> None:
    """Tell the stories in the order in which they happened."""
    plan = sites.plan_of(site.pk)
    categories = list(plan.handbook.categories)
    for number, story in enumerate(_STORIES):
        began = at - timedelta(hours=story.hours_ago)
        category = categories[number % len(categories)]
        _tell(site, plan, story, category, began)


def _tell(site: Site, plan: Compiled, story: Story, category: str, began: datetime) -> None:
    holding = plan.holding("desk.request.report_for_other")
    assert holding is not None, "the plan lets somebody log calls"
    clerk = someone(site, holding.posts[0], at=began)
    request = desk.report(
        report=desk.Report(
            category=category, place=story.place, description=story.description,
            caller_name="演示来电", caller_phone="025-5000 0000",
        ),
        actor=clerk,
        at=began,
    )  # fmt: skip
    when = began
    for _n in range(story.done):
        when += timedelta(minutes=9)
        _do_next(site, request, at=when)
    if story.taken and (task := _ready(request)):
        work.accept(task=task, actor=_doer(site, task, when), at=when + timedelta(minutes=4))


def _do_next(site: Site, request: Request, *, at: datetime) -> None:
    task = _ready(request)
    if task is None:
        return
    step = work_queries.step_of(task)
    actor = _doer(site, task, at)
    if step.does == "desk.dispatch":
        request.refresh_from_db()
        desk.dispatch(request=request, actor=actor, at=at)
        return
    work.accept(task=task, actor=actor, at=at)
    task = work_queries.task(task.pk)
    given = {item.id: _given(item.kind) for item in step.evidence if item.required}
    work.finish(
        task=task,
        evidence=given,
        ticked=[line.id for line in step.checklist],
        actor=actor,
        at=at + timedelta(minutes=25),
    )


def _given(kind: str) -> Given:
    if kind == "yes_no":
        return Given(yes=True)
    if kind == "reading":
        return Given(number=20)
    return Given(text="已修好，试过，正常。")


def _ready(request: Request) -> Task | None:
    tasks = work_queries.tasks_of(request.case)
    return next((task for task in tasks if task.state == "ready"), None)


def _doer(site: Site, task: Task, at: datetime) -> Actor:
    return someone(site, task.post, at=at)
