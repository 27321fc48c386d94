"""What nobody does without permission: nothing goes on before it, and a no is the end."""

from dataclasses import replace
from datetime import date

import pytest

from dayuan.kernel.problems import Refused
from dayuan.reference.people import commands as people
from dayuan.reference.people.models import Kind
from dayuan.services.desk import commands as desk
from dayuan.work import commands as work
from dayuan.work import queries
from dayuan.work.rules import Given
from tests.bindings.proof import assert_evidence, prove
from tests.bindings.test_desk import reported, step_of
from tests.cast import Cast, Member
from tests.work.drawing import signed

#: Left to `make test`: a minute less while somebody works.
pytestmark = pytest.mark.whole

#: Who permits what: the director the interview, the office's departments the rest.
DECIDES = {
    "interview": ("director", "office"),
    "key_copy": ("director", "office"),
    "room_entry": ("dispatcher", "staff"),
}
CONSENT = Given(yes=True, name="王主任", office="区政府办公室", way="telephone")
REFUSED = replace(CONSENT, yes=False)


def decided(cast: Cast, now, request, *, yes: bool):
    name, item = DECIDES.get(request.category, ("dispatcher", "department"))
    actor = getattr(cast, name).actor()
    word = CONSENT if yes else REFUSED
    evidence = {item: word, "permitted": Given(yes=yes, text="" if yes else "不宜外传")}
    work.accept(task=step_of(request, "permit"), actor=actor, at=now)
    work.finish(task=step_of(request, "permit"), evidence=evidence, actor=actor, at=now)
    request.refresh_from_db()


def do(cast: Cast, now, request, step: str, by: Member, files=None, **given: Given):
    work.accept(task=step_of(request, step), actor=by.actor(), at=now)
    work.finish(task=step_of(request, step), evidence=given, files=files, actor=by.actor(), at=now)
    request.refresh_from_db()


def others(request) -> set[str]:
    return {task.state for task in queries.tasks_of(request.case) if task.step != "permit"}


def test_nothing_goes_on_without_permission(cast: Cast, now):
    def scenario(binding):
        category = binding.parameters["category"]
        request = reported(cast, now, category)
        assert others(request) <= {"waiting"}, "a later step can be begun without permission"
        decided(cast, now, request, yes=True)
        assert request.state != "refused"
        assert_evidence(binding, request.pk, cast)
        refused = reported(cast, now, category)
        decided(cast, now, refused, yes=False)
        assert refused.state == "refused"
        assert others(refused) <= {"cancelled"}
        assert_evidence(binding, refused.pk, cast)

    prove("test_nothing_goes_on_without_permission", scenario, cast=cast, at=now)


def test_written_paper_leaves_by_a_chain_of_hands(cast: Cast, now):
    def scenario(binding):
        request = reported(cast, now, "written_paper")
        decided(cast, now, request, yes=True)
        # Nobody leads the cleaners in this cast: the cleaner acts for the day.
        keeper = cast.cleaner
        people.appoint(
            person_id=keeper.person.pk, post="environment_supervisor", kind=Kind.ACTING,
            start=date(2026, 11, 20), actor=cast.director.actor(), at=now,
        )  # fmt: skip
        with pytest.raises(Refused):
            do(cast, now, request, "collect", keeper)
        work.finish(
            task=step_of(request, "collect"),
            evidence={"handed_over_by": Given(name="何桂兰")},
            files={"handed_over_by": signed()},
            actor=keeper.actor(),
            at=now,
        )
        do(
            cast, now, request, "handle", keeper, files={"received_by": signed()},
            channel=Given(text="保密销毁中心"), received_by=Given(name="李师傅"),
        )  # fmt: skip
        assert request.state == "closed"
        assert_evidence(binding, request.pk, cast)

    prove("test_written_paper_leaves_by_a_chain_of_hands", scenario, cast=cast, at=now)


def test_whoever_was_present_signs_for_the_work(cast: Cast, now):
    def scenario(binding):
        category = binding.parameters["category"]
        request = reported(cast, now, category)
        decided(cast, now, request, yes=True)
        doer = {"office_repair": cast.supervisor, "large_cleaning": cast.cleaner}[category]
        if category == "large_cleaning":
            people.appoint(
                person_id=doer.person.pk, post="environment_supervisor", kind=Kind.ACTING,
                start=date(2026, 11, 20), actor=cast.director.actor(), at=now,
            )  # fmt: skip
        done = Given(text="做完了")
        with pytest.raises(Refused) as refused:
            do(cast, now, request, "handle", doer, result=done, present=Given(name="王科长"))
        assert [p.code for p in refused.value.problems] == ["work.not_signed"]
        work.finish(
            task=step_of(request, "handle"), files={"present": signed()},
            evidence={"result": done, "present": Given(name="王科长")}, actor=doer.actor(), at=now,
        )  # fmt: skip
        request.refresh_from_db()
        assert request.state == "closed"
        assert_evidence(binding, request.pk, cast)

    prove("test_whoever_was_present_signs_for_the_work", scenario, cast=cast, at=now)


def test_material_that_is_not_what_was_permitted_stays_at_the_gate(cast: Cast, now):
    request = desk.report(
        report=desk.Report(category="take_out", place="档案室", description="借出图纸"),
        actor=cast.cleaner.actor(), at=now,
    )  # fmt: skip
    decided(cast, now, request, yes=True)
    do(cast, now, request, "gate_check", cast.guard, same=Given(yes=False, text="多了一份"))
    assert request.state == "refused"
    assert step_of(request, "returned").state == "cancelled"


def test_material_that_left_comes_back_into_the_books(cast: Cast, now):
    request = desk.report(
        report=desk.Report(category="take_out", place="档案室", description="借出图纸"),
        actor=cast.cleaner.actor(), at=now,
    )  # fmt: skip
    decided(cast, now, request, yes=True)
    do(cast, now, request, "gate_check", cast.guard, same=Given(yes=True))
    assert request.state == "dispatched"
    do(cast, now, request, "returned", cast.guard, returned=Given(text="当日还回"))
    assert request.state == "closed"


def test_nobody_permits_what_he_asked_for_himself(cast: Cast, now):
    wish = desk.Report(category="send_out", place="前台", description="把图纸发给设计院")
    request = desk.report(report=wish, actor=cast.dispatcher.actor(), at=now)
    with pytest.raises(Refused) as caught:
        decided(cast, now, request, yes=True)
    assert [problem.code for problem in caught.value.problems] == ["desk.own_wish"]


def test_the_desk_may_permit_what_it_logged_for_somebody_else(cast: Cast, now):
    wish = desk.Report(
        category="send_out", place="前台", description="把图纸发给设计院", caller_name="王科长"
    )
    request = desk.report(report=wish, actor=cast.dispatcher.actor(), at=now)
    decided(cast, now, request, yes=True)
    assert request.state == "closed"
