"""Who is on duty over a time: entries that were cancelled or lost their ground do not count."""

from datetime import timedelta

import pytest

from dayuan.reference.people import commands as people
from dayuan.reference.people.models import Appointment
from dayuan.resources.rosters import commands, queries


@pytest.fixture
def duty(cast, now):
    """Put the guard at the gate on duty for eight hours from now."""
    return commands.plan(
        post="gate_guard", person_id=cast.guard.person.pk, start=now,
        end=now + timedelta(hours=8), actor=cast.captain.actor(), at=now,
    )  # fmt: skip


def found(cast, since, until, at) -> list[int]:
    rows = queries.between(cast.site.pk, ["gate_guard"], since=since, until=until, at=at)
    return [row.pk for row in rows]


def test_a_duty_that_touches_the_time_counts_to_the_minute(cast, now, duty):
    hour = timedelta(hours=1)
    assert found(cast, now - hour, now, now) == [duty.pk]
    assert found(cast, now + 7 * hour, now + 9 * hour, now) == [duty.pk]
    assert found(cast, now + 8 * hour, now + 9 * hour, now) == []
    assert found(cast, now - 2 * hour, now - hour, now) == []


def test_a_cancelled_duty_is_none(cast, now, duty):
    commands.cancel(duty_id=duty.pk, actor=cast.captain.actor(), at=now)
    assert found(cast, now, now, now) == []


def test_who_lost_the_post_is_not_on_duty_whatever_the_list_says(cast, now, duty):
    held = Appointment.objects.get(person=cast.guard.person, post="gate_guard")
    people.end_appointment(
        appointment_id=held.pk, on=now.date(), actor=cast.director.actor(), at=now
    )
    assert found(cast, now, now, now + timedelta(days=1)) == []


#: Two of its own; the others are the site's facts, which a request reads once.
ASKED = 6


def test_it_asks_no_more_for_three_duties_than_for_one(cast, now, duty, django_assert_num_queries):
    found(cast, now, now, now)
    with django_assert_num_queries(ASKED):
        found(cast, now, now, now)
    for days in (1, 2):
        commands.plan(
            post="gate_guard", person_id=cast.guard.person.pk, start=now + timedelta(days=days),
            end=now + timedelta(days=days, hours=8), actor=cast.captain.actor(), at=now,
        )  # fmt: skip
    with django_assert_num_queries(ASKED):
        assert len(found(cast, now, now + timedelta(days=3), now)) == 3
