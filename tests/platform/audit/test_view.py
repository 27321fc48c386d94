import re

import pytest
from django.db import DatabaseError
from django.urls import reverse

from dayuan.kernel.problems import Refused
from dayuan.platform.access import owners
from dayuan.platform.audit import log, queries, reads
from dayuan.platform.audit.erasure import erase_personal
from dayuan.platform.audit.models import Entry
from tests.cast import NOW
from tests.platform.audit.conftest import ACT
from tests.platform.people import program

pytestmark = pytest.mark.django_db
PAGE = "audit:entries"


@pytest.fixture
def thing(monkeypatch):
    """Register a door: thing 13 is hidden from everybody."""
    monkeypatch.setitem(owners.doors._values, "thing", lambda actor, pks: set(pks) - {13})


@pytest.fixture
def happen(cast, thing):
    """Let somebody of the cast do something to things."""

    def happen(*things, member=None, name=""):
        return log.record(
            ACT,
            actor=(member or cast.guard).actor(),
            at=NOW,
            subject="thing",
            ids=things,
            details={"mark": f"mark-{things[0]}"},
            personal={"name": name},
        )

    return happen


def shown(member, **query):
    response = member.client.get(reverse(PAGE), query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_director_reads_who_did_what(cast, happen):
    happen(5, name="访客王某")
    page = shown(cast.director)
    assert "mark-5" in page
    assert "测试" in page
    assert "访客王某" in page


def test_kinds_of_acts_are_chosen_by_their_words_and_people_and_records_lead_to_their_own(
    cast, happen
):
    happen(5)
    happen(6, member=cast.cleaner)
    page = shown(cast.director)
    assert f'<option value="{ACT.code}">测试' in page
    key = cast.cleaner.actor().key
    assert f"?who={key.replace(':', '%3A')}" in page
    only = shown(cast.director, who=key)
    assert "mark-6" in only
    assert "mark-5" not in only
    assert "?kind=thing&amp;record=5" in page


def test_reading_the_log_is_itself_written_down_once(cast, happen):
    happen(5)
    shown(cast.director, type=ACT.code)
    entry = Entry.objects.get(type="audit.entry.read")
    assert entry.actor_key == cast.director.actor().key
    assert entry.details["type"] == ACT.code
    assert entry.details["shown"] == 1


@pytest.mark.parametrize("part", ["guard", "technician", "liaison"])
def test_who_was_not_given_the_log_cannot_read_it(cast, happen, part):
    happen(5)
    response = getattr(cast, part).client.get(reverse(PAGE))
    assert response.status_code == 403
    assert "mark-5" not in response.content.decode()
    assert not Entry.objects.filter(type="audit.entry.read").exists()


def test_an_entry_about_a_hidden_record_is_neither_shown_nor_counted(cast, happen):
    happen(5)
    happen(13, name="秘访人")
    happen(6, 13)
    page = shown(cast.director)
    assert "mark-5" in page
    assert "mark-13" not in page
    assert "mark-6" not in page
    assert "秘访人" not in page
    assert Entry.objects.get(type="audit.entry.read").details["shown"] == 1


def test_asking_for_a_hidden_record_looks_like_asking_for_none(cast, happen, clock):
    happen(13)
    hidden = shown(cast.director, kind="thing", record="13")
    none = shown(cast.director, kind="thing", record="14")
    assert _body(hidden) == _body(none)


def _body(page):
    without_token = re.sub(r'csrf[^>]*value="[^"]*"|X-CSRFToken[^}]*}', "", page)
    return without_token.replace("13", "N").replace("14", "N")


def test_the_log_is_filtered_by_type_person_and_record(cast, happen):
    happen(5)
    happen(6, member=cast.electrician)
    key = cast.electrician.actor().key
    assert "mark-5" not in shown(cast.director, who=key)
    assert "mark-6" in shown(cast.director, who=key)
    assert "mark-6" not in shown(cast.director, kind="thing", record=5)
    assert "mark-5" not in shown(cast.director, type="x.y.z")


def test_a_long_log_is_read_page_by_page(cast, happen, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 3)
    for number in (1, 2, 13, 3, 4, 13, 13, 5, 6):
        happen(number)
    actor, filters, before, read = cast.director.actor(), queries.Filters(), None, []
    while True:
        page = queries.page(actor, filters=filters, before=before)
        read += [line.entry.subject_id for line in page.lines]
        before = page.older
        if before is None:
            break
    assert read == [6, 5, 4, 3, 2, 1]


@pytest.mark.parametrize("query", [{"record": "x"}, {"record": "9" * 30}, {"before": "-1"}])
def test_a_senseless_filter_breaks_nothing(cast, happen, query):
    happen(5)
    shown(cast.director, **query)


def test_erased_values_are_shown_as_erased(cast, happen):
    entry = happen(5, name="访客王某")
    actor = program("audit.personal.erase")
    erase_personal(entry_ids=[entry.pk], rule="retention.test", actor=actor, at=NOW)
    page = shown(cast.director)
    assert "访客王某" not in page
    assert "个人信息已按期删除" in page


def test_what_cannot_be_written_down_is_not_shown(cast, happen, monkeypatch):
    happen(5)

    def full(*args, **kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr(reads.log, "record", full)
    with pytest.raises(Refused) as refused:
        reads.record_read(ACT, actor=cast.director.actor(), at=NOW, subject="log", ids=[])
    assert refused.value.problems[0].code == "audit.unavailable"


def test_who_acted_is_named_as_people_know_them(cast, happen):
    happen(5)
    page = shown(cast.director)
    assert cast.guard.person.name in page
    assert cast.guard.actor().key not in page
