"""What only those who handle it know of: kept from everybody else, and recorded."""

import pytest

from dayuan.kernel.problems import Refused
from dayuan.services.desk import commands as desk
from dayuan.services.desk import queries as requests
from dayuan.work import commands as work
from dayuan.work import queries
from dayuan.work.rules import Given
from tests.bindings.proof import prove
from tests.bindings.test_desk import reported, step_of
from tests.cast import Cast, Member


def handled(cast: Cast, now, category: str, by: Member, evidence):
    request = reported(cast, now, category)
    work.accept(task=step_of(request, "handle"), actor=by.actor(), at=now)
    work.finish(task=step_of(request, "handle"), evidence=evidence, actor=by.actor(), at=now)
    return request


def who_sees(cast: Cast, request) -> set[str]:
    people = ("director", "deputy", "dispatcher", "captain", "guard", "cleaner", "electrician")
    door = requests.visible_to
    return {one for one in people if door(getattr(cast, one).actor()).filter(pk=request.pk)}


def test_an_abnormality_is_told_to_nobody_else(cast: Cast, clock, now):
    def scenario(binding):
        request = reported(cast, now, "abnormality")
        assert who_sees(cast, request) == {"guard", "captain"}
        for one in (cast.dispatcher, cast.cleaner):
            assert one.client.get(f"/desk/{request.pk}/").status_code == 404
        page = cast.captain.client.get(f"/desk/{request.pk}/").content.decode()
        assert "只有经办的人" in page
        assert binding.clause in page
        work_rows = queries.fulfilments(cast.captain.actor(), binding.clause)
        assert (request.pk, binding.capability) in {(r.case_id, r.capability) for r in work_rows}

    prove("test_an_abnormality_is_told_to_nobody_else", scenario, cast=cast, at=now)


def test_an_abnormality_is_recorded_with_what_came_of_it(cast: Cast, now):
    def scenario(binding):
        result = {"result": Given(text="查看过，没有异常")}
        with pytest.raises(Refused):
            handled(cast, now, "abnormality", cast.captain, {})
        request = handled(cast, now, "abnormality", cast.captain, result)
        told = {"department": Given(text="区政府办公室，十点")}
        work.accept(task=step_of(request, "pass_on"), actor=cast.captain.actor(), at=now)
        work.finish(
            task=step_of(request, "pass_on"), evidence=told, actor=cast.captain.actor(), at=now
        )
        request.refresh_from_db()
        assert request.state == "closed"
        rows = queries.fulfilments(cast.captain.actor(), binding.clause)
        assert (request.pk, binding.capability) in {(r.case_id, r.capability) for r in rows}

    prove("test_an_abnormality_is_recorded_with_what_came_of_it", scenario, cast=cast, at=now)


def test_who_asked_what_and_what_was_answered_is_recorded(cast: Cast, now):
    answers = {
        "asked_by": Given(text="自称记者的人"),
        "asked": Given(text="领导在不在"),
        "answered": Given(text="请到信访接待室"),
    }

    def scenario(binding):
        for left_out in answers:
            some = {name: given for name, given in answers.items() if name != left_out}
            with pytest.raises(Refused):
                handled(cast, now, "outside_question", cast.deputy, some)
        request = handled(cast, now, "outside_question", cast.deputy, answers)
        assert who_sees(cast, request) == {"guard", "deputy"}
        rows = queries.fulfilments(cast.deputy.actor(), binding.clause)
        assert (request.pk, binding.capability) in {(r.case_id, r.capability) for r in rows}

    prove("test_who_asked_what_and_what_was_answered_is_recorded", scenario, cast=cast, at=now)


def test_a_dripping_tap_is_still_known_to_everybody(cast: Cast, now):
    request = reported(cast, now, "water_and_drainage")
    assert {"cleaner", "dispatcher", "director"} <= who_sees(cast, request)


def test_a_report_that_passes_no_front_desk_is_no_evidence_for_the_front_desk(cast: Cast, now):
    request = desk.report(
        report=desk.Report(category="abnormality", place="北门", description="有人徘徊"),
        actor=cast.guard.actor(), at=now,
    )  # fmt: skip
    rows = queries.fulfilments(cast.captain.actor(), "C3.1-03")
    assert request.pk not in {row.case_id for row in rows}


def test_evidence_of_a_hidden_case_is_hidden_too(cast: Cast, now):
    request = reported(cast, now, "abnormality")
    for clause in ("C5.3.3-02c", "C5.2.1.3-01"):
        rows = queries.fulfilments(cast.director.actor(), clause)
        assert request.pk not in {row.case_id for row in rows}
