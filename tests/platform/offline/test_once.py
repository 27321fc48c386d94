"""What a phone queued is done exactly once, by whom it belongs to, at the server's time."""

from datetime import timedelta

import pytest

from dayuan.kernel.problems import Refused
from dayuan.platform.audit.models import Entry
from dayuan.platform.offline import rules, sweeps
from dayuan.platform.offline.commands import CARRIED_OUT, carry_out
from dayuan.platform.offline.marks import mark_of
from dayuan.platform.offline.models import CarriedOut
from tests.cast import NOW
from tests.platform.offline.conftest import SECOND

pytestmark = pytest.mark.django_db


def codes(refused):
    return [problem.code for problem in refused.value.problems]


def test_the_same_act_sent_twice_is_done_once_and_answered_alike(cast, counter, queued):
    for new in (True, False, False):
        assert carry_out(queued=queued(cast.guard), actor=cast.guard.actor(), at=NOW) is new
    assert len(counter.done) == 1
    assert Entry.objects.filter(type=CARRIED_OUT.code).count() == 1


def test_an_id_of_another_account_is_free_and_tells_nothing(cast, counter, queued):
    carry_out(queued=queued(cast.guard), actor=cast.guard.actor(), at=NOW)
    assert carry_out(queued=queued(cast.cleaner), actor=cast.cleaner.actor(), at=NOW)
    assert [person for person, *_ in counter.done] == [
        cast.guard.person.pk,
        cast.cleaner.person.pk,
    ]


def test_what_one_person_queued_is_not_done_in_anothers_name(cast, counter, queued):
    left = queued(cast.guard)
    with pytest.raises(Refused) as refused:
        carry_out(queued=left, actor=cast.cleaner.actor(), at=NOW)
    assert codes(refused) == ["offline.owner"]
    assert counter.done == []


def test_another_act_under_a_used_id_is_refused(cast, counter, queued):
    carry_out(queued=queued(cast.guard), actor=cast.guard.actor(), at=NOW)
    with pytest.raises(Refused) as refused:
        carry_out(queued=queued(cast.guard, about=2), actor=cast.guard.actor(), at=NOW)
    assert codes(refused) == ["offline.other"]
    assert len(counter.done) == 1


def test_a_refused_act_uses_no_id_up_and_may_be_asked_anew(cast, counter, queued):
    counter.refuses.add(1)
    with pytest.raises(Refused) as refused:
        carry_out(queued=queued(cast.guard), actor=cast.guard.actor(), at=NOW)
    assert codes(refused) == ["thing.taken"]
    assert not CarriedOut.objects.exists()
    counter.refuses.clear()
    assert carry_out(queued=queued(cast.guard), actor=cast.guard.actor(), at=NOW)
    assert len(counter.done) == 1


def test_acts_that_come_out_of_order_are_each_asked_for_themselves(cast, counter, queued):
    later = queued(cast.guard, pk=SECOND, about=2, ago=1)
    earlier = queued(cast.guard, about=1, ago=9)
    for one in (later, earlier, later):
        carry_out(queued=one, actor=cast.guard.actor(), at=NOW)
    assert [about for _person, about, _at in counter.done] == [2, 1]


def test_the_time_that_counts_is_the_servers_and_the_phones_is_noted(cast, counter, queued):
    carry_out(queued=queued(cast.guard, ago=40), actor=cast.guard.actor(), at=NOW)
    entry = Entry.objects.get(type=CARRIED_OUT.code)
    assert [at for *_, at in counter.done] == [NOW]
    assert entry.at == NOW
    assert entry.details["claimed"] == (NOW - timedelta(minutes=40)).isoformat()
    assert (entry.subject_kind, entry.subject_ids) == ("thing", [1])


def test_what_was_typed_is_kept_by_no_row_of_this_module(cast, counter, queued):
    typed = {"result": ["疏通了排水管"]}
    carry_out(queued=queued(cast.guard, values=typed), actor=cast.guard.actor(), at=NOW)
    row = CarriedOut.objects.values().get()
    details = Entry.objects.get(type=CARRIED_OUT.code).details
    assert "疏通" not in f"{row}{details}"


def test_what_lay_on_a_phone_for_too_long_is_not_taken(cast, counter, queued):
    week = 7 * 24 * 60
    with pytest.raises(Refused) as refused:
        carry_out(queued=queued(cast.guard, ago=week + 1), actor=cast.guard.actor(), at=NOW)
    assert codes(refused) == ["offline.old"]
    assert carry_out(queued=queued(cast.guard, ago=week), actor=cast.guard.actor(), at=NOW)


def test_an_act_the_program_does_not_know_is_refused_with_words(cast, counter, queued):
    with pytest.raises(Refused) as refused:
        carry_out(queued=queued(cast.guard, act="no.such"), actor=cast.guard.actor(), at=NOW)
    assert codes(refused) == ["offline.unknown"]


def test_ids_are_forgotten_only_when_nobody_can_send_them_any_more(cast, counter, queued):
    carry_out(queued=queued(cast.guard), actor=cast.guard.actor(), at=NOW)
    assert sweeps.forget_old_ids(now=NOW + rules.KEPT) == 0
    assert sweeps.forget_old_ids(now=NOW + rules.KEPT + timedelta(days=2)) == 1


def test_a_mark_names_nobody_and_differs_for_everybody(cast):
    marks = {mark_of(member.person.account_id) for member in cast.members.values()}
    assert len(marks) == len(cast.members)
    assert all(str(member.person.account_id) != mark_of(member.person.account_id)
               for member in cast.members.values())  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        None, [], {}, {"id": "1"},
        {"id": "00000000-0000-0000-0000-000000000001", "owner": "x", "act": "a", "about": True,
         "values": {}, "claimed": "2026-11-20T09:00:00+00:00"},
        {"id": "00000000-0000-0000-0000-000000000001", "owner": "x", "act": "a", "about": -1,
         "values": {}, "claimed": "2026-11-20T09:00:00+00:00"},
        {"id": "00000000-0000-0000-0000-000000000001", "owner": "x", "act": "a", "about": 1,
         "values": [], "claimed": "2026-11-20T09:00:00+00:00"},
        {"id": "00000000-0000-0000-0000-000000000001", "owner": "x", "act": "a", "about": 1,
         "values": {}, "claimed": "2026-11-20T09:00:00"},
        {"id": "00000000-0000-0000-0000-000000000001", "owner": ["x"], "act": "a", "about": 1,
         "values": {}, "claimed": "2026-11-20T09:00:00+00:00"},
    ],
)  # fmt: skip
def test_what_is_no_act_is_read_as_none(body):
    assert rules.read(body) is None
