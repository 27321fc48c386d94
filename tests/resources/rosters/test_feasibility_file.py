"""The feasibility sheet as an Excel file: the page's numbers, as numbers."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from dayuan.platform.ui.drawn import words

PAGE, FILE = "/duty/feasibility/", "/duty/feasibility/file/"
#: Alike on every engine.
pytestmark = pytest.mark.once
TRIED = {
    "plan": "guards", "month": "2026-12", "try": "1", "people-monitor_guard": "5", "away": "10",
    "rate": "20", "seats-mobile_guard": "1", "of": "monitor_guard",
}  # fmt: skip


def book(member, query=None, language="zh-hans"):
    member.client.cookies["django_language"] = language
    said = {"accept-language": language}
    answer = member.client.get(FILE, query or {"month": "2026-12"}, headers=said)
    assert answer.status_code == 200, answer.status_code
    assert "spreadsheetml" in answer["Content-Type"]
    return load_workbook(BytesIO(answer.content))


def rows(sheet):
    """Return the rows of a sheet by their first cell, each by its headings."""
    _line, head, *lines = sheet.iter_rows(values_only=True)
    return {line[0]: dict(zip(head, line, strict=True)) for line in lines}


def test_it_says_what_the_page_says_and_in_numbers(cast, clock):
    found = book(cast.director)
    monitor = rows(found["岗位和人手"])["护管监控岗"]
    assert (monitor["每周要的工时"], monitor["要的人数"]) == (168, 4.2)
    assert (monitor["编制（或试算）人数"], monitor["每周给出的工时"]) == (3, 120)
    assert (monitor["缺的工时"], monitor["缺的人数"]) == (48, 1.2)
    assert monitor["状态"] == "不可能排满"
    assert "8.4 人" in monitor["还要定的事"]
    assert "A-04" in monitor["依据"]
    gate = rows(found["岗位和人手"])["护管门卫岗"]
    assert gate["每周要的工时"] is None
    assert gate["还要定的事"].startswith("还没有人定。全天")
    months = [one[1].date() for one in found["全年逐月"].iter_rows(min_row=3, values_only=True)]
    assert months == [date(2026, month, 1) for month in range(1, 13)]
    assert found.worksheets[-1]["A3"].value


def test_the_numbers_that_are_tried_stand_in_it_and_are_said(cast, clock):
    found = book(cast.director, TRIED)
    for sheet in found.worksheets:
        assert "监控岗 5 人" in sheet["A1"].value
        assert "没有写入" in sheet["A1"].value
    assert rows(found["岗位和人手"])["护管监控岗"]["编制（或试算）人数"] == 5
    tried = rows(found["试算"])
    assert (tried["护管监控岗"]["人数"], tried["护管机动岗"]["同时在岗"]) == (5, 1)
    assert list(tried["所有岗位"].values())[-2:] == [40, 10]
    costs = [one[-1] for one in found["全年逐月"].iter_rows(min_row=3, values_only=True)]
    assert all(isinstance(one, int) for one in costs)
    assert "没有写入" not in book(cast.director)["岗位和人手"]["A1"].value


def test_it_is_set_up_to_be_printed(cast, clock):
    for sheet in book(cast.director).worksheets:
        assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
        assert sheet.print_title_rows == "$2:$2"
        assert sheet.freeze_panes == "B3"
        assert sheet.column_dimensions["A"].width >= 8


def test_it_is_complete_in_english(cast, clock):
    found = book(cast.director, TRIED, language="en")
    assert found.sheetnames[:2] == ["Posts and their people", "What lacks in the year"]
    monitor = rows(found["Posts and their people"])["Monitoring-room guard"]
    assert monitor["State"] == "Can be covered"
    heads = [cell.value for sheet in found.worksheets for cell in sheet[2]]
    assert not [one for one in heads if not one.isascii()]


def test_no_title_becomes_a_formula(cast, clock, monkeypatch):
    from dayuan.handbook.compiled import Compiled  # noqa: PLC0415 - used once
    from dayuan.kernel.text import Text  # noqa: PLC0415 - used once

    evil = Text('=HYPERLINK("http://evil.invalid","x")', "=1+1")
    monkeypatch.setattr(Compiled, "post_title", lambda _self, _post: evil)
    found = book(cast.director)
    cells = [cell for sheet in found.worksheets for row in sheet.iter_rows() for cell in row]
    assert words(evil) in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}


def test_a_number_that_makes_no_sense_is_told_on_the_page_and_no_file_is_made(cast, clock):
    answer = cast.director.client.get(FILE, {"try": "1", "away": "400"})
    assert answer.status_code == 422
    assert "field-wrong" in answer.content.decode()


def test_whoever_sees_the_page_takes_the_file_and_nobody_else(cast, clock):
    page = cast.captain.client.get(PAGE, {"month": "2026-12", "try": "1", "away": "10"})
    assert f"{FILE}?month=2026-12&amp;try=1&amp;away=10&amp;plan=guards" in page.content.decode()
    assert book(cast.captain).sheetnames
    assert cast.guard.client.get(FILE).status_code == 403
