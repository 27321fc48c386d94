"""The clauses that the desk and the engine enforce, each proved by its binding."""

from datetime import timedelta

import pytest

from dayuan.kernel.problems import Refused
from dayuan.services.desk import commands as desk
from dayuan.work import commands as work
from dayuan.work import queries
from dayuan.work.rules import Given
from tests.bindings.proof import assert_evidence, prove
from tests.cast import Cast, Member

RESULT = {"result": Given(text="修好了")}
PASSED = {"meets_standard": Given(yes=True)}


def reported(cast: Cast, now, category: str = "air_conditioning"):
    report = desk.Report(category=category, place="二楼", description="不冷")
    return desk.report(report=report, actor=cast.guard.actor(), at=now)


def step_of(request, step: str):
    (found,) = [t for t in queries.tasks_of(request.case) if t.step == step]
    return queries.task(found.pk)


def sent_out(cast: Cast, now):
    request = reported(cast, now)
    desk.dispatch(request=request, actor=cast.dispatcher.actor(), at=now)
    return request


def handled(cast: Cast, now):
    request, actor = sent_out(cast, now), cast.technician.actor()
    work.accept(task=step_of(request, "handle"), actor=actor, at=now)
    work.finish(task=step_of(request, "handle"), evidence=RESULT, actor=actor, at=now)
    return request


def test_a_report_is_the_evidence_of_its_clause(cast: Cast, now):
    def scenario(binding):
        category = binding.parameters.get("category", "air_conditioning")
        request = reported(cast, now, category)
        assert_evidence(binding, request.pk, cast)

    prove("test_a_report_is_the_evidence_of_its_clause", scenario, cast=cast, at=now)


def test_a_dripping_tap_is_no_evidence_for_watching_strangers(cast: Cast, now):
    request = reported(cast, now, "water_and_drainage")
    rows = queries.fulfilments(cast.director.actor(), "C5.2.1.3-02")
    assert request.pk not in {row.case_id for row in rows}


def test_every_request_enters_through_the_centre(cast: Cast, now):
    def scenario(binding):
        request = reported(cast, now)
        assert queries.my_work(cast.technician.actor(), at=now).to_take == []
        assert [t.case_id for t in queries.my_work(cast.dispatcher.actor(), at=now).to_take] == [
            request.pk
        ]
        assert_evidence(binding, request.pk, cast)

    prove("test_every_request_enters_through_the_centre", scenario, cast=cast, at=now)


def test_sending_out_leaves_owner_time_and_state(cast: Cast, now):
    def scenario(binding):
        request = sent_out(cast, now)
        request.refresh_from_db()
        assert (request.state, request.dispatched_at) == ("dispatched", now)
        assert step_of(request, "handle").post == "hvac_technician"
        assert_evidence(binding, request.pk, cast)

    prove("test_sending_out_leaves_owner_time_and_state", scenario, cast=cast, at=now)


def test_the_time_to_completion_is_measured(cast: Cast, now):
    def scenario(binding):
        request = handled(cast, now + timedelta(minutes=5))
        task = step_of(request, "handle")
        assert task.ready_at is not None
        assert task.done_at is not None
        assert_evidence(binding, request.pk, cast)

    prove("test_the_time_to_completion_is_measured", scenario, cast=cast, at=now)


def test_completion_is_checked_by_another_person(cast: Cast, now):
    def scenario(binding):
        request, actor = handled(cast, now), cast.checker.actor()
        work.accept(task=step_of(request, "check"), actor=actor, at=now)
        work.finish(task=step_of(request, "check"), evidence=PASSED, actor=actor, at=now)
        assert step_of(request, "check").person != step_of(request, "handle").person
        assert_evidence(binding, request.pk, cast)

    prove("test_completion_is_checked_by_another_person", scenario, cast=cast, at=now)


def test_no_task_is_without_an_accountable_post(cast: Cast, now):
    def scenario(binding):
        request = reported(cast, now)
        assert all(task.post for task in queries.tasks_of(request.case))
        assert_evidence(binding, request.pk, cast)

    prove("test_no_task_is_without_an_accountable_post", scenario, cast=cast, at=now)


def visited(cast: Cast, now, request, by: Member, *, solved: bool = True):
    actor = by.actor()
    work.accept(task=step_of(request, "return_visit"), actor=actor, at=now)
    answer = {"solved": Given(yes=solved, text="" if solved else "还是不冷")}
    work.finish(task=step_of(request, "return_visit"), evidence=answer, actor=actor, at=now)
    request.refresh_from_db()


def checked(cast: Cast, now, request, *, good: bool):
    actor = cast.checker.actor()
    work.accept(task=latest(request, "check"), actor=actor, at=now)
    answer = {"meets_standard": Given(yes=good, text="" if good else "没有修好")}
    work.finish(task=latest(request, "check"), evidence=answer, actor=actor, at=now)
    request.refresh_from_db()


def latest(request, step: str):
    return [t for t in queries.tasks_of(request.case) if t.step == step][-1]


def test_the_front_desk_keeps_a_log(cast: Cast, now):
    call = desk.Report(
        category="information", place="前台", description="问会议室在哪", caller_name="王科长"
    )

    def scenario(binding):
        with pytest.raises(Refused) as caught:
            desk.report(report=call, actor=cast.cleaner.actor(), at=now)
        assert binding.clause in {p.source.ref for p in caught.value.problems if p.source}
        request = desk.report(report=call, actor=cast.dispatcher.actor(), at=now)
        assert (request.caller_name, request.case.opened_at) == ("王科长", now)
        assert_evidence(binding, request.pk, cast)

    prove("test_the_front_desk_keeps_a_log", scenario, cast=cast, at=now)


def test_a_report_of_ones_own_is_no_evidence_for_the_front_desk(cast: Cast, now):
    request = reported(cast, now)
    rows = queries.fulfilments(cast.director.actor(), "C4.1.1-01")
    assert request.pk not in {row.case_id for row in rows}


def test_what_failed_its_check_is_done_again_and_checked_again(cast: Cast, now):
    def scenario(binding):
        request, actor = handled(cast, now), cast.technician.actor()
        checked(cast, now, request, good=False)
        assert request.state == "dispatched"
        work.accept(task=latest(request, "handle"), actor=actor, at=now)
        work.finish(task=latest(request, "handle"), evidence=RESULT, actor=actor, at=now)
        checked(cast, now, request, good=True)
        assert request.state == "to_visit"
        assert_evidence(binding, request.pk, cast)

    prove("test_what_failed_its_check_is_done_again_and_checked_again", scenario, cast=cast, at=now)


def test_work_that_was_good_at_once_corrected_nothing(cast: Cast, now):
    request = handled(cast, now)
    checked(cast, now, request, good=True)
    rows = queries.fulfilments(cast.director.actor(), "C4.1.2-04")
    assert "desk.correct" not in {r.capability for r in rows if r.case_id == request.pk}


def test_a_complaint_is_recorded_handled_and_answered(cast: Cast, now):
    def scenario(binding):
        request = reported(cast, now, "complaint")
        unseen = cast.electrician.actor()
        assert not queries.visible_to(unseen).filter(pk=request.pk).exists()
        desk.dispatch(request=request, actor=cast.dispatcher.actor(), at=now)
        deputy = cast.deputy.actor()
        work.accept(task=step_of(request, "handle"), actor=deputy, at=now)
        work.finish(task=step_of(request, "handle"), evidence=RESULT, actor=deputy, at=now)
        checked(cast, now, request, good=True)
        visited(cast, now, request, cast.dispatcher)
        assert request.state == "closed"
        rows = queries.fulfilments(deputy, binding.clause)
        assert (request.pk, binding.capability) in {(r.case_id, r.capability) for r in rows}

    prove("test_a_complaint_is_recorded_handled_and_answered", scenario, cast=cast, at=now)
