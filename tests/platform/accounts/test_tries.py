"""Tries are counted in the database, per name and door; nobody shuts the door for others."""

from datetime import timedelta

import pytest

from dayuan.platform.accounts import tries
from dayuan.platform.accounts.models import Tries
from dayuan.platform.accounts.sweeps import forget_old_tries
from dayuan.platform.jobs import sweeps

pytestmark = pytest.mark.django_db


def spend(times, *who, at, limit=tries.PIN):
    return [tries.spend(limit, *who, at=at) for _ in range(times)]


def test_five_tries_are_open_and_the_sixth_waits_a_quarter_of_an_hour(now):
    assert spend(6, "device 1", "1001", at=now) == [None] * 5 + [now + timedelta(minutes=15)]


def test_the_door_opens_again_after_the_wait(now):
    spend(6, "1", "1001", at=now)
    assert spend(1, "1", "1001", at=now + timedelta(minutes=14))[0] is not None
    assert spend(1, "1", "1001", at=now + timedelta(minutes=15)) == [None]


def test_another_name_and_another_device_are_not_touched(now):
    spend(9, "1", "1001", at=now)
    assert spend(1, "1", "1002", at=now) == [None]
    assert spend(1, "2", "1001", at=now) == [None]


def test_twenty_wrong_pins_in_a_day_close_the_name_on_that_device_until_tomorrow(now):
    at = now
    for _ in range(4):
        assert spend(5, "1", "1001", at=at) == [None] * 5
        at += timedelta(minutes=16)
    assert spend(1, "1", "1001", at=at) == [now + timedelta(days=1)]
    assert spend(1, "1", "1001", at=now + timedelta(days=1)) == [None]


def test_a_right_answer_gives_its_own_try_back_and_no_other(now):
    spend(49, "1001", at=now, limit=tries.STRANGER)
    assert spend(1, "1001", at=now, limit=tries.STRANGER) == [None]
    tries.give_back(tries.STRANGER, "1001")
    row = Tries.objects.get(scope="stranger")
    assert row.wrong_today == 49


def test_a_right_pin_forgets_the_wrong_ones(now):
    spend(4, "1", "1001", at=now)
    tries.forget(tries.PIN, "1", "1001")
    assert spend(5, "1", "1001", at=now) == [None] * 5


def test_no_name_that_was_typed_is_stored(now):
    spend(1, "1001", "a password typed as a name", at=now)
    assert "password" not in str(list(Tries.objects.values()))


def test_counts_go_when_their_days_are_over_and_a_shut_door_stays_shut(now, settings):
    spend(6, "1", "1001", at=now)
    spend(50, "1002", at=now + timedelta(days=1), limit=tries.STRANGER)
    later = now + timedelta(days=settings.TRIES_KEPT_DAYS)
    assert forget_old_tries(now=later) == 0
    assert forget_old_tries(now=later + timedelta(seconds=1)) == 1
    assert spend(1, "1002", at=now + timedelta(days=1), limit=tries.STRANGER)[0] is not None
    assert forget_old_tries(now=later + timedelta(days=1, seconds=1)) == 1
    assert not Tries.objects.exists()


def test_more_old_counts_than_one_statement_takes_are_all_forgotten(now, settings):
    Tries.objects.bulk_create(
        Tries(scope="stranger", who=str(n), window_began=now - timedelta(days=30))
        for n in range(401)
    )
    assert forget_old_tries(now=now) == 401


def test_forgetting_old_counts_is_done_by_the_worker():
    assert sweeps.registered["accounts.tries"].function is forget_old_tries
