"""What another revision of the plan changes for a running case; read before it is moved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from dayuan.handbook.compiled import Compiled
from dayuan.handbook.schema import Step
from dayuan.kernel.text import Text
from dayuan.reference.plans import queries as plans
from dayuan.reference.sites import queries as sites
from dayuan.work import queries, rules
from dayuan.work.models import Case, Task
from dayuan.work.states import OPEN
from dayuan.work.timing import Timer, moved


@dataclass(frozen=True, slots=True)
class StepChange:
    """One line of what another revision changes for a running case."""

    title: Text
    what: Text
    old: Text | datetime | None
    new: Text | datetime | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What the plan in force changes for a case that runs by an earlier one."""

    revision_id: int
    same: bool
    playbook_gone: bool
    changes: tuple[StepChange, ...]


def difference(case: Case, *, now: datetime) -> Difference:
    """Return what would change if the case went on by the plan in force."""
    revision_id = sites.revision_id(case.site_id)
    plan = plans.compiled(revision_id)
    gone = case.playbook not in plan.handbook.playbooks
    same = revision_id == case.revision_id
    if same or gone:
        return Difference(revision_id, same, gone, ())
    tasks = {t.step: t for t in queries.tasks_of(case) if t.state != "cancelled"}
    facts, anchors = queries.facts_of(case), queries.anchors_of(case)
    timer = Timer(plan.handbook, lambda: sites.calendar(case.site_id))
    wanted = {s.id: s for s in plan.steps(case.playbook) if rules.applies(s, facts)}
    found: list[StepChange] = []
    for step in wanted.values():
        task = tasks.get(step.id)
        if task is None:
            post = plan.resolve(step.who, category=case.category or None)
            title = plan.post_title(post[0]) if post else None
            found.append(StepChange(step.title.text, _STEP_ADDED, None, title))
        elif task.state in OPEN:
            found += _changes_of(task, step, plan, timer, anchors, now)
    found += [
        StepChange(
            queries.step_of(t).title.text,
            _STEP_GONE,
            queries.plan_of(case).post_title(t.post),
            None,
        )
        for t in tasks.values()
        if t.state in OPEN and t.step not in wanted
    ]
    return Difference(revision_id, same, gone, tuple(found))


def _changes_of(
    task: Task, step: Step, plan: Compiled, timer: Timer, anchors: Mapping[str, datetime],
    now: datetime,
) -> Iterator[StepChange]:  # fmt: skip
    title = step.title.text
    posts = plan.resolve(step.who, category=task.case.category or None)
    if step.for_each_holder != task.each:
        yield StepChange(title, _STEP_EACH, *map(_whose, (task.each, step.for_each_holder)))
    elif task.state in ("waiting", "ready") and posts and not task.each and posts[0] != task.post:
        old, new = queries.plan_of(task.case).post_title(task.post), plan.post_title(posts[0])
        yield StepChange(title, _STEP_POST, old, new)
    due = timer.due_again(step, anchors, paused_for=task.paused_for, extended_to=task.extended_to)
    due, _late = moved(due, current=task.due_at, now=now)
    if due != task.due_at:
        yield StepChange(title, _STEP_DUE, task.due_at, due)
    asked = (queries.step_of(task).evidence, queries.step_of(task).checklist)
    if asked != (step.evidence, step.checklist):
        yield StepChange(title, _STEP_EVIDENCE, _asked(queries.step_of(task)), _asked(step))


def _whose(each: bool) -> Text:
    return _EACH if each else _AS_ONE


def _asked(step: Step) -> Text:
    titles = [e.title.text for e in step.evidence] + [c.title.text for c in step.checklist]
    return Text(
        "、".join(t.in_language("zh") for t in titles),
        ", ".join(t.in_language("en") for t in titles),
    )


_STEP_EACH = Text("谁来办改变", "Another way of sharing it out")
_EACH = Text("每位任职人各办一份", "One for each holder of the post")
_AS_ONE = Text("岗位办一份", "One for the post")
_STEP_ADDED = Text("新增步骤", "A new step")
_STEP_GONE = Text("取消步骤", "The step falls away")
_STEP_POST = Text("改由别的岗位", "Another post")
_STEP_DUE = Text("时限改变", "Another due time")
_STEP_EVIDENCE = Text("凭证改变", "Other evidence")
