"""Whoever answers for a post that nobody holds knows what the post must know, so long."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from dayuan.kernel.problems import Refused
from dayuan.platform.access import owners
from dayuan.reference.people.models import Appointment
from dayuan.resources.rosters.models import Duty
from dayuan.services.desk import commands as desk
from dayuan.work import commands, queries
from dayuan.work.models import Case, CaseMember, Task
from dayuan.work.rules import Given
from tests.cast import NOW, Cast

TODAY = date(2026, 11, 20)
DONE = {"result": Given(text="修好了")}


@pytest.fixture
def secret(cast: Cast, clock) -> Task:
    """Return the task of the lift's post in a case that only this post needs to know.

    Nobody holds the post in the cast; its alternate is the technical supervisor.
    """
    report = desk.Report(category="air_conditioning", place="密谈室", description="漏水")
    made = desk.report(report=report, actor=cast.guard.actor(), at=NOW)
    desk.dispatch(request=made, post="lift_technician", actor=cast.dispatcher.actor(), at=NOW)
    Case.objects.filter(pk=made.pk).update(open_to_staff=False)
    CaseMember.objects.filter(case_id=made.pk).exclude(key="post:lift_technician").delete()
    return Task.objects.select_related("case").get(case_id=made.pk, state="ready")


def filled(cast: Cast) -> None:
    """Let somebody hold the lift's post."""
    Appointment.objects.filter(person=cast.colleague.person).update(post="lift_technician")


def knows(member, task: Task) -> bool:
    """Tell whether a part knows of the case, by every surface that has it; they agree."""
    actor, client = member.actor(), member.client
    by = {
        queries.visible_to(actor).filter(pk=task.case_id).exists(),
        owners.may_see(actor, "work.case", task.case_id),
        task.case_id in {t.case_id for t in queries.open_tasks(actor)},
        task.pk in {t.pk for t in queries.my_work(actor, at=NOW).to_take},
        client.get(reverse("work:task", args=[task.pk])).status_code == 200,
        client.get(reverse("desk:request", args=[task.case_id])).status_code == 200,
        task.case.number in client.get("/cases/").content.decode(),
    }
    assert len(by) == 1, by
    return by.pop()


def test_the_stand_in_opens_takes_and_finishes_what_waits_for_a_vacant_post(cast, secret):
    assert knows(cast.supervisor, secret)
    commands.accept(task=secret, actor=cast.supervisor.actor(), at=NOW)
    commands.finish(task=secret, evidence=DONE, actor=cast.supervisor.actor(), at=NOW)
    secret.refresh_from_db()
    assert secret.state == "done"


def test_once_the_vacancy_is_filled_the_stand_in_knows_no_more_and_the_holder_does(cast, secret):
    filled(cast)
    assert not knows(cast.supervisor, secret)
    assert knows(cast.colleague, secret)
    with pytest.raises(Refused) as refused:
        commands.accept(task=secret, actor=cast.supervisor.actor(), at=NOW)
    assert refused.value.hidden


@pytest.mark.parametrize("part", ["director", "deputy", "dispatcher", "captain", "technician"])
def test_nobody_else_knows_because_a_post_is_vacant(cast, secret, part):
    assert not knows(cast.members[part], secret)


def test_the_second_in_line_knows_only_when_the_first_is_gone_too(cast, secret):
    Task.objects.filter(pk=secret.pk).update(post="maintenance_electrician")
    CaseMember.objects.filter(case_id=secret.case_id).update(key="post:maintenance_electrician")
    assert knows(cast.electrician, secret)
    assert not knows(cast.supervisor, secret)
    Appointment.objects.filter(person=cast.electrician.person).update(post="gate_guard")
    assert knows(cast.supervisor, secret)
    assert not knows(cast.electrician, secret)


def test_whoever_stands_in_for_hours_knows_for_these_hours(cast, secret):
    """The day has a list for the post, which names somebody for the evening alone."""
    filled(cast)
    evening = NOW + timedelta(hours=8)
    Duty.objects.create(
        site=cast.site, post="lift_technician", person=cast.colleague.person, start=evening,
        end=evening + timedelta(hours=4), day=TODAY, planned_at=NOW, planned_by="system:tests",
    )  # fmt: skip
    assert knows(cast.supervisor, secret)
    later = cast.supervisor.actor(evening)
    assert not queries.visible_to(later).filter(pk=secret.case_id).exists()


def test_what_was_taken_is_known_until_it_is_out_of_ones_hands(cast, secret):
    commands.accept(task=secret, actor=cast.supervisor.actor(), at=NOW)
    filled(cast)
    page = reverse("work:task", args=[secret.pk])
    assert cast.supervisor.client.get(page).status_code == 200
    task = queries.task_for(cast.supervisor.actor(), secret.pk)
    commands.hand_back(task=task, reason="有人了", actor=cast.supervisor.actor(), at=NOW)
    assert cast.supervisor.client.get(page).status_code == 404


def test_a_case_named_to_the_unit_of_the_vacant_post_is_known_to_the_stand_in(cast, secret):
    CaseMember.objects.filter(case_id=secret.case_id).update(key="unit:security")
    Appointment.objects.filter(person=cast.captain.person).update(post="floor_cleaner")
    # The director stands in for the security supervisor, as the plan says.
    assert queries.visible_to(cast.director.actor()).filter(pk=secret.case_id).exists()
    assert not queries.visible_to(cast.checker.actor()).filter(pk=secret.case_id).exists()


def test_the_program_itself_stands_in_for_nobody(cast, secret):
    nobody = replace(cast.supervisor.actor(), as_of=None)
    assert not queries.visible_to(nobody).filter(pk=secret.case_id).exists()
