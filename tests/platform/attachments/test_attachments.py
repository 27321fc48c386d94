import os

import pytest
from django_tasks_db.models import DBTaskResult

from dayuan.kernel.problems import Refused
from dayuan.platform.access import owners
from dayuan.platform.attachments import limits, queries, store
from dayuan.platform.attachments.commands import attach, remove
from dayuan.platform.attachments.models import Attachment
from dayuan.platform.attachments.sweeps import take_away_orphans
from dayuan.platform.audit.models import Entry, PersonalValues
from dayuan.platform.jobs import worker
from tests.platform.attachments.conftest import Upload, picture
from tests.platform.people import NOW, later, person

pytestmark = pytest.mark.django_db


def old(row):
    """Let the content lie there for two days."""
    moment = later(days=-2).timestamp()
    os.utime(store.path_of(row.sha256), (moment, moment))


def test_who_sees_the_record_sees_its_files(hang, things):
    row = hang()
    assert list(queries.of_owner(person(8), "thing", 1)) == [row]
    assert queries.get_for(person(8), row.pk) == row


def test_who_does_not_see_the_record_learns_nothing_of_its_files(hang, things):
    row = hang()
    things[1].discard(8)
    assert list(queries.of_owner(person(8), "thing", 1)) == []
    assert queries.get_for(person(8), row.pk) is None
    assert queries.get_for(person(7, site_id=2), row.pk) is None


def test_who_may_only_look_cannot_add_or_remove(hang, things):
    row = hang()
    with pytest.raises(Refused) as refused:
        hang(actor=person(8))
    assert not refused.value.hidden
    with pytest.raises(Refused):
        remove(attachment_id=row.pk, actor=person(8), at=NOW)
    assert Attachment.objects.get().removed_at is None


def test_a_hidden_record_takes_no_file_and_does_not_exist(hang, things):
    row = hang()
    for act in (
        lambda: hang(actor=person(9)),
        lambda: hang(owner_id=2),
        lambda: remove(attachment_id=row.pk, actor=person(9), at=NOW),
        lambda: remove(attachment_id=10**9, actor=person(7), at=NOW),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.hidden


def test_a_kind_of_record_without_a_gate_takes_no_file(things, monkeypatch):
    monkeypatch.setitem(owners.doors._values, "other", lambda actor, pks: set(pks))
    accepted = store.accept(Upload("a.txt", b"x"))
    with pytest.raises(Refused) as refused:
        attach(accepted=accepted, owner_kind="other", owner_id=1, actor=person(7), at=NOW)
    assert refused.value.problems[0].code == "files.no_gate"


def test_a_record_takes_only_so_many_files(hang, monkeypatch):
    monkeypatch.setattr(limits, "PER_OWNER", 2)
    hang("a.txt", b"a")
    row = hang("b.txt", b"b")
    with pytest.raises(Refused) as refused:
        hang("c.txt", b"c")
    assert refused.value.problems[0].code == "files.count"
    remove(attachment_id=row.pk, actor=person(7), at=NOW)
    hang("c.txt", b"c")


def test_a_removed_file_is_gone_from_the_record_and_kept_in_the_log(hang):
    row = hang("工单说明.txt")
    remove(attachment_id=row.pk, actor=person(7), at=NOW)
    assert queries.get_for(person(7), row.pk) is None
    with pytest.raises(Refused):
        remove(attachment_id=row.pk, actor=person(7), at=NOW)
    types = list(Entry.objects.order_by("pk").values_list("type", flat=True))
    assert types == ["attachments.file.attach", "attachments.file.remove"]
    assert PersonalValues.objects.first().values == {"name": "工单说明.txt"}
    assert "工单说明" not in str(list(Entry.objects.values()))


def test_content_goes_a_day_after_the_last_record_named_it(hang):
    first, second = hang(), hang()
    old(first)
    remove(attachment_id=first.pk, actor=person(7), at=NOW)
    assert take_away_orphans(now=NOW) == 0
    remove(attachment_id=second.pk, actor=person(7), at=NOW)
    assert take_away_orphans(now=later(days=-2)) == 0
    assert take_away_orphans(now=NOW) == 1
    assert not store.path_of(first.sha256).exists()


def test_content_uploaded_again_a_moment_ago_is_left_alone(hang):
    row = hang()
    remove(attachment_id=row.pk, actor=person(7), at=NOW)
    old(row)
    store.accept(Upload("again.txt", b"fixed"))
    assert take_away_orphans(now=NOW) == 0


def test_a_picture_gets_its_preview_from_a_job(hang):
    row = hang("现场.jpg", picture(size=(1600, 1200)))
    assert row.preview == "waiting"
    assert DBTaskResult.objects.get().args_kwargs["args"] == [row.pk]
    worker.drain(now=later(days=9000))
    row.refresh_from_db()
    assert row.preview == "ready"
    assert store.preview_of(row.sha256).read_bytes().startswith(b"\xff\xd8\xff")


def test_a_picture_that_cannot_be_drawn_has_no_preview_and_fails_nobody(hang):
    row = hang("现场.jpg", picture())
    store.path_of(row.sha256).write_bytes(b"spoilt")
    worker.drain(now=later(days=9000))
    row.refresh_from_db()
    assert row.preview == "failed"
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def test_a_file_that_was_never_taken_in_cannot_be_attached(things):
    accepted = store.Accepted("0" * 64, 1, "text/plain", "a.txt")
    with pytest.raises(LookupError):
        attach(accepted=accepted, owner_kind="thing", owner_id=1, actor=person(7), at=NOW)
