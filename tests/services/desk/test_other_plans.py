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


def side_by_side() -> Handbook:
    """Return a plan with two checks at once, and a last step that waits for both."""
    book = read(PUKOU)
    playbook = book.playbooks["request"]
    steps = {step.id: step for step in playbook.steps}
    second = steps["check"].model_copy(
        update={"id": "second", "who": steps["dispatch"].who, "not_by_doer_of": ("handle",)}
    )
    visit = steps["return_visit"].model_copy(
        update={"after": ("check", "second"), "not_by_doer_of": ("handle",)}
    )
    last = steps["handle"].model_copy(
        update={"id": "filing", "does": None, "after": ("return_visit",), "evidence": ()}
    )
    handle = steps["handle"].model_copy(update={"after": ()})
    changed = playbook.model_copy(update={"steps": (handle, steps["check"], second, visit, last)})
    return book.model_copy(update={"playbooks": {**book.playbooks, "request": changed}})


def answer(request, step: str, by, now, *, yes: bool):
    item = {"check": "meets_standard", "second": "meets_standard", "return_visit": "solved"}[step]
    work.accept(task=task(request, step), actor=by.actor(), at=now)
    given = {item: Given(yes=yes, text="" if yes else "不行")}
    work.finish(task=task(request, step), evidence=given, actor=by.actor(), at=now)
    request.refresh_from_db()


def mended(cast: Cast, request, now):
    work.accept(task=task(request, "handle"), actor=cast.technician.actor(), at=now)
    work.finish(
        task=task(request, "handle"), evidence=RESULT, actor=cast.technician.actor(), at=now
    )
    request.refresh_from_db()


def open_steps(request) -> dict[str, str]:
    rows = queries.tasks_of(request.case)
    return {t.step: t.state for t in rows if t.state not in ("done", "cancelled")}


def test_two_checks_both_decide_whether_it_was_done_well(cast: Cast, now):
    take_into_force(cast, side_by_side(), now)
    request = desk.report(report=DRIP, actor=cast.guard.actor(), at=now)
    mended(cast, request, now)
    answer(request, "check", cast.checker, now, yes=True)
    assert request.state == "to_check"
    answer(request, "second", cast.dispatcher, now, yes=False)
    assert request.state == "dispatched"
    assert open_steps(request) == {
        "handle": "ready", "check": "waiting", "second": "waiting",
        "return_visit": "waiting", "filing": "waiting",
    }  # fmt: skip


def test_a_check_in_hand_falls_with_the_work_it_looks_at(cast: Cast, now):
    take_into_force(cast, side_by_side(), now)
    request = desk.report(report=DRIP, actor=cast.guard.actor(), at=now)
    mended(cast, request, now)
    work.accept(task=task(request, "check"), actor=cast.checker.actor(), at=now)
    begun = task(request, "check")
    answer(request, "second", cast.dispatcher, now, yes=False)
    assert queries.task(begun.pk).state == "cancelled"
    mended(cast, request, now)
    answer(request, "check", cast.checker, now, yes=True)
    answer(request, "second", cast.dispatcher, now, yes=True)
    assert request.state == "to_visit"


def test_what_waited_for_the_return_visit_waits_again_when_the_caller_says_no(cast: Cast, now):
    take_into_force(cast, side_by_side(), now)
    request = desk.report(report=DRIP, actor=cast.guard.actor(), at=now)
    mended(cast, request, now)
    answer(request, "check", cast.checker, now, yes=True)
    answer(request, "second", cast.dispatcher, now, yes=True)
    answer(request, "return_visit", cast.dispatcher, now, yes=False)
    assert request.state == "dispatched"
    assert open_steps(request)["filing"] == "waiting"


def in_two_parts() -> Handbook:
    """Return a plan in which two people handle one request at the same time."""
    book = read(PUKOU)
    playbook = book.playbooks["request"]
    steps = {step.id: step for step in playbook.steps}
    handle = steps["handle"].model_copy(update={"after": ()})
    other = handle.model_copy(update={"id": "other", "who": steps["check"].who})
    changed = playbook.model_copy(update={"steps": (handle, other)})
    return book.model_copy(update={"playbooks": {**book.playbooks, "request": changed}})


def test_two_people_handle_one_request_and_the_last_one_ends_it(cast: Cast, now):
    take_into_force(cast, in_two_parts(), now)
    request = desk.report(report=DRIP, actor=cast.guard.actor(), at=now)
    work.accept(task=task(request, "handle"), actor=cast.technician.actor(), at=now)
    work.accept(task=task(request, "other"), actor=cast.checker.actor(), at=now)
    work.pause(task=task(request, "other"), reason="等配件", actor=cast.checker.actor(), at=now)
    request.refresh_from_db()
    assert request.state == "in_hand"
    work.resume(task=task(request, "other"), actor=cast.checker.actor(), at=now)
    for step, by in (("handle", cast.technician), ("other", cast.checker)):
        request.refresh_from_db()
        assert request.state == "in_hand"
        work.finish(task=task(request, step), evidence=RESULT, actor=by.actor(), at=now)
    request.refresh_from_db()
    assert request.state == "closed"


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
