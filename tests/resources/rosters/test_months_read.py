"""A published month is read by each with shifts in it: one tap, and once more after a change."""

from datetime import timedelta

import pytest

from dayuan.kernel.problems import Refused
from dayuan.platform.jobs.models import Outbox
from dayuan.resources.rosters import commands, events, queries, sweeps
from dayuan.resources.rosters.models import Duty, MonthRead
from dayuan.resources.rosters.rules import questions
from tests.cast import NOW, PUKOU
from tests.cast import read as handbook
from tests.resources.rosters import squad
from tests.resources.rosters.squad import MONTH

pytestmark = pytest.mark.django_db
MINE = "/duty/mine/"


@pytest.fixture
def month(cast):
    """Return a published December: two shifts of the cast's guard, one of another."""
    squad.decide(cast)
    other = squad.hire(cast, {"gate_guard": 2})[0]
    roster = squad.begin(cast)
    for person, day in ((cast.guard.person, 3), (cast.guard.person, 5), (other, 4)):
        commands.set_cell(
            roster_id=roster.pk, person_id=person.pk, day=MONTH + timedelta(days=day),
            post="gate_guard", shift="first", actor=cast.captain.actor(), at=NOW,
        )  # fmt: skip
    broken = queries.sheet(roster).judged.broken
    commands.accept(
        roster_id=roster.pk, rules=[one.code for one in broken if one.must_be_accepted],
        actor=cast.director.actor(), at=NOW,
    )  # fmt: skip
    commands.publish(roster_id=roster.pk, actor=cast.captain.actor(), at=NOW)
    return roster


def read(cast, month, at=NOW) -> None:
    commands.acknowledge(roster_id=month.pk, actor=cast.guard.actor(), at=at)


def test_the_phone_says_how_many_shifts_are_published_and_one_tap_says_they_are_read(cast, month):
    client = cast.guard.client
    page = client.get(MINE).content.decode()
    assert "已发布：您有 2 个班" in page
    answer = client.post(f"/duty/months/{month.pk}/read/")
    assert answer.url == MINE
    page = client.get(MINE).content.decode()
    assert "我看过了" not in page


def test_the_month_says_how_many_have_read_it_and_to_those_who_arrange_who_has_not(cast, month):
    url = f"/duty/months/{month.pk}/"
    read(cast, month)
    page = cast.captain.client.get(url).content.decode()
    assert "2 人中 1 人已看" in page
    assert "还没看：" in page
    seen = cast.guard.client.get(url).content.decode()
    assert "2 人中 1 人已看" in seen
    assert "还没看：" not in seen


def test_a_later_change_of_ones_own_shifts_asks_once_more_and_one_of_others_does_not(cast, month):
    read(cast, month)
    later = NOW + timedelta(hours=1)
    others = Duty.objects.exclude(person=cast.guard.person).get()
    commands.cancel(duty_id=others.pk, actor=cast.captain.actor(), at=later)
    assert queries.own_reading(cast.guard.actor(), month.pk).is_read
    first = Duty.objects.filter(person=cast.guard.person).earliest("start")
    commands.cancel(duty_id=first.pk, actor=cast.captain.actor(), at=later)
    found = queries.own_reading(cast.guard.actor(), month.pk)
    assert (found.is_read, found.is_changed, found.shifts) == (False, True, 1)
    assert "班次有变，现在 1 个班" in cast.guard.client.get(MINE).content.decode()
    read(cast, month, at=later)
    assert queries.own_reading(cast.guard.actor(), month.pk).is_read


def test_whoever_has_no_shift_in_it_has_nothing_to_read(cast, month):
    with pytest.raises(Refused) as caught:
        commands.acknowledge(roster_id=month.pk, actor=cast.captain.actor(), at=NOW)
    assert [p.code for p in caught.value.problems] == ["rosters.month.nothing_to_read"]
    assert "我看过了" not in cast.captain.client.get(MINE).content.decode()


def test_those_who_have_not_read_it_are_reminded_once_before_it_begins(cast, month):
    read(cast, month)
    Outbox.objects.all().delete()
    # The demonstration says three days: nothing on the fourth day before.
    assert sweeps.remind_of_months(now=NOW + timedelta(days=7)) == 0
    assert sweeps.remind_of_months(now=NOW + timedelta(days=8)) == 1
    other = Duty.objects.exclude(person=cast.guard.person).get().person_id
    told = [(one.kind, one.payload["person"]) for one in Outbox.objects.all()]
    assert told == [(events.UNREAD, other)]
    # However often it looks, and after the month has begun.
    assert sweeps.remind_of_months(now=NOW + timedelta(days=9)) == 0
    assert Outbox.objects.count() == 1
    assert MonthRead.objects.filter(reminded_at__isnull=False).count() == 1


def test_pukou_names_no_days_and_is_asked_for_them(cast):
    plan = handbook(PUKOU).shift_plans[squad.GROUP]
    assert plan.unread is None
    asked = [one.where for one in questions.questions(squad.GROUP, plan, handbook(PUKOU))]
    assert f"shift_plans.{squad.GROUP}.unread: days_before" in asked
    assert queries.to_remind_of_months(now=NOW) == []
