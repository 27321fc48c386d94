"""What was given and hung on nothing leaves with its request: refusals fill no disk."""

import os

import pytest
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dayuan.kernel.problems import Refused
from dayuan.platform.attachments import store
from dayuan.platform.attachments.commands import attach
from dayuan.platform.attachments.models import Attachment
from dayuan.platform.attachments.unwanted import UnwantedGone, take_away
from tests.platform.attachments.conftest import Upload
from tests.platform.people import NOW, person

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ASKED = RequestFactory().get("/")


def lying():
    return [digest for digest, _file in store.digests()]


def answered(view):
    """Answer a request by this view as the house does; return what lies there afterwards."""
    UnwantedGone(lambda _request: view())(ASKED)
    return lying()


def test_a_file_on_a_form_with_a_mistake_leaves_nothing():
    assert answered(lambda: store.accept(Upload("说明.txt", b"typed"))) == []


def test_a_file_that_was_hung_on_a_record_stays(hang):
    assert answered(hang) == lying() != []


def test_a_file_refused_for_want_of_room_leaves_nothing(hang, settings):
    settings.FILES_A_DAY = 3

    def full():
        with pytest.raises(Refused):
            hang()

    assert answered(full) == []


def test_what_lay_there_before_is_not_taken_away_by_who_brings_it_again(hang):
    # No record names it yet: somebody else is just about to hang it on his own.
    store.accept(Upload("说明.txt", b"fixed"))
    assert answered(lambda: store.accept(Upload("again.txt", b"fixed"))) == lying() != []


def test_what_somebody_brings_meanwhile_stays_although_the_first_was_refused(things):
    with store.noted() as laid:
        store.accept(Upload("说明.txt", b"fixed"))
    second = store.accept(Upload("again.txt", b"fixed"))
    assert take_away(laid) == 0
    attach(accepted=second, owner_kind="thing", owner_id=1, actor=person(7), at=NOW)
    assert lying() == [second.sha256]


def test_two_within_one_tick_of_the_clock_are_told_apart(monkeypatch):
    with store.noted() as laid:
        accepted = store.accept(Upload("说明.txt", b"fixed"))
    (stamp,) = laid.values()
    monkeypatch.setattr(os, "utime", _held(os.utime, stamp))
    store.accept(Upload("again.txt", b"fixed"))
    assert store.path_of(accepted.sha256).stat().st_mtime_ns > stamp
    assert take_away(laid) == 0


def _held(utime, stamp):
    """Return a clock that stands: what is touched bears this stamp, unless one is given."""
    return lambda path, ns=None: utime(path, ns=ns or (stamp, stamp))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=8))
def test_after_any_requests_exactly_what_records_name_lies_there(hang, media, brought):
    Attachment.objects.all().delete()
    for file in [file for _digest, file in store.digests()]:
        file.unlink()
    wanted = set()
    for word, kept in brought:
        content = f"{word} {len(brought)}".encode()
        if kept:
            answered(lambda content=content: hang(content=content))
            wanted.add(content)
        else:
            answered(lambda content=content: store.accept(Upload("n.txt", content)))
    assert {file.read_bytes() for _digest, file in store.digests()} == wanted
