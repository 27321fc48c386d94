import hashlib
import json

import pytest

from dayuan.platform.audit import sealer
from dayuan.platform.audit.models import PersonalValues, Seal
from dayuan.platform.audit.verify import verify
from tests.platform.people import NOW, later

pytestmark = pytest.mark.django_db


def test_entries_are_numbered_in_order_and_sealed_once(write):
    entries = write(5)
    assert sealer.seal(now=NOW) == 5
    assert sealer.seal(now=NOW) == 0
    assert list(Seal.objects.order_by("number").values_list("number", "entry_id")) == [
        (n, entry.pk) for n, entry in enumerate(entries, start=1)
    ]


def test_a_chain_longer_than_a_batch_is_whole(write, monkeypatch):
    monkeypatch.setattr(sealer, "BATCH", 3)
    write(10)
    assert sealer.seal(now=NOW) == 10
    assert verify(now=NOW, anchored=False).sound


def test_an_entry_that_commits_late_is_sealed_with_the_next_number(write):
    late, early = write(2)
    # As another session would see it while the first one is still open.
    Seal.objects.create(
        number=1, entry_id=early.pk, sealed_at=NOW, digest=sealer.link(sealer.GENESIS, 1, early)
    )
    assert sealer.seal(now=NOW) == 1
    assert Seal.objects.get(number=2).entry_id == late.pk
    assert verify(now=NOW, anchored=False).sound


def test_the_digest_can_be_computed_by_anybody_with_a_pencil(write):
    (entry,) = write(1, personal={"name": "李文远"})
    sealer.seal(now=NOW)
    spelled = json.dumps(
        {
            "account": 7, "actor": "person:7", "at": "2026-11-22T06:05:00.000000+00:00",
            "details": {"n": 0}, "first": 1, "id": entry.pk, "ids": [1], "kind": "thing",
            "personal": entry.personal_digest, "site": 1, "type": "tests.thing.do", "via": "web",
        },
        sort_keys=True, separators=(",", ":"),
    )  # fmt: skip
    expected = hashlib.sha256(f"{sealer.GENESIS}|1|{spelled}".encode()).hexdigest()
    assert Seal.objects.get().digest == expected
    assert "李文远" not in sealer.canonical_entry(entry)


def test_an_entry_without_a_seal_is_an_alarm_after_a_minute(write):
    write(2)
    assert sealer.backlog(now=later(seconds=59)).alarm is False
    waiting = sealer.backlog(now=later(seconds=61))
    assert (waiting.count, waiting.oldest, waiting.alarm) == (2, NOW, True)
    sealer.seal(now=later(seconds=61))
    assert sealer.backlog(now=later(seconds=62)).count == 0


def test_entries_with_an_old_date_are_no_alarm_while_the_sealer_works(write):
    write(1)
    sealer.seal(now=NOW)
    write(1, at=later(days=-30))
    assert sealer.backlog(now=later(seconds=5)).alarm is False


def test_an_idle_house_writes_nothing(write, django_assert_max_num_queries):
    write(1)
    sealer.seal(now=NOW)
    with django_assert_max_num_queries(2) as asked:
        sealer.seal(now=NOW)
    assert asked.captured_queries
    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)


def test_a_second_sealer_leaves_the_work_to_the_first(write, monkeypatch):
    write(2)
    monkeypatch.setattr(sealer, "_alone", lambda using: False)
    assert sealer.seal(now=NOW) == 0
    assert not Seal.objects.exists()


def test_two_sealers_with_the_same_number_end_with_one_seal(write, monkeypatch):
    entries = write(1)
    monkeypatch.setattr(sealer, "_append", lambda **kw: _collide(entries[0], kw["now"]))
    assert sealer.seal(now=NOW) == 0


def _collide(entry, now):
    Seal.objects.create(number=1, entry_id=entry.pk, digest="f" * 64, sealed_at=now)
    Seal.objects.bulk_create(
        [Seal(number=1, entry_id=entry.pk + 1, digest="e" * 64, sealed_at=now)]
    )
    return 1


def test_personal_values_of_any_shape_keep_their_digest(write):
    write(1, personal={"name": {"a": [1, None, "二"], "b": NOW}})
    sealer.seal(now=NOW)
    assert PersonalValues.objects.get().values["name"]["a"] == [1, None, "二"]
    assert verify(now=NOW, anchored=False).sound
