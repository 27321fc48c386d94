"""A fault from report to closing, by the commands people use."""

from datetime import timedelta

import pytest

from dayuan.kernel.problems import Refused
from dayuan.services.desk import commands as desk
from dayuan.services.desk import queries as desk_queries
from dayuan.work import commands as work
from dayuan.work import queries
from dayuan.work.rules import Given
from tests.cast import Cast, Member

DRIP = desk.Report(category="air_conditioning", place="主楼5层5012室", description="空调滴水")
RESULT = {"result": Given(text="疏通了排水管，试机正常")}
PASSED = {"meets_standard": Given(yes=True)}
SOLVED = {"solved": Given(yes=True)}
UNSOLVED = {"solved": Given(yes=False, text="晚上又滴了")}
FAILED = {"meets_standard": Given(yes=False, text="还在滴水")}


@pytest.fixture
def drip(cast: Cast, now):
    """A fault that the guard has reported."""
    return desk.report(report=DRIP, actor=cast.guard.actor(), at=now)


def task_of(request, step: str):
    found = [t for t in queries.tasks_of(request.case) if t.step == step]
    return queries.task(found[-1].pk)


def send_out(request, cast: Cast, at, post: str = ""):
    request.refresh_from_db()
    desk.dispatch(request=request, post=post, actor=cast.dispatcher.actor(), at=at)


def do(request, step: str, who: Member, evidence, at):
    work.accept(task=task_of(request, step), actor=who.actor(), at=at)
    work.finish(
        task=task_of(request, step), evidence=evidence, actor=who.actor(),
        at=at + timedelta(minutes=20),
    )  # fmt: skip
    request.refresh_from_db()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_anybody_reports_and_the_desk_has_it_to_send_out(drip, cast: Cast, now):
    assert drip.state == "reported"
    work_of_desk = queries.my_work(cast.dispatcher.actor(), at=now)
    assert [t.step for t in work_of_desk.to_take] == ["dispatch"]


def test_a_fault_runs_from_report_to_closing(drip, cast: Cast, now):
    send_out(drip, cast, now + timedelta(minutes=3))
    do(drip, "handle", cast.technician, RESULT, now + timedelta(minutes=10))
    assert drip.state == "to_check"
    do(drip, "check", cast.checker, PASSED, now + timedelta(hours=2))
    assert drip.state == "to_visit"
    do(drip, "return_visit", cast.dispatcher, SOLVED, now + timedelta(hours=3))
    assert drip.state == "closed"
    drip.case.refresh_from_db()
    assert (drip.case.phase, drip.case.closed_at) == (
        "closed",
        now + timedelta(hours=3, minutes=20),
    )


def test_it_goes_to_the_post_that_answers_for_its_category(drip, cast: Cast, now):
    send_out(drip, cast, now)
    assert task_of(drip, "handle").post == "hvac_technician"


def test_the_desk_may_send_it_to_another_post(drip, cast: Cast, now):
    send_out(drip, cast, now, post="duty_electrician")
    assert task_of(drip, "handle").post == "duty_electrician"
    mine = queries.my_work(cast.electrician.actor(), at=now)
    assert [t.step for t in mine.to_take] == ["handle"]


def test_a_technician_cannot_send_requests_out(drip, cast: Cast, now):
    with pytest.raises(Refused) as refused:
        desk.dispatch(request=drip, actor=cast.technician.actor(), at=now)
    assert codes(refused) == ["access.verb"]
    assert "事务助理" in refused.value.problems[0].says.zh


def test_a_request_is_sent_out_once(drip, cast: Cast, now):
    send_out(drip, cast, now)
    with pytest.raises(Refused) as refused:
        send_out(drip, cast, now)
    assert codes(refused) == ["desk.already_sent"]


def test_a_guard_cannot_take_a_technicians_task(drip, cast: Cast, now):
    send_out(drip, cast, now)
    with pytest.raises(Refused) as refused:
        work.accept(task=task_of(drip, "handle"), actor=cast.guard.actor(), at=now)
    assert codes(refused) == ["work.other_post"]


def test_a_task_is_taken_by_one_person_only(drip, cast: Cast, now):
    send_out(drip, cast, now)
    seen_by_both = task_of(drip, "handle")
    work.accept(task=task_of(drip, "handle"), actor=cast.technician.actor(), at=now)
    with pytest.raises(Refused) as refused:
        work.accept(task=seen_by_both, actor=cast.colleague.actor(), at=now)
    assert codes(refused) == ["state.changed"]


def test_nobody_finishes_without_saying_what_was_done(drip, cast: Cast, now):
    send_out(drip, cast, now)
    work.accept(task=task_of(drip, "handle"), actor=cast.technician.actor(), at=now)
    with pytest.raises(Refused) as refused:
        work.finish(
            task=task_of(drip, "handle"), evidence={}, actor=cast.technician.actor(), at=now
        )
    assert codes(refused) == ["work.evidence_missing"]
    assert task_of(drip, "handle").state == "accepted"


def test_a_colleague_cannot_finish_what_another_has_in_hand(drip, cast: Cast, now):
    send_out(drip, cast, now)
    work.accept(task=task_of(drip, "handle"), actor=cast.technician.actor(), at=now)
    with pytest.raises(Refused) as refused:
        work.finish(
            task=task_of(drip, "handle"), evidence=RESULT, actor=cast.colleague.actor(), at=now
        )
    assert codes(refused) == ["work.not_in_hand"]


def test_who_did_the_work_cannot_check_it(cast: Cast, now):
    report = desk.Report(category="air_conditioning", place="x", description="y")
    request = desk.report(report=report, actor=cast.guard.actor(), at=now)
    send_out(request, cast, now, post="quality_officer")
    do(request, "handle", cast.checker, RESULT, now)
    with pytest.raises(Refused) as refused:
        work.accept(task=task_of(request, "check"), actor=cast.checker.actor(), at=now)
    assert "work.own_work" in codes(refused)


def test_a_failed_check_sends_it_back_and_undoes_nothing(drip, cast: Cast, now):
    send_out(drip, cast, now)
    do(drip, "handle", cast.technician, RESULT, now)
    do(drip, "check", cast.checker, FAILED, now + timedelta(hours=1))
    assert drip.state == "dispatched"
    rounds = [(t.step, t.round, t.state) for t in queries.tasks_of(drip.case)]
    assert ("handle", 1, "done") in rounds
    assert ("handle", 2, "ready") in rounds
    assert ("check", 2, "waiting") in rounds
    do(drip, "handle", cast.colleague, RESULT, now + timedelta(hours=2))
    do(drip, "check", cast.checker, PASSED, now + timedelta(hours=3))
    assert drip.state == "to_visit"


def mended(drip, cast: Cast, at):
    send_out(drip, cast, at)
    do(drip, "handle", cast.technician, RESULT, at)
    do(drip, "check", cast.checker, PASSED, at + timedelta(hours=1))


def test_whoever_did_or_checked_the_work_does_not_ask_afterwards(drip, cast: Cast, now):
    send_out(drip, cast, now, post="affairs_assistant")
    do(drip, "handle", cast.dispatcher, RESULT, now)
    do(drip, "check", cast.checker, PASSED, now + timedelta(hours=1))
    with pytest.raises(Refused) as refused:
        work.accept(task=task_of(drip, "return_visit"), actor=cast.dispatcher.actor(), at=now)
    assert "work.own_work" in codes(refused)


def test_a_caller_who_is_not_content_has_it_done_again(drip, cast: Cast, now):
    mended(drip, cast, now)
    do(drip, "return_visit", cast.dispatcher, UNSOLVED, now + timedelta(hours=2))
    assert drip.state == "dispatched"
    assert task_of(drip, "handle").round == 2
    do(drip, "handle", cast.colleague, RESULT, now + timedelta(hours=3))
    do(drip, "check", cast.checker, PASSED, now + timedelta(hours=4))
    do(drip, "return_visit", cast.dispatcher, SOLVED, now + timedelta(hours=5))
    assert drip.state == "closed"


def test_the_desk_reopens_a_closed_request_and_a_technician_cannot(drip, cast: Cast, now):
    mended(drip, cast, now)
    do(drip, "return_visit", cast.dispatcher, SOLVED, now + timedelta(hours=2))
    again = now + timedelta(days=1)
    with pytest.raises(Refused) as refused:
        desk.reopen(request=drip, reason="又坏了", actor=cast.technician.actor(), at=again)
    assert codes(refused) == ["access.verb"]
    desk.reopen(request=drip, reason="又坏了", actor=cast.dispatcher.actor(), at=again)
    drip.case.refresh_from_db()
    assert (drip.state, drip.case.phase, drip.case.closed_at) == ("dispatched", "open", None)
    assert task_of(drip, "handle").state == "ready"


def test_a_pause_is_seen_on_the_request_and_the_clock_of_its_limit_stops(drip, cast: Cast, now):
    send_out(drip, cast, now)
    technician = cast.technician.actor()
    work.accept(task=task_of(drip, "handle"), actor=technician, at=now)
    with pytest.raises(Refused) as refused:
        work.pause(task=task_of(drip, "handle"), reason=" ", actor=technician, at=now)
    assert codes(refused) == ["state.needs_reason"]
    work.pause(task=task_of(drip, "handle"), reason="等配件", actor=technician, at=now)
    drip.refresh_from_db()
    drip.case.refresh_from_db()
    assert (drip.state, drip.case.phase) == ("paused", "waiting")
    work.resume(task=task_of(drip, "handle"), actor=technician, at=now + timedelta(days=2))
    drip.refresh_from_db()
    drip.case.refresh_from_db()
    assert (drip.state, drip.case.phase) == ("in_hand", "open")
    assert task_of(drip, "handle").paused_for == timedelta(days=2)


def test_an_early_end_is_granted_by_somebody_else_with_the_reason(drip, cast: Cast, now):
    send_out(drip, cast, now)
    work.accept(task=task_of(drip, "handle"), actor=cast.technician.actor(), at=now)
    wish = work.Wish("close", "报事人说不用修了")
    asked = work.ask(task=task_of(drip, "handle"), wish=wish, actor=cast.technician.actor(), at=now)
    with pytest.raises(Refused) as refused:
        work.decide(application=asked, grant=True, actor=cast.technician.actor(), at=now)
    assert codes(refused) == ["access.verb"]
    work.decide(application=asked, grant=True, actor=cast.supervisor.actor(), at=now)
    drip.refresh_from_db()
    drip.case.refresh_from_db()
    assert (drip.state, drip.case.phase) == ("closed", "closed")


def test_a_step_that_carries_the_case_cannot_be_left_out(drip, cast: Cast, now):
    send_out(drip, cast, now)
    work.accept(task=task_of(drip, "handle"), actor=cast.technician.actor(), at=now)
    with pytest.raises(Refused) as refused:
        work.ask(
            task=task_of(drip, "handle"), wish=work.Wish("skip", "没有梯子"),
            actor=cast.technician.actor(), at=now,
        )  # fmt: skip
    assert codes(refused) == ["work.wish_carries"]


def test_a_task_handed_back_waits_for_the_post_again_and_the_chain_is_kept(drip, cast: Cast, now):
    send_out(drip, cast, now)
    work.accept(task=task_of(drip, "handle"), actor=cast.technician.actor(), at=now)
    with pytest.raises(Refused) as refused:
        work.hand_back(
            task=task_of(drip, "handle"), reason=" ", actor=cast.technician.actor(), at=now
        )
    assert codes(refused) == ["state.needs_reason"]
    later = now + timedelta(minutes=5)
    work.hand_back(
        task=task_of(drip, "handle"), reason="缺梯子", actor=cast.technician.actor(), at=later
    )
    drip.refresh_from_db()
    assert drip.state == "dispatched"
    do(drip, "handle", cast.colleague, RESULT, later)
    hands = task_of(drip, "handle").assignments.order_by("pk")
    assert [hand.person.name for hand in hands] == ["赵海涛", "周永福"]


def test_the_reporter_withdraws_his_own_request_and_nobody_elses(drip, cast: Cast, now):
    with pytest.raises(Refused):
        desk.cancel(request=drip, reason="x", actor=cast.cleaner.actor(), at=now)
    desk.cancel(request=drip, reason="自己好了", actor=cast.guard.actor(), at=now)
    drip.refresh_from_db()
    assert drip.state == "cancelled"
    assert {t.state for t in queries.tasks_of(drip.case)} == {"cancelled"}


def test_a_report_names_everything_that_is_missing_at_once(cast: Cast, now):
    with pytest.raises(Refused) as refused:
        desk.report(report=desk.Report("", " ", ""), actor=cast.guard.actor(), at=now)
    assert codes(refused) == ["desk.category", "desk.place", "desk.description"]


def test_a_report_with_a_mark_of_state_secrecy_is_refused(cast: Cast, now):
    secret = desk.Report(
        category="air_conditioning", place="二楼", description="【机密】文件柜打不开"
    )
    with pytest.raises(Refused) as refused:
        desk.report(report=secret, actor=cast.guard.actor(), at=now)
    assert codes(refused) == ["label.state_secret"]


def test_a_guard_cannot_log_a_call_in_somebody_elses_name(cast: Cast, now):
    call = desk.Report("air_conditioning", "二楼", "不冷", caller_name="王处长")
    with pytest.raises(Refused) as refused:
        desk.report(report=call, actor=cast.guard.actor(), at=now)
    assert codes(refused) == ["access.verb"]
    assert desk.report(report=call, actor=cast.dispatcher.actor(), at=now).caller_name == "王处长"


def test_the_caller_is_known_to_the_desk_and_to_who_has_it_in_hand(cast: Cast, now):
    call = desk.Report("air_conditioning", "二楼", "不冷", caller_name="王处长")
    request = desk.report(report=call, actor=cast.dispatcher.actor(), at=now)
    assert not desk_queries.may_see_caller(request, cast.technician.actor())
    send_out(request, cast, now)
    work.accept(task=task_of(request, "handle"), actor=cast.technician.actor(), at=now)
    assert desk_queries.may_see_caller(request, cast.technician.actor())
    assert not desk_queries.may_see_caller(request, cast.cleaner.actor())


def test_a_liaison_sees_the_requests_of_the_own_unit_only(drip, cast: Cast, now):
    own = desk.report(report=DRIP, actor=cast.liaison.actor(), at=now)
    seen = list(desk_queries.visible_to(cast.liaison.actor()))
    assert [request.pk for request in seen] == [own.pk]
    with pytest.raises(Refused) as refused:
        desk_queries.get_for(cast.liaison.actor(), drip.pk)
    assert refused.value.hidden


def test_numbers_are_given_once_and_in_order(cast: Cast, now):
    made = [desk.report(report=DRIP, actor=cast.guard.actor(), at=now) for _ in range(3)]
    assert [r.case.number for r in made] == ["B2026-00001", "B2026-00002", "B2026-00003"]
