import pytest
from django.db import IntegrityError, transaction

from dayuan.kernel.problems import Refused
from dayuan.kernel.registry import Registry
from dayuan.platform.audit.models import Entry
from dayuan.platform.jobs import outbox
from dayuan.platform.notices import kinds, queries, wiring
from dayuan.platform.notices.commands import mark_read, tell
from dayuan.platform.notices.models import Notice
from tests.platform.notices.conftest import NEWS
from tests.platform.people import NOW, later, person, program

pytestmark = pytest.mark.django_db


def says(actor, language="zh"):
    return [one.says.in_language(language) for one in queries.page(actor).shown]


def test_a_person_reads_what_happened_in_both_languages(news):
    news(5, n=2)
    assert says(person(7)) == ["报1 灯坏了5 有新情况（第 2 次）"]
    assert says(person(7), "en") == ["News 2 of 报1 灯坏了5"]


def test_told_twice_is_told_once(news):
    assert news(persons=(7, 8)) == 2
    assert news(persons=(7, 8, 9)) == 1
    assert Notice.objects.count() == 3


def test_the_database_itself_refuses_a_second_copy(news):
    news()
    copy = Notice.objects.get()
    copy.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)


def test_nobody_reads_the_notices_of_another_person(news):
    news(persons=(7,))
    assert says(person(8)) == []
    assert queries.get_for(person(8), Notice.objects.get().pk) is None
    assert queries.unread(person(8)) == 0


def test_nobody_reads_the_notices_of_another_site(news):
    news()
    assert says(person(7, site_id=2)) == []


def test_a_notice_about_a_record_one_may_no_longer_see_is_neither_shown_nor_counted(news, hidden):
    news(1)
    news(2)
    hidden.add(1)
    assert says(person(7)) == ["报1 灯坏了2 有新情况（第 1 次）"]
    assert queries.unread(person(7)) == 1
    gone = Notice.objects.get(owner_id=1)
    assert queries.get_for(person(7), gone.pk) is None


def test_a_record_without_a_door_is_never_shown(news):
    news()
    Notice.objects.update(owner_kind="unknown")
    assert says(person(7)) == []


def test_reading_is_counted_off_and_touches_only_ones_own(news):
    news(1, persons=(7, 8))
    news(2, persons=(7, 8))
    assert queries.unread(person(7)) == 2
    mine = Notice.objects.filter(person_id=7).first()
    theirs = Notice.objects.filter(person_id=8).first()
    assert mark_read(ids=[mine.pk, theirs.pk], actor=person(7), at=NOW) == 1
    assert mark_read(ids=None, actor=person(7), at=later(minutes=1)) == 1
    assert mark_read(ids=None, actor=person(7), at=later(minutes=2)) == 0
    assert (queries.unread(person(7)), queries.unread(person(8))) == (0, 2)


def test_the_bell_stops_counting_where_nobody_counts_any_more(news):
    for number in range(15):
        news(number)
    assert queries.unread(person(7)) == queries.COUNT_TO + 1


def test_a_long_list_is_read_page_by_page(news, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 3)
    for number in range(7):
        news(number)
    first = queries.page(person(7))
    second = queries.page(person(7), before=first.older)
    third = queries.page(person(7), before=second.older)
    read = [one.notice.owner_id for page in (first, second, third) for one in page.shown]
    assert read == [6, 5, 4, 3, 2, 1, 0]
    assert third.older is None


def test_no_person_can_send_a_notice_by_hand():
    with pytest.raises(Refused):
        tell(persons=[1], kind=NEWS.code, owner=("thing", 1), dedupe="x", actor=person(7), at=NOW)
    assert not Notice.objects.exists()


def test_names_and_texts_cannot_be_put_into_a_notice(news):
    with pytest.raises(ValueError, match="never texts"):
        news(n="来访人 王秀英")


def test_an_undeclared_kind_is_a_mistake():
    with pytest.raises(LookupError):
        tell(persons=[1], kind="a.b.c", owner=("t", 1), dedupe="x", actor=program(), at=NOW)


def test_a_kind_says_the_same_in_both_languages():
    with pytest.raises(ValueError, match="placeholders"):
        kinds.declare("tests.thing.uneven", "{title} 好", "fine")


def test_telling_is_written_down_once_for_all(news):
    news(persons=(7, 8, 9))
    entry = Entry.objects.get(type="notices.notice.tell")
    assert entry.subject_ids == [7, 8, 9]
    assert "灯坏了" not in str(entry.details)


def test_whom_to_tell_is_decided_when_it_is_told(hidden, monkeypatch):
    monkeypatch.setattr(outbox, "consumers", Registry("outbox consumer"))
    on_duty = [7, 8]
    wiring.notify(
        "tests.happened", kind=NEWS, owner=("thing", "thing_id"), whom=lambda _m: on_duty,
        params=("n",),
    )  # fmt: skip
    outbox.publish("tests.happened", at=NOW, site_id=1, thing_id=5, n=1)
    on_duty.remove(8)
    assert outbox.deliver_due(now=NOW).done == 1
    assert list(Notice.objects.values_list("person_id", flat=True)) == [7]
