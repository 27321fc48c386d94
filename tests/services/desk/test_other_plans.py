"""Plans that order, leave out or limit the steps of a request."""

from datetime import timedelta

import pytest

from dayuan.config import installation
from dayuan.handbook.schema import Handbook
from dayuan.kernel.problems import Refused
from dayuan.reference.plans import commands as plans
from dayuan.reference.plans import queries as plan_queries
from dayuan.reference.sites import commands as sites
from dayuan.reference.sites import queries as site_queries
from dayuan.services.desk import commands as desk
from dayuan.work import commands as work
from dayuan.work import queries
from dayuan.work.rules import Given
from tests.cast import PUKOU, Cast, read

DRIP = desk.Report(category="air_conditioning", place="五楼", description="滴水")
RESULT = {"result": Given(text="好了")}


def take_into_force(cast: Cast, handbook: Handbook, now) -> None:
    actor = installation.installer(cast.site.pk)
    revision, _ = plans.load(handbook=handbook, actor=actor, at=now)
    site = site_queries.site(cast.site.pk)
    sites.adopt(site=site, revision=revision, consent="office 12", actor=actor, at=now)


def with_steps(*kept: str) -> Handbook:
    book = read(PUKOU)
    playbook = book.playbooks["request"]
    steps = tuple(
        step.model_copy(update={"after": tuple(a for a in step.after if a in kept)})
        for step in playbook.steps
        if step.id in kept
    )
    changed = {**book.playbooks, "request": playbook.model_copy(update={"steps": steps})}
    return book.model_copy(update={"playbooks": changed})


@pytest.fixture(autouse=True)
def _forget_afterwards():
    yield
    plan_queries.forget()


def task(request, step: str):
    found = [t for t in queries.tasks_of(request.case) if t.step == step]
    return queries.task(found[-1].pk)


def test_a_plan_without_a_step_for_sending_out_sends_at_once(cast: Cast, now):
    take_into_force(cast, with_steps("handle", "check"), now)
    request = desk.report(report=DRIP, actor=cast.guard.actor(), at=now)
    assert request.state == "dispatched"
    mine = queries.my_work(cast.technician.actor(), at=now)
    assert [t.step for t in mine.to_take] == ["handle"]


def test_a_plan_without_a_check_closes_when_the_work_is_done(cast: Cast, now):
    take_into_force(cast, with_steps("handle"), now)
    request = desk.report(report=DRIP, actor=cast.guard.actor(), at=now)
    technician = cast.technician.actor()
    work.accept(task=task(request, "handle"), actor=technician, at=now)
    work.finish(task=task(request, "handle"), evidence=RESULT, actor=technician, at=now)
    request.refresh_from_db()
    assert (request.state, request.finished_at) == ("closed", now)


def test_a_limit_the_site_sets_gives_the_task_its_due_time(cast: Cast, now):
    book = read(PUKOU)
    limit = book.settings["limit_request"].model_copy(update={"value": 120})
    settings = {**book.settings, "limit_request": limit}
    take_into_force(cast, book.model_copy(update={"settings": settings}), now)
    request = desk.report(report=DRIP, actor=cast.guard.actor(), at=now)
    sent = now + timedelta(minutes=30)
    desk.dispatch(request=request, actor=cast.dispatcher.actor(), at=sent)
    assert task(request, "handle").due_at == now + timedelta(minutes=120)
    request.case.refresh_from_db()
    assert request.case.next_due_at == now + timedelta(minutes=120)


def test_a_running_case_keeps_the_revision_it_began_with(cast: Cast, now):
    request = desk.report(report=DRIP, actor=cast.guard.actor(), at=now)
    take_into_force(cast, with_steps("handle"), now)
    desk.dispatch(request=request, actor=cast.dispatcher.actor(), at=now)
    assert [t.step for t in queries.tasks_of(request.case)] == [
        "dispatch",
        "handle",
        "check",
        "return_visit",
    ]


def test_a_plan_without_a_playbook_for_requests_refuses_in_words(cast: Cast, now):
    book = read(PUKOU)
    kept = {code: book for code, book in book.playbooks.items() if code != "request"}
    take_into_force(cast, read(PUKOU).model_copy(update={"playbooks": kept}), now)
    with pytest.raises(Refused) as refused:
        desk.report(report=DRIP, actor=cast.guard.actor(), at=now)
    assert [p.code for p in refused.value.problems] == ["work.no_playbook"]
