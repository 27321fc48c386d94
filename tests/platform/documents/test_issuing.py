"""Issuing: numbers without gaps, versions, files that stay, and who may see them."""

import json
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections

from dayuan.kernel.problems import Refused
from dayuan.platform.access.actors import system_actor
from dayuan.platform.attachments import queries as attachments
from dayuan.platform.attachments import store
from dayuan.platform.audit.models import Entry
from dayuan.platform.documents import commands, keeping, queries, worker
from dayuan.platform.documents.models import Issued, Series
from dayuan.services.desk import commands as desk
from dayuan.work.models import Case, CaseMember
from tests.cast import NOW
from tests.platform.documents.reading import close, words_of_pdf

pytestmark = [pytest.mark.whole, pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def fault(cast, place="三楼", caller=""):
    report = desk.Report("air_conditioning", place, "漏水", caller, "13812345678" if caller else "")
    return desk.report(report=report, actor=cast.dispatcher.actor(), at=NOW)


def issue(cast, made, who="dispatcher", at=NOW):
    return commands.issue(which=f"desk.request-{made.pk}", actor=getattr(cast, who).actor(), at=at)


def change(made, title):
    Case.objects.filter(pk=made.pk).update(title=title)


def press(cast, made, who="dispatcher"):
    browser = getattr(cast, who).client
    return browser.post(f"/documents/desk.request-{made.pk}/issue/", follow=True)


def keep_close(made, *keys):
    Case.objects.filter(pk=made.pk).update(open_to_staff=False, label="work_secret")
    CaseMember.objects.filter(case_id=made.pk).delete()
    for key in keys:
        CaseMember.objects.create(case_id=made.pk, key=key, since=NOW, added_by="system:tests")


def test_numbers_are_given_in_order_for_each_site_and_year(cast):
    rows = [issue(cast, fault(cast)) for _ in range(3)]
    assert [(one.year, one.number, one.version) for one in rows] == [
        (2026, 1, 1), (2026, 2, 1), (2026, 3, 1),
    ]  # fmt: skip
    # New Year by the site's clock, not by that of the world.
    turn = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)
    assert (issue(cast, fault(cast), at=turn).year, Series.objects.count()) == (2027, 2)


def test_an_act_that_fails_leaves_no_gap(cast, monkeypatch):
    issue(cast, fault(cast))

    def fails(*_args, **_kwargs):
        raise RuntimeError("after the number was given")

    with monkeypatch.context() as patch:
        patch.setattr(commands.outbox, "publish", fails)
        with pytest.raises(RuntimeError):
            issue(cast, fault(cast))
    assert issue(cast, fault(cast)).number == 2


def test_issued_again_from_other_words_it_is_the_next_version_under_the_same_number(cast):
    made = fault(cast)
    first = issue(cast, made)
    change(made, "空调漏水（更正）")
    second = issue(cast, made, at=NOW + timedelta(days=1))
    assert (second.number, second.version) == (first.number, 2)
    assert second.digest != first.digest
    assert issue(cast, fault(cast)).number == first.number + 1


def test_the_same_words_are_not_issued_twice(cast):
    made = fault(cast)
    issue(cast, made)
    with pytest.raises(Refused) as refused:
        issue(cast, made, at=NOW + timedelta(days=1))
    assert [one.code for one in refused.value.problems] == ["documents.unchanged"]
    answer = press(cast, made)
    assert answer.status_code == 422
    assert "〔2026〕1号第1版" in close(answer.content.decode())
    assert Issued.objects.count() == 1


def test_the_button_issues_keeps_the_file_and_shows_it(cast):
    made = fault(cast)
    answer = press(cast, made)
    page = close(answer.content.decode())
    assert answer.status_code == 200
    assert "签发编号〔2026〕1号第1版" in page
    row = Issued.objects.get()
    (file,) = attachments.of_owner(cast.director.actor(), queries.KIND, row.pk)
    kept = store.path_of(file.sha256).read_bytes()
    assert cast.director.client.get(f"/documents/issued/{row.pk}/copy/").content == kept
    words = close("".join(words_of_pdf(kept)))
    assert "〔2026〕1号第1版" in words
    assert "未签发" not in words
    assert "林春梅" in words


def test_what_was_handed_out_stays_as_it_was_when_the_record_changes(cast):
    made = fault(cast)
    row_id = int(press(cast, made).redirect_chain[-1][0].split("/")[-2])
    before = cast.director.client.get(f"/documents/issued/{row_id}/copy/").content
    change(made, "另一个标题")
    assert cast.director.client.get(f"/documents/issued/{row_id}/copy/").content == before
    assert (
        "另一个标题"
        not in cast.director.client.get(f"/documents/issued/{row_id}/").content.decode()
    )


def test_a_worker_keeps_what_nobody_kept_and_twice_is_once(cast):
    row = issue(cast, fault(cast))
    worker.keep.func(row.pk)
    worker.keep.func(row.pk)
    keeping.run(row.pk, now=NOW)
    row.refresh_from_db()
    assert row.kept_at == NOW
    assert attachments.of_open_owner(row.site_id, queries.KIND, row.pk).count() == 1


def test_a_file_made_later_has_the_bytes_of_one_made_at_once(cast):
    row = issue(cast, fault(cast))
    drawn_now = cast.director.client.get(f"/documents/issued/{row.pk}/copy/").content
    keeping.run(row.pk, now=NOW + timedelta(days=3))
    assert cast.director.client.get(f"/documents/issued/{row.pk}/copy/").content == drawn_now


def test_people_neither_keep_nor_remove_the_file_of_a_document(cast):
    row = issue(cast, fault(cast))
    with pytest.raises(Refused) as refused:
        commands.keep(issued_id=row.pk, accepted=None, actor=cast.director.actor(), at=NOW)
    assert refused.value.problems[0].code == "documents.only_program"


def test_an_issued_form_says_what_everybody_may_read_who_may_see_the_record(cast):
    row = issue(cast, fault(cast, caller="王处长"))
    assert "王处长" not in json.dumps(row.drawn, ensure_ascii=False)
    assert "13812345678" not in json.dumps(row.drawn, ensure_ascii=False)


@pytest.mark.parametrize("who", ["guard", "technician", "checker", "liaison"])
def test_whoever_may_not_issue_does_not(cast, who):
    made = fault(cast)
    assert press(cast, made, who).status_code in (403, 404)
    with pytest.raises(Refused):
        issue(cast, made, who)
    assert not Issued.objects.exists()


def test_a_guard_sees_no_list_of_issued_documents_and_a_manager_does(cast):
    press(cast, fault(cast))
    assert cast.guard.client.get("/documents/issued/").status_code == 403
    assert "〔2026〕1号" in close(cast.checker.client.get("/documents/issued/").content.decode())


def test_what_was_issued_of_a_hidden_record_is_hidden_with_it(cast):
    made = fault(cast)
    row_id = int(press(cast, made).redirect_chain[-1][0].split("/")[-2])
    keep_close(made, f"person:{cast.dispatcher.person.pk}")
    for page in (f"/documents/issued/{row_id}/", f"/documents/issued/{row_id}/copy/"):
        assert cast.director.client.get(page).status_code == 404
        assert cast.dispatcher.client.get(page).status_code == 200
    assert "〔2026〕1号" not in close(
        cast.director.client.get("/documents/issued/").content.decode()
    )
    (file,) = attachments.of_open_owner(cast.site.pk, queries.KIND, row_id)
    assert cast.director.client.get(f"/files/{file.pk}/").status_code == 404


def test_copies_of_what_not_everybody_may_know_of_carry_their_readers(cast):
    made = fault(cast)
    keep_close(made, f"person:{cast.dispatcher.person.pk}", f"person:{cast.director.person.pk}")
    row_id = int(press(cast, made).redirect_chain[-1][0].split("/")[-2])
    for member in (cast.dispatcher, cast.director):
        mark = close(f"{member.person.name}{member.person.staff_number}")
        copy = member.client.get(f"/documents/issued/{row_id}/copy/").content
        assert all(mark in close(page) for page in words_of_pdf(copy))
    # The kept file carries nobody: it is given to nobody.
    (file,) = attachments.of_open_owner(cast.site.pk, queries.KIND, row_id)
    assert cast.director.client.get(f"/files/{file.pk}/").status_code == 404
    who = Entry.objects.filter(type="documents.paper.take", details__as="pdf")
    assert {one.actor_key for one in who} == {
        f"person:{m.person.pk}" for m in (cast.dispatcher, cast.director)
    }


def test_a_record_that_becomes_need_to_know_marks_what_was_issued_before(cast):
    made = fault(cast)
    row_id = int(press(cast, made).redirect_chain[-1][0].split("/")[-2])
    (file,) = attachments.of_open_owner(cast.site.pk, queries.KIND, row_id)
    answer = cast.director.client.get(f"/files/{file.pk}/")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    keep_close(made, f"person:{cast.director.person.pk}")
    copy = cast.director.client.get(f"/documents/issued/{row_id}/copy/").content
    assert close(cast.director.person.name) in close("".join(words_of_pdf(copy)))
    assert "paper-mark" in cast.director.client.get(f"/documents/issued/{row_id}/").content.decode()
    assert cast.director.client.get(f"/files/{file.pk}/").status_code == 404


def test_issuing_is_written_down_with_its_number(cast):
    made = fault(cast)
    row = issue(cast, made)
    (entry,) = Entry.objects.filter(type="documents.paper.issue")
    assert (entry.subject_kind, entry.subject_ids) == ("work.case", [made.pk])
    assert entry.details["number"] == row.number
    assert entry.actor_key == f"person:{cast.dispatcher.person.pk}"


def test_every_version_stands_beside_the_others(cast):
    made = fault(cast)
    issue(cast, made)
    change(made, "更正")
    second = issue(cast, made)
    page = cast.director.client.get(f"/documents/issued/{second.pk}/").content.decode()
    assert "〔2026〕1号 第1版" in page


def test_a_file_that_cannot_be_made_now_leaves_the_document_issued(cast, monkeypatch):
    from dayuan.platform.documents import making  # noqa: PLC0415 - broken here

    def busy(*_args):
        raise Refused(making._BUSY)

    with monkeypatch.context() as patch:
        patch.setattr(making, "_run", busy)
        answer = press(cast, fault(cast))
    row = Issued.objects.get()
    assert (answer.status_code, row.kept_at) == (200, None)
    worker.keep.func(row.pk)
    row.refresh_from_db()
    assert row.kept_at is not None


def test_the_program_keeps_for_its_own_site_alone(cast):
    row = issue(cast, fault(cast))
    other = system_actor("documents", site_id=cast.site.pk + 1)
    with pytest.raises(Refused):
        commands.keep(issued_id=row.pk, accepted=None, actor=other, at=NOW)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_however_many_issue_at_once_no_number_is_missing_or_there_twice(cast):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets only one write at a time")
    made = [fault(cast) for _ in range(8)]
    actor, failed = cast.dispatcher.actor(), []

    def run(one):
        try:
            commands.issue(which=f"desk.request-{one.pk}", actor=actor, at=NOW)
        except Exception as problem:  # noqa: BLE001 - told below
            failed.append(problem)
        finally:
            connections.close_all()

    # Every record twice: the second is refused, and leaves no gap.
    threads = [threading.Thread(target=run, args=(one,)) for one in made + made]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    numbers = sorted(Issued.objects.values_list("number", flat=True))
    assert numbers == list(range(1, 9))
    assert len(failed) == 8
    assert all(isinstance(one, Refused) for one in failed), failed
