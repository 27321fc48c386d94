"""Issued documents are found by number, form and record, through the door of the record."""

import pytest

from dayuan.platform.documents import commands as documents
from dayuan.platform.search import keeping, queries
from dayuan.services.desk import commands as desk
from dayuan.work.models import Case, CaseMember
from tests.cast import NOW, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def found(cast: Cast, question: str, who: str = "director") -> list[str]:
    groups = queries.search(getattr(cast, who).actor(), question).groups
    return [h.number for g in groups if g.source.kind == "documents.issued" for h in g.hits]


@pytest.fixture
def issued(cast):
    report = desk.Report("lift", "三楼", "电梯异响")
    made = desk.report(report=report, actor=cast.dispatcher.actor(), at=NOW)
    one = documents.issue(which=f"desk.request-{made.pk}", actor=cast.director.actor(), at=NOW)
    keeping.rebuild()
    return one


def test_an_issued_document_is_found_as_offices_write_its_number_and_by_its_record(cast, issued):
    number = f"〔{issued.year}〕{issued.number}号"
    for typed in (number, f"{issued.year} {issued.number}号", issued.about):
        assert found(cast, typed) == [number]
    page = cast.director.client.get("/search/", {"q": number}).content.decode()
    assert f"/documents/issued/{issued.pk}/" in page


def test_what_was_issued_of_a_hidden_record_is_not_found(cast, issued):
    number = f"〔{issued.year}〕{issued.number}号"
    assert found(cast, number, "liaison") == []
    Case.objects.filter(pk=issued.owner_id).update(open_to_staff=False)
    CaseMember.objects.filter(case_id=issued.owner_id).delete()
    assert found(cast, number, "supervisor") == []
