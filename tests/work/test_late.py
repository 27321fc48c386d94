"""What is late is told, rung by rung, to those whom the plan names; and what stops the clock."""

from datetime import timedelta

import pytest
from django.db import transaction

from dayuan.kernel.problems import Refused
from dayuan.platform.jobs import outbox
from dayuan.platform.notices.models import Notice
from dayuan.reference.people.models import Person
from dayuan.reference.plans import queries as plan_queries
from dayuan.services.desk.models import Request
from dayuan.work import commands as work
from dayuan.work import queries, sweeps
from dayuan.work.models import Task
from dayuan.work.rules import Given
from tests.cast import Cast
from tests.work import plan

RESULT = {"result": Given(text="好了")}


@pytest.fixture(autouse=True)
def _forget():
    yield
    plan_queries.forget()


@pytest.fixture
def visit(cast: Cast, now):
    """A visit in ten days, by the richest playbook."""
    return opened(cast, now, plan.FIRST)


def opened(cast: Cast, now, steps, *, days: int = 10):
    revision = plan.load(cast, plan.handbook(steps, edition="first"), now)
    plan.into_force(cast, revision, now)
    opening = work.Opening(
        kind=plan.KIND, title="来访", series="V",
        anchors={"R": now, "T": now + timedelta(days=days)},
    )  # fmt: skip
    with transaction.atomic():
        return work.open_case(opening, actor=cast.dispatcher.actor(), at=now)


def task(case, step: str) -> Task:
    return queries.task([t for t in queries.tasks_of(case) if t.step == step][-1].pk)


def told(kind: str = "work.task.late") -> list[str]:
    names = dict(Person.objects.values_list("pk", "name"))
    rows = Notice.objects.filter(kind=kind).order_by("pk")
    return [names[row.person_id] for row in rows]


def deliver(at) -> None:
    while outbox.deliver_due(now=at).done:
        continue


def test_an_answer_asked_for_at_once_is_due_by_the_sites_limit_on_office_hours(visit, now):
    answer = task(visit, "answer")
    # 10:00 on a Friday, two hours of office time: noon.
    assert answer.due_at == now + timedelta(hours=2)
    assert answer.accept_by == now + timedelta(minutes=30)


def test_a_task_nobody_takes_is_told_to_the_post_then_up_the_line(cast: Cast, visit, now):
    first = now + timedelta(minutes=31)
    sweeps.tell_late(now=first)
    deliver(first)
    assert sorted(told()) == ["周永福", "赵海涛"]
    second = now + timedelta(minutes=61)
    sweeps.tell_late(now=second)
    sweeps.tell_late(now=second)
    deliver(second)
    assert told()[2:] == ["陈志强"]


def test_after_an_outage_the_rungs_are_climbed_at_once_and_told_once(cast: Cast, visit, now):
    late = now + timedelta(hours=9)
    sweeps.tell_late(now=late)
    deliver(late)
    assert sorted(told()) == ["周永福", "方建国", "赵海涛", "陈志强"]
    assert task(visit, "answer").rung == 3


def test_taking_it_starts_the_ladder_anew_from_the_due_time(cast: Cast, visit, now):
    later = now + timedelta(minutes=31)
    sweeps.tell_late(now=later)
    work.accept(task=task(visit, "answer"), actor=cast.technician.actor(), at=later)
    answer = task(visit, "answer")
    assert (answer.rung, answer.next_at) == (0, now + timedelta(hours=2))


def test_a_pause_leaves_what_was_left_of_the_time(cast: Cast, visit, now):
    technician = cast.technician.actor()
    work.accept(task=task(visit, "answer"), actor=technician, at=now)
    work.pause(
        task=task(visit, "answer"), reason="等配件", actor=technician, at=now + timedelta(hours=1)
    )
    assert task(visit, "answer").next_at is None
    # Monday at nine: an hour was left.
    monday = now + timedelta(days=3, hours=-1)
    work.resume(task=task(visit, "answer"), actor=technician, at=monday)
    assert task(visit, "answer").due_at == monday + timedelta(hours=1)


def test_what_must_be_ready_before_a_visit_does_not_become_later_by_a_pause(cast: Cast, visit, now):
    technician = cast.technician.actor()
    due = task(visit, "prepare").due_at
    work.accept(task=task(visit, "prepare"), actor=technician, at=now)
    work.pause(task=task(visit, "prepare"), reason="等", actor=technician, at=now)
    work.resume(task=task(visit, "prepare"), actor=technician, at=now + timedelta(days=1))
    assert task(visit, "prepare").due_at == due


def test_only_whoever_has_it_in_hand_pauses_it(cast: Cast, visit, now):
    work.accept(task=task(visit, "prepare"), actor=cast.technician.actor(), at=now)
    with pytest.raises(Refused) as refused:
        work.pause(task=task(visit, "prepare"), reason="等", actor=cast.colleague.actor(), at=now)
    assert [p.code for p in refused.value.problems] == ["work.not_in_hand"]


def test_moving_the_arrival_retimes_what_is_open_and_tells_who_must_know(cast: Cast, visit, now):
    technician = cast.technician.actor()
    work.accept(task=task(visit, "prepare"), actor=technician, at=now)
    work.finish(task=task(visit, "prepare"), evidence=RESULT, actor=technician, at=now)
    done_due = task(visit, "prepare").due_at
    arrival = now + timedelta(days=12)
    with transaction.atomic():
        changed = work.set_anchor(visit, "T", instant=arrival, at=now)
    assert {t.step for t in changed} == {"inspect", "guard", "drill", "report", "close"}
    assert task(visit, "prepare").due_at == done_due
    assert task(visit, "inspect").due_at == arrival - timedelta(days=2)
    deliver(now)
    assert "吴国庆" in told("work.case.retimed")
    assert "陈志强" not in told("work.case.retimed")


def test_a_visit_brought_forward_makes_past_lead_times_due_now(cast: Cast, visit, now):
    with transaction.atomic():
        work.set_anchor(visit, "T", instant=now + timedelta(days=3), at=now)
    prepare = task(visit, "prepare")
    assert (prepare.due_at, prepare.late_notice) == (now, True)


def test_an_extension_is_asked_for_and_granted_by_somebody_else(cast: Cast, visit, now):
    technician = cast.technician.actor()
    work.accept(task=task(visit, "answer"), actor=technician, at=now)
    until = now + timedelta(days=1)
    asked = work.ask(
        task=task(visit, "answer"), wish=work.Wish("extend", "等厂家", until), actor=technician,
        at=now,
    )  # fmt: skip
    deliver(now)
    assert told("work.application.asked") == ["陈志强"]
    with pytest.raises(Refused) as refused:
        work.ask(
            task=task(visit, "answer"), wish=work.Wish("extend", "再等", until),
            actor=technician, at=now,
        )  # fmt: skip
    assert [p.code for p in refused.value.problems] == ["work.application_open"]
    asked = queries.application(asked.pk)
    work.decide(application=asked, grant=True, actor=cast.supervisor.actor(), at=now)
    assert task(visit, "answer").due_at == until
    deliver(now)
    assert told("work.application.decided") == ["赵海涛"]


def test_a_refused_extension_needs_its_reason_and_changes_nothing(cast: Cast, visit, now):
    technician = cast.technician.actor()
    work.accept(task=task(visit, "answer"), actor=technician, at=now)
    due = task(visit, "answer").due_at
    wish = work.Wish("extend", "等厂家", now + timedelta(days=1))
    asked = work.ask(task=task(visit, "answer"), wish=wish, actor=technician, at=now)
    asked = queries.application(asked.pk)
    with pytest.raises(Refused) as refused:
        work.decide(application=asked, grant=False, actor=cast.supervisor.actor(), at=now)
    assert [p.code for p in refused.value.problems] == ["state.needs_reason"]
    asked = queries.application(asked.pk)
    work.decide(
        application=asked, grant=False, answer="今天要好", actor=cast.supervisor.actor(), at=now
    )
    assert task(visit, "answer").due_at == due


def test_everything_wrong_with_a_wish_is_named_at_once(cast: Cast, visit, now):
    technician = cast.technician.actor()
    work.accept(task=task(visit, "answer"), actor=technician, at=now)
    with pytest.raises(Refused) as refused:
        work.ask(
            task=task(visit, "answer"), wish=work.Wish("extend", " "), actor=technician, at=now
        )
    assert [p.code for p in refused.value.problems] == ["work.wish_reason", "work.wish_until"]


def test_a_step_on_the_spot_is_finished_by_who_has_arrived(cast: Cast, now):
    visit = opened(cast, now, (plan.step("guard", "gate_guard", "T+0", on_site=True),))
    guard = cast.guard.actor()
    work.accept(task=task(visit, "guard"), actor=guard, at=now)
    with pytest.raises(Refused) as refused:
        work.finish(task=task(visit, "guard"), evidence={}, actor=guard, at=now)
    assert [p.code for p in refused.value.problems] == ["work.not_on_site"]
    work.arrive(task=task(visit, "guard"), actor=guard, at=now)
    work.finish(task=task(visit, "guard"), evidence={}, actor=guard, at=now)
    assert task(visit, "guard").state == "done"


READING = {"id": "temperature", "kind": "reading", "title": {"zh": "出水温度", "en": "Water"},
           "unit": "℃", "low": 5, "high": 12, "follow_up": "air_conditioning"}  # fmt: skip


def measured(cast: Cast, now, value: float):
    visit = opened(cast, now, (plan.step("measure", "hvac_technician", "T+0", evidence=[READING]),))
    technician = cast.technician.actor()
    work.accept(task=task(visit, "measure"), actor=technician, at=now)
    given = {"temperature": Given(number=value)}
    work.finish(task=task(visit, "measure"), evidence=given, actor=technician, at=now)
    deliver(now)
    deliver(now)
    return visit


def test_a_reading_out_of_its_limits_opens_one_request(cast: Cast, now):
    visit = measured(cast, now, 15)
    (opened_by_it,) = Request.objects.all()
    assert opened_by_it.category == "air_conditioning"
    assert "15℃" in opened_by_it.description
    assert visit.number in opened_by_it.description


def test_a_reading_within_its_limits_opens_nothing(cast: Cast, now):
    measured(cast, now, 8)
    assert not Request.objects.exists()


def test_a_case_goes_on_by_another_plan_only_after_the_difference_was_seen(cast: Cast, visit, now):
    later = now + timedelta(minutes=1)
    old = visit.revision_id
    second = plan.load(cast, plan.handbook(plan.SECOND, edition="second"), later)
    plan.into_force(cast, second, later)
    director = cast.director.actor(later)
    with pytest.raises(Refused) as refused:
        work.move_to_revision(case=visit, revision_id=old, actor=director, at=later)
    assert [p.code for p in refused.value.problems] == ["work.look_again"]
    page = cast.director.client.get(f"/cases/{visit.pk}/revision/").content.decode()
    for words in ("新增步骤", "badges", "改由别的岗位", "事务助理", "时限改变"):
        assert words in page
    work.move_to_revision(case=visit, revision_id=second.pk, actor=director, at=later)
    assert {t.step for t in queries.tasks_of(visit)} >= {"badges", "inspect"}
    assert task(visit, "inspect").post == "affairs_assistant"
