"""Who asks afterwards when everybody at the front desk did or checked the work."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from dayuan.kernel.problems import Refused
from dayuan.platform.audit.models import Entry
from dayuan.platform.jobs import outbox
from dayuan.platform.notices.models import Notice
from dayuan.reference.people.models import Appointment
from dayuan.services.desk import commands as desk
from dayuan.work import commands as work
from dayuan.work import queries
from dayuan.work.models import Case, CaseMember
from dayuan.work.rules import first_able
from tests.cast import Cast
from tests.services.desk.test_journey import (
    DRIP,
    PASSED,
    RESULT,
    SOLVED,
    codes,
    do,
    send_out,
    task_of,
)

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def drip(cast: Cast, now):
    """A fault that the guard has reported."""
    return desk.report(report=DRIP, actor=cast.guard.actor(), at=now)


def done_by_the_desk(request, cast: Cast, at):
    """Let the front desk handle it, and its first alternate check it."""
    send_out(request, cast, at, post="affairs_assistant")
    do(request, "handle", cast.dispatcher, RESULT, at)
    do(request, "check", cast.checker, PASSED, at + timedelta(hours=1))


def without_the_deputy(cast: Cast, at):
    rows = Appointment.objects.filter(person=cast.deputy.person)
    rows.update(end=date(2026, 11, 20), ended_at=at, ended_by="system:tests")


def told(member, kind: str) -> int:
    return Notice.objects.filter(person_id=member.person.pk, kind=kind).count()


def deliver(at):
    while outbox.deliver_due(now=at).done:
        pass


def test_it_goes_to_the_next_alternate_who_did_neither(drip, cast: Cast, now):
    done_by_the_desk(drip, cast, now)
    visit = task_of(drip, "return_visit")
    assert (visit.post, visit.stuck_since) == ("director_assistant", None)
    deliver(now + timedelta(hours=2))
    assert told(cast.deputy, "work.task.ready") == 1
    assert told(cast.director, "work.task.stuck") == 0
    offered = Entry.objects.get(type="work.task.offer")
    assert (offered.details["old"], offered.details["new"]) == (
        "affairs_assistant", "director_assistant",
    )  # fmt: skip
    do(drip, "return_visit", cast.deputy, SOLVED, now + timedelta(hours=3))
    assert drip.state == "closed"


def test_the_alternate_needs_to_know_from_then_on(drip, cast: Cast, now):
    Case.objects.filter(pk=drip.pk).update(open_to_staff=False)
    CaseMember.objects.filter(case_id=drip.pk, key="post:director_assistant").delete()
    assert not queries.visible_to(cast.deputy.actor()).filter(pk=drip.pk).exists()
    done_by_the_desk(drip, cast, now)
    assert queries.visible_to(cast.deputy.actor()).filter(pk=drip.pk).exists()


def test_where_nobody_is_left_it_waits_to_be_seen_and_the_head_is_told_once(
    drip, cast: Cast, now
):  # fmt: skip
    without_the_deputy(cast, now)
    done_by_the_desk(drip, cast, now)
    visit = task_of(drip, "return_visit")
    assert visit.post == "affairs_assistant"
    assert visit.stuck_since == visit.ready_at
    with pytest.raises(Refused) as refused:
        work.accept(task=visit, actor=cast.dispatcher.actor(), at=now)
    assert codes(refused) == ["work.own_work"]
    for hours in (2, 3):
        deliver(now + timedelta(hours=hours))
        assert told(cast.director, "work.task.stuck") == 1
    assert told(cast.dispatcher, "work.task.stuck") == 0
    board = cast.director.client.get(reverse("board")).content.decode()
    assert "没有人可以办：事务助理" in board
    case = cast.director.client.get(reverse("desk:request", args=[drip.pk])).content.decode()
    assert "都经手过" in case


def test_given_to_another_post_it_waits_no_longer(drip, cast: Cast, now):
    without_the_deputy(cast, now)
    done_by_the_desk(drip, cast, now)
    work.reassign(
        task=task_of(drip, "return_visit"), post="security_supervisor", reason="没有别人",
        actor=cast.director.actor(), at=now,
    )  # fmt: skip
    visit = task_of(drip, "return_visit")
    assert (visit.post, visit.stuck_since) == ("security_supervisor", None)
    do(drip, "return_visit", cast.captain, SOLVED, now + timedelta(hours=3))
    assert drip.state == "closed"


def test_while_somebody_of_the_post_may_do_it_it_stays_with_the_post(drip, cast: Cast, now):
    send_out(drip, cast, now)
    do(drip, "handle", cast.technician, RESULT, now)
    do(drip, "check", cast.checker, PASSED, now + timedelta(hours=1))
    visit = task_of(drip, "return_visit")
    assert (visit.post, visit.stuck_since) == ("affairs_assistant", None)
    assert not Entry.objects.filter(type="work.task.offer").exists()


@pytest.mark.parametrize(
    ("people", "found"),
    [
        ({"a": [1, 2], "b": [3]}, ("a", False)),
        ({"a": [1], "b": [3]}, ("b", False)),
        ({"a": [1], "b": [1]}, ("a", True)),
        ({"a": [], "b": [1]}, ("a", False)),
        ({"a": [], "b": [3]}, ("b", False)),
        ({"a": [], "b": []}, ("a", False)),
    ],
)
def test_the_first_post_with_somebody_who_may_is_offered_it(people, found):
    assert first_able(["a", "b"], people, barred=frozenset({1})) == found
