"""How much may be uploaded, by one person on a day and by a whole site."""

import contextlib
import logging
import threading
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dayuan.config.operations import doctor
from dayuan.kernel.problems import Refused
from dayuan.platform.access import zones
from dayuan.platform.attachments import queries, quotas, store
from dayuan.platform.attachments.commands import attach, pass_on, remove
from dayuan.platform.attachments.models import Attachment, DayUse, SiteUse
from dayuan.platform.attachments.sweeps import keep_quotas
from tests.platform.attachments.conftest import Upload
from tests.platform.people import NOW, person

pytestmark = pytest.mark.django_db
MB, GB = 1024**2, 1024**3


def hung(size, *, who=None, at=NOW, own=False, name="a.txt"):
    """Hang a file that says it has this size on thing 1."""
    accepted = store.accept(Upload(name, b"x"))
    given = store.Accepted(accepted.sha256, size, "text/plain", name, own=own)
    return attach(accepted=given, owner_kind="thing", owner_id=1, actor=who or person(7), at=at)


def refused(size, **more):
    with pytest.raises(Refused) as caught:
        hung(size, **more)
    (problem,) = caught.value.problems
    return problem


def used():
    return quotas.uses().get(1, 0)


@pytest.fixture(autouse=True)
def room(settings, things):
    settings.FILES_A_DAY, settings.FILES_OF_SITE = 100, 250
    things[1].add(9)


def test_a_person_may_upload_so_much_on_a_day_and_is_told_what_to_do(settings):
    settings.FILES_A_DAY = 100 * MB
    settings.FILES_OF_SITE = GB
    hung(60 * MB)
    problem = refused(41 * MB)
    assert problem.code == "files.day"
    assert "100 MB" in problem.says.zh
    assert "请明天再传" in problem.says.zh
    assert "tomorrow" in problem.says.en
    hung(40 * MB)
    assert refused(1).code == "files.day"


def test_what_was_refused_is_counted_nowhere_and_hangs_nowhere():
    hung(90)
    refused(11)
    assert (used(), DayUse.objects.get().size, Attachment.objects.count()) == (90, 90, 1)


def test_the_next_day_of_the_compound_begins_anew_at_its_midnight():
    # NOW is 14:05 in the compound; ten hours later its day is over, in universal time not yet.
    hung(100)
    assert refused(1, at=NOW + timedelta(hours=9)).code == "files.day"
    hung(100, at=NOW + timedelta(hours=10))


def test_a_person_cannot_make_room_for_the_day_by_taking_away(things):
    row = hung(100)
    remove(attachment_id=row.pk, actor=person(7), at=NOW)
    assert refused(1).code == "files.day"


def test_a_site_has_so_much_room_and_gets_it_back(monkeypatch):
    rows = [hung(100, at=NOW + timedelta(days=n)) for n in range(2)]
    problem = refused(51, at=NOW + timedelta(days=3))
    assert problem.code == "files.site"
    assert "通知系统管理员" in problem.says.zh
    remove(attachment_id=rows[0].pk, actor=person(7), at=NOW)
    hung(51, at=NOW + timedelta(days=4))
    assert used() == 151


def test_what_the_house_makes_itself_is_counted_and_never_refused():
    hung(100)
    hung(1000, own=True)
    assert used() == 1100
    assert refused(1, at=NOW + timedelta(days=1)).code == "files.site"
    hung(5, own=True)
    assert DayUse.objects.get().size == 100


def test_handing_files_from_one_record_to_another_takes_no_room():
    hung(30)
    pass_on(site_id=1, owner=("thing", 1), to=("thing", 3))
    assert used() == 30


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from("+-"), st.integers(1, 90), st.integers(0, 5)), max_size=14)
)
def test_the_count_of_a_site_is_what_hangs_on_its_records(steps):
    Attachment.objects.all().delete()
    SiteUse.objects.all().delete()
    DayUse.objects.all().delete()
    for act, size, day in steps:
        row = Attachment.objects.filter(removed_at=None).first()
        if act == "-" and row is not None:
            remove(attachment_id=row.pk, actor=person(7), at=NOW)
        elif act == "+":
            with contextlib.suppress(Refused):
                hung(size, at=NOW + timedelta(days=day))
    there = Attachment.objects.filter(removed_at=None).values_list("size", flat=True)
    assert used() == sum(there) <= 250
    assert all(size <= 100 for size in DayUse.objects.values_list("size", flat=True))


def test_the_days_are_forgotten_and_the_site_is_not():
    hung(10)
    assert keep_quotas(now=NOW + timedelta(days=2)) == 0
    assert keep_quotas(now=NOW + timedelta(days=5)) == 1
    assert (DayUse.objects.count(), used()) == (0, 10)


@pytest.mark.parametrize(
    ("share", "level"), [(0.5, "good"), (0.79, "good"), (0.8, "notice"), (0.95, "problem")]
)
def test_the_administrator_hears_of_it_before_it_is_full(settings, share, level, caplog):
    settings.FILES_OF_SITE = 100 * GB
    SiteUse.objects.create(site_id=1, size=int(share * 100 * GB))
    (found,) = doctor._files(NOW)
    assert found.level == level
    assert "100 GB" in found.says.zh
    assert (found.todo is None) == (level == "good")
    with caplog.at_level(logging.WARNING, logger="dayuan.files"):
        keep_quotas(now=NOW)
    assert bool(caplog.records) == (level != "good")


@pytest.mark.django_db(transaction=True)
def test_of_many_uploads_at_once_for_which_there_is_room_once_one_is_taken(monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time: there, uploads wait for each other by themselves")
    # Real commits: the standing site may have been emptied away by a test like this one.
    monkeypatch.setattr(zones.zones, "_values", {})
    hung(1)
    DayUse.objects.update(size=0)
    outcomes: list[str] = []

    def upload():
        try:
            hung(60)
            outcomes.append("taken")
        except Refused as no:
            outcomes.append(no.problems[0].code)
        finally:
            connection.close()

    threads = [threading.Thread(target=upload) for _each in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["files.day"] * 7 + ["taken"]
    assert DayUse.objects.get().size == 60
    assert sum(queries.stored().values()) <= 61
