"""The same fault on the second, invented compound: nothing in the program knows which plan runs."""

from datetime import UTC, datetime, timedelta

import pytest

from dayuan.config import demonstration, installation
from dayuan.kernel.problems import Refused
from dayuan.services.desk import commands as desk
from dayuan.services.desk import queries as desk_queries
from dayuan.work import commands as work
from dayuan.work import queries
from dayuan.work.rules import Given
from tests.cast import HARBOUR, Cast, read

MADE = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def harbour(db):
    """The harbour's site with somebody in every place."""
    site, made = installation.install(read(HARBOUR), at=MADE)
    if made:
        demonstration.appoint_everybody(site, at=MADE, first_number=2001)
    return site


def given(step):
    kinds = {"yes_no": Given(yes=True), "reading": Given(number=step_middle(step))}
    return {e.id: kinds.get(e.kind, Given(text="done")) for e in step.evidence if e.required}


def step_middle(step) -> float:
    return next((e.low or 0 for e in step.evidence if e.kind == "reading"), 0)


def do_ready_task(site, request, at) -> bool:
    """Do the next task as its own post would; tell whether there was one."""
    ready = [t for t in queries.tasks_of(request.case) if t.state == "ready"]
    if not ready:
        return False
    task = queries.task(ready[0].pk)
    step = queries.step_of(task)
    actor = demonstration.someone(site, task.post, at=at)
    if step.does == "desk.dispatch":
        desk.dispatch(request=request, actor=actor, at=at)
        return True
    work.accept(task=task, actor=actor, at=at)
    lines = [line.id for line in step.checklist]
    work.finish(task=queries.task(task.pk), evidence=given(step), ticked=lines, actor=actor, at=at)
    return True


def test_every_category_of_another_plan_runs_from_report_to_closing(harbour, now):
    plan = queries.sites.plan_of(harbour.pk)
    reporter = demonstration.someone(harbour, next(iter(plan.handbook.posts)), at=now)
    for category in plan.handbook.categories:
        report = desk.Report(category=category, place="Pier 2", description="It leaks")
        request = desk.report(report=report, actor=reporter, at=now)
        at = now
        while do_ready_task(harbour, request, at):
            at += timedelta(minutes=10)
            request.refresh_from_db()
        assert request.state == "closed", category
        request.case.refresh_from_db()
        assert request.case.phase == "closed"


def test_two_compounds_in_one_database_never_see_each_other(harbour, cast: Cast, now):
    report = desk.Report("air_conditioning", "主楼", "不冷")
    ours = desk.report(report=report, actor=cast.guard.actor(), at=now)
    stranger = demonstration.someone(
        harbour, next(iter(queries.sites.plan_of(harbour.pk).handbook.posts)), at=now
    )
    assert ours.pk not in {r.pk for r in desk_queries.visible_to(stranger)}
    with pytest.raises(Refused) as refused:
        queries.get_for(stranger, ours.pk)
    assert refused.value.hidden
