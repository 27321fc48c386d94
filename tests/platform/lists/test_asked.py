"""What an address asks of a list: read with care, and written back as it was meant."""

import pytest
from django.http import QueryDict

from dayuan.platform.lists import asked as asking
from dayuan.platform.lists.asked import Asked
from dayuan.work.web.case_sheet import SHEET
from tests.platform.lists.test_pages import reading

pytestmark = pytest.mark.django_db


def asked(cast, question: str) -> Asked:
    return asking.read(SHEET, QueryDict(question), reading(cast))


def codes(found: Asked) -> list[str]:
    return [one.code for one in found.fields]


@pytest.mark.parametrize(
    "question",
    [
        "",
        "order=title",
        "show=everything",
        "field=password",
        "field=number%27--",
        "after=-1",
        "after=1e9",
        "before=99999999999999999999",
        "after=١٢",
        "category=no_such_kind",
        "reported_since=2026-13-41",
    ],
)
def test_what_makes_no_sense_asks_nothing(cast, question):
    found = asked(cast, question)
    assert (found.order, found.part) == (SHEET.orders[0], SHEET.parts[0])
    assert found.fields == SHEET.usual_fields
    assert not found.narrowed
    assert not found.turned
    assert found.query() == "?"


def test_a_question_is_written_back_as_it_was_meant(cast):
    question = "category=lift&number=B2026&order=oldest&show=all&field=number&field=closed&x=1"
    again = asked(cast, asked(cast, question).query()[1:])
    assert again.given == {"category": "lift", "number": "B2026"}
    assert (again.order.code, again.part.code) == ("oldest", "all")
    assert codes(again) == ["title", "number", "closed"]


def test_another_order_or_part_begins_anew_at_the_first_page(cast):
    found = asked(cast, "category=lift&after=7")
    assert found.after == 7
    assert found.query(order="due") == "?category=lift&order=due"
    assert found.query(after=9) == "?category=lift&after=9"
    assert found.query(category=None) == "?"


def test_what_a_record_is_called_cannot_be_chosen_away(cast):
    assert codes(asked(cast, "field=closed")) == ["title", "closed"]


def test_a_day_that_is_none_stays_typed_and_is_told(cast):
    page = cast.director.client.get("/cases/?reported_since=2026-13-41").content.decode()
    assert "2026-13-41" in page
    assert "invalid-feedback" in page


def test_an_order_is_offered_only_in_the_part_that_an_index_carries_it_in(cast):
    assert asked(cast, "order=due").order.code == "due"
    assert asked(cast, "order=due&show=all").order.code == "newest"
    assert asked(cast, "order=due&show=nonsense").order.code == "due"
