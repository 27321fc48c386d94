"""Documents by programs: a record issued, read with its versions, fetched, withdrawn."""

import pytest

from dayuan.platform.documents.models import Issued
from dayuan.platform.jobs import worker
from dayuan.work.models import Case, CaseMember
from tests.cast import NOW
from tests.platform.documents.reading import close, words_of_pdf, words_of_word

pytestmark = pytest.mark.django_db
REPORT = {"category": "air_conditioning", "place": "三楼", "description": "漏水"}


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """Give the house a folder of its own."""
    settings.MEDIA_ROOT = tmp_path


def reported(who):
    return who.post("/requests", REPORT).said["id"]


def issued(who, case):
    return who.post("/documents", {"record": f"desk.request-{case}"})


def test_a_program_issues_a_record_reads_it_fetches_it_and_its_person_withdraws_it(program):
    clerk, head = program("dispatcher"), program("director")
    case = reported(clerk)
    made = issued(clerk, case)
    assert made.status_code == 201, made.said
    one = made.said
    assert one["number_says"] == "〔2026〕1号 第1版"
    assert (one["state"], one["kept"]) == ("in_force", False)
    assert one["record"] == f"desk.request-{case}"
    worker.drain(now=NOW)
    assert clerk.get(f"/documents/{one['id']}").said["kept"] is True

    Case.objects.filter(pk=case).update(title="更正")
    second = issued(clerk, case).said
    assert [v["version"] for v in second["versions"]] == [2, 1]

    pdf = clerk.get(f"/documents/{second['id']}/pdf")
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert "〔2026〕1号第2版" in close("".join(words_of_pdf(pdf.whole)))
    word = clerk.get(f"/documents/{second['id']}/word")
    assert "〔2026〕1号第2版" in close(words_of_word(word.whole))

    said = {"reason": "写错了"}
    assert clerk.post(f"/documents/{second['id']}/withdraw", said).status_code == 403
    assert head.post(f"/documents/{second['id']}/withdraw", {}).status_code == 422
    gone = head.post(f"/documents/{second['id']}/withdraw", said).said
    assert (gone["state"], gone["why_withdrawn"]) == ("withdrawn", "写错了")
    assert {v["state"] for v in gone["versions"]} == {"withdrawn"}
    late = head.post(f"/documents/{second['id']}/withdraw", said)
    assert late.said["reasons"][0]["code"] == "state.not_from_here"
    assert "已作废" in close("".join(words_of_pdf(clerk.get(f"/documents/{one['id']}/pdf").whole)))

    again = issued(clerk, case).said
    assert (again["number"], again["version"]) == (2, 1)
    assert clerk.get(f"/documents/{one['id']}").said["issued_again"] == again["id"]
    listed = clerk.get("/documents?state=in_force").said
    assert [row["id"] for row in listed["items"]] == [again["id"]]
    assert clerk.get("/documents").said["total"] == 3


def test_the_same_request_sent_twice_issues_once(program):
    clerk = program("dispatcher")
    record = {"record": f"desk.request-{reported(clerk)}"}
    first, second = (clerk.post("/documents", record, key="issue-1") for _ in range(2))
    assert first.said["id"] == second.said["id"]
    assert Issued.objects.count() == 1


def test_words_that_were_issued_already_are_refused_with_their_number(program):
    clerk = program("dispatcher")
    case = reported(clerk)
    issued(clerk, case)
    refused = issued(clerk, case)
    assert refused.status_code == 422
    assert refused.said["reasons"][0]["code"] == "documents.unchanged"


@pytest.mark.parametrize("record", ["desk.request-1", "no.such-1", "desk.request-", "x", "-"])
def test_what_is_not_there_is_not_issued(program, record):
    assert program("dispatcher").post("/documents", {"record": record}).status_code == 404


def test_of_a_hidden_record_a_program_finds_nothing_and_fetches_nothing(program):
    clerk, head = program("dispatcher"), program("director")
    case = reported(clerk)
    one = issued(clerk, case).said["id"]
    Case.objects.filter(pk=case).update(open_to_staff=False, label="work_secret")
    CaseMember.objects.filter(case_id=case).delete()
    for path in (f"/documents/{one}", f"/documents/{one}/pdf", f"/documents/{one}/word"):
        assert head.get(path).status_code == 404
    assert head.post(f"/documents/{one}/withdraw", {"reason": "写错了"}).status_code == 404
    assert head.get("/documents").said["items"] == []
    assert issued(head, case).status_code == 404


def test_what_carries_its_reader_comes_as_pdf_with_the_name_and_not_as_word(program, cast):
    clerk = program("dispatcher")
    case = reported(clerk)
    one = issued(clerk, case).said["id"]
    Case.objects.filter(pk=case).update(open_to_staff=False, label="work_secret")
    CaseMember.objects.get_or_create(
        case_id=case, key=f"person:{cast.dispatcher.person.pk}",
        defaults={"since": NOW, "added_by": "system:tests"},
    )  # fmt: skip
    assert clerk.get(f"/documents/{one}").said["word"] is False
    words = close("".join(words_of_pdf(clerk.get(f"/documents/{one}/pdf").whole)))
    assert cast.dispatcher.person.staff_number in words
    refused = clerk.get(f"/documents/{one}/word")
    assert refused.said["reasons"][0]["code"] == "documents.no_word"
