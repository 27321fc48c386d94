"""Withdrawing: for good, with the reason; every copy says so, and no number comes again."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction

from dayuan.kernel.problems import Refused
from dayuan.platform.attachments import queries as attachments
from dayuan.platform.audit.models import Change, Entry, Reason
from dayuan.platform.documents import commands, keeping, queries
from dayuan.platform.documents.models import Issued
from dayuan.platform.jobs import outbox
from dayuan.platform.notices.models import Notice
from tests.cast import NOW
from tests.platform.documents.reading import close, words_of_pdf, words_of_word
from tests.platform.documents.test_issuing import change, fault, issue, keep_close

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WHY = "金额写错了"


def withdraw(cast, row, who="director", reason=WHY, at=NOW):
    return commands.withdraw(
        issued_id=row.pk, reason=reason, actor=getattr(cast, who).actor(), at=at
    )


def pressed(cast, row, who="director", reason=WHY):
    browser = getattr(cast, who).client
    return browser.post(f"/documents/issued/{row.pk}/withdraw/", {"reason": reason}, follow=True)


def deliver():
    while outbox.deliver_due(now=NOW).done:
        pass


def test_the_button_withdraws_with_the_reason_and_the_page_says_so(cast):
    row = issue(cast, fault(cast))
    page = cast.director.client.get(f"/documents/issued/{row.pk}/").content.decode()
    assert f"/documents/issued/{row.pk}/withdraw/" in page
    asked = cast.director.client.get(f"/documents/issued/{row.pk}/withdraw/").content.decode()
    assert "编号不再使用" in asked
    page = pressed(cast, row).content.decode()
    for words in (
        "已作废",
        WHY,
        "方建国已将本文件作废",
        "〔2026〕1号 第1版）已于2026-11-20作废",
    ):
        assert words in page
    assert f"/documents/issued/{row.pk}/withdraw/" not in page
    listed = cast.checker.client.get("/documents/issued/").content.decode()
    assert "已作废" in listed
    assert row.about not in cast.checker.client.get(
        "/documents/issued/?state=in_force"
    ).content.decode()  # fmt: skip


def test_without_a_reason_nothing_is_withdrawn(cast):
    row = issue(cast, fault(cast))
    answer = pressed(cast, row, reason=" ")
    assert answer.status_code == 422
    assert "必须写明原因" in answer.content.decode()
    row.refresh_from_db()
    assert row.state == "in_force"


def test_every_copy_says_that_it_was_withdrawn_and_the_kept_file_is_given_to_nobody(cast):
    row = issue(cast, fault(cast))
    keeping.run(row.pk, now=NOW)
    (file,) = attachments.of_open_owner(row.site_id, queries.KIND, row.pk)
    before = cast.director.client.get(f"/documents/issued/{row.pk}/copy/").content
    assert "已作废" not in close("".join(words_of_pdf(before)))
    withdraw(cast, row)
    pages = words_of_pdf(cast.director.client.get(f"/documents/issued/{row.pk}/copy/").content)
    assert all("已作废2026-11-20" in close(page) for page in pages)
    assert "不再有效" in close("".join(pages))
    word = cast.director.client.get(f"/documents/issued/{row.pk}/word/")
    assert word.status_code == 200
    assert "不再有效" in close(words_of_word(word.content))
    assert cast.director.client.get(f"/files/{file.pk}/").status_code == 404


def test_a_word_copy_of_what_holds_says_nothing_of_the_kind(cast):
    row = issue(cast, fault(cast))
    words = close(words_of_word(
        cast.checker.client.get(f"/documents/issued/{row.pk}/word/").content
    ))  # fmt: skip
    assert "〔2026〕1号第1版" in words
    assert "作废" not in words
    assert "未签发" not in words


def test_a_marked_document_that_was_withdrawn_carries_reader_and_mark(cast):
    made = fault(cast)
    keep_close(made, f"person:{cast.dispatcher.person.pk}", f"person:{cast.director.person.pk}")
    row = issue(cast, made)
    withdraw(cast, row)
    words = close("".join(words_of_pdf(
        cast.director.client.get(f"/documents/issued/{row.pk}/copy/").content
    )))  # fmt: skip
    assert "已作废" in words
    assert cast.director.person.staff_number in words
    assert cast.director.client.get(f"/documents/issued/{row.pk}/word/").status_code != 200


def test_all_versions_go_together_and_the_number_never_comes_again(cast):
    made = fault(cast)
    first = issue(cast, made)
    change(made, "更正")
    second = issue(cast, made)
    withdraw(cast, first)
    assert set(Issued.objects.values_list("state", flat=True)) == {"withdrawn"}
    # The same words again: another number, from the first version on.
    again = issue(cast, made, at=NOW + timedelta(days=1))
    assert (again.number, again.version) == (second.number + 1, 1)
    page = cast.director.client.get(f"/documents/issued/{first.pk}/").content.decode()
    assert f"/documents/issued/{again.pk}/" in page
    assert "重新签发为" in page
    assert issue(cast, fault(cast)).number == again.number + 1


def test_withdrawn_once_it_stays_so(cast):
    row = issue(cast, fault(cast))
    withdraw(cast, row)
    with pytest.raises(Refused) as refused:
        withdraw(cast, row, reason="又一次")
    assert [one.code for one in refused.value.problems] == ["state.not_from_here"]


def test_it_is_written_down_with_its_reason_beside_and_not_inside(cast):
    made = fault(cast)
    row = issue(cast, made)
    withdraw(cast, row)
    (entry,) = Entry.objects.filter(type="documents.paper.withdraw")
    assert (entry.subject_kind, entry.subject_ids) == ("work.case", [made.pk])
    assert (entry.details["number"], entry.details["issued"]) == (row.number, [row.pk])
    assert WHY not in str(entry.details)
    moved = Change.objects.get(machine="documents.issued", act="withdraw")
    assert Reason.objects.get(pk=moved.pk).text == WHY


@pytest.mark.parametrize("who", ["dispatcher", "checker", "guard", "liaison"])
def test_whoever_may_not_withdraw_does_not(cast, who):
    row = issue(cast, fault(cast))
    assert pressed(cast, row, who).status_code in (403, 404)
    with pytest.raises(Refused):
        withdraw(cast, row, who)
    page = getattr(cast, who).client.get(f"/documents/issued/{row.pk}/").content.decode()
    assert "/withdraw/" not in page


def test_of_a_hidden_record_nothing_is_withdrawn(cast):
    made = fault(cast)
    row = issue(cast, made)
    keep_close(made, f"person:{cast.dispatcher.person.pk}")
    assert pressed(cast, row).status_code == 404
    row.refresh_from_db()
    assert row.state == "in_force"


def test_whoever_issued_it_is_told_once_and_who_withdrew_is_not(cast):
    row = issue(cast, fault(cast), "dispatcher")
    change_of = row.owner_id
    withdraw(cast, row)
    deliver()
    deliver()
    told = Notice.objects.filter(kind="documents.paper.withdrawn")
    assert [(one.person_id, one.owner_id) for one in told] == [
        (cast.dispatcher.person.pk, change_of)
    ]
    page = cast.dispatcher.client.get("/notices/").content.decode()
    assert "您签发的〔2026〕1号文件已作废，请收回纸质件" in page
    mine = issue(cast, fault(cast), "director")
    withdraw(cast, mine)
    deliver()
    assert told.count() == 1


def test_the_notice_hides_with_its_record(cast):
    made = fault(cast, "密谈室")
    withdraw(cast, issue(cast, made))
    deliver()
    keep_close(made, f"person:{cast.director.person.pk}")
    assert "密谈室" not in cast.dispatcher.client.get("/notices/").content.decode()


def test_the_database_knows_no_withdrawal_without_its_time(cast):
    row = issue(cast, fault(cast))
    for wrong in ({"state": "withdrawn"}, {"withdrawn_at": NOW}, {"state": "lost"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Issued.objects.filter(pk=row.pk).update(**wrong)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_no_version_slips_in_while_a_document_is_withdrawn(cast):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets only one write at a time")
    made = fault(cast)
    row = issue(cast, made)
    change(made, "更正")
    issuer, head, failed = cast.dispatcher.actor(), cast.director.actor(), []

    def run(act):
        try:
            act()
        except Exception as problem:  # noqa: BLE001 - told below
            failed.append(problem)
        finally:
            connections.close_all()

    acts = (
        lambda: commands.withdraw(issued_id=row.pk, reason=WHY, actor=head, at=NOW),
        lambda: commands.issue(which=f"desk.request-{made.pk}", actor=issuer, at=NOW),
    )
    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failed == []
    states = Issued.objects.filter(number=row.number).values_list("state", flat=True)
    assert set(states) == {"withdrawn"}
    rest = Issued.objects.exclude(number=row.number)
    assert {(one.version, one.state) for one in rest} <= {(1, "in_force")}
