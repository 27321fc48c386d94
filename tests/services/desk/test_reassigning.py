"""A task that is given to another post while somebody has it in hand."""

from datetime import timedelta

from dayuan.services.desk import commands as desk
from dayuan.work import commands as work
from dayuan.work.models import Task
from dayuan.work.rules import Given
from tests.cast import Cast

REPORT = desk.Report(category="air_conditioning", place="主楼5层", description="空调滴水")


def test_the_other_post_takes_and_finishes_what_was_in_hand(cast: Cast, now):
    request = desk.report(report=REPORT, actor=cast.guard.actor(), at=now)
    desk.dispatch(request=request, actor=cast.dispatcher.actor(), at=now)
    task = Task.objects.select_related("case").get(case=request.case, step="handle")
    work.accept(task=task, actor=cast.technician.actor(), at=now)
    work.reassign(
        task=task, post="duty_electrician", reason="是电的问题",
        actor=cast.supervisor.actor(), at=now + timedelta(minutes=1),
    )  # fmt: skip
    request.refresh_from_db()
    assert request.state == "dispatched"
    task.refresh_from_db()
    work.accept(task=task, actor=cast.electrician.actor(), at=now + timedelta(minutes=2))
    evidence = {"result": Given(text="换了开关")}
    work.finish(
        task=task, evidence=evidence, actor=cast.electrician.actor(),
        at=now + timedelta(minutes=9),
    )  # fmt: skip
    request.refresh_from_db()
    assert request.state == "to_check"
