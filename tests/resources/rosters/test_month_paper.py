"""A published month as a paper of its own: A3 across, for the wall of the guard house."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from dayuan.kernel.workcal import DayKind
from dayuan.platform.documents.content import Document, Grid, GridHead, GridRow
from dayuan.resources.rosters import queries
from dayuan.resources.rosters.models import Duty, Roster
from dayuan.resources.rosters.web.month_grid import Head
from dayuan.resources.rosters.web.month_papers import PAPER, _head
from tests.cast import NOW
from tests.platform.documents.reading import close, pdf_of, words_of_pdf
from tests.resources.rosters import squad

#: The paper is drawn alike on every engine.
pytestmark = pytest.mark.once


@pytest.fixture
def month(cast):
    """Return a published month with people in it, one of them on duty on its first two days."""
    squad.decide(cast)
    people = squad.hire(cast, {"gate_guard": 2, "monitor_guard": 1})
    roster = squad.begin(cast)
    day = roster.month
    calendar_start = NOW.replace(month=day.month, day=1, year=day.year, hour=0)
    for n in range(2):
        start = calendar_start + timedelta(days=n)
        Duty.objects.create(
            site_id=cast.site.pk, post="gate_guard", person=people[0], start=start,
            end=start + timedelta(hours=8), day=start.date(), shift="first", roster=roster,
            planned_at=NOW, planned_by="system:tests",
        )  # fmt: skip
    Roster.objects.filter(pk=roster.pk).update(
        state="published", published_at=NOW, published_by="system:tests"
    )
    roster.refresh_from_db()
    return roster, people


def composed(member, roster, at=NOW) -> Document:
    return PAPER.compose(member.actor(), str(roster.pk), at=at, for_all=False)


def grid(document) -> Grid:
    return next(one for one in document.blocks if isinstance(one, Grid))


def line(document, name) -> GridRow:
    return next(one for one in grid(document).rows if one.title.startswith(name))


def test_each_person_has_a_line_under_the_days_with_hours_and_nights(cast, month, clock):
    roster, people = month
    found = composed(cast.guard, roster)
    heads, own = grid(found).heads, line(found, people[0].name)
    assert len(heads) == len(own.cells) - 2
    assert own.cells[0] == own.cells[1] != ""
    assert own.cells[-2:] == ("16", "0")
    assert {one.label for one in heads if one.shaded}
    sums = [one for one in grid(found).rows if one.kind == "sum"]
    assert len(sums) == 3
    assert all(one.strong for one in sums), "most places of this month lack somebody"
    assert found.wide


def test_it_says_since_when_it_stands_and_which_version_it_is(cast, month, clock):
    roster, people = month
    assert composed(cast.guard, roster).label == "第 1 版"
    later = NOW + timedelta(days=1)
    Duty.objects.filter(person=people[0]).update(cancelled_at=later, cancelled_by="system:tests")
    assert queries.changes_of(roster) == [later]
    found = composed(cast.guard, roster, later)
    assert found.label == "第 2 版"
    said = "".join(one.text for one in found.blocks if hasattr(one, "text"))
    assert "按 2026年11月20日 周五 10:00 发布的排班" in said
    assert "发布后改过 1 次" in said


def test_a_number_stands_beside_a_name_only_where_two_are_named_alike(cast, month, clock):
    roster, people = month
    assert line(composed(cast.guard, roster), people[0].name).title == people[0].name
    type(people[1]).objects.filter(pk=people[1].pk).update(name=people[0].name)
    titles = [one.title for one in grid(composed(cast.guard, roster)).rows]
    assert f"{people[0].name} {people[0].staff_number}" in titles


def test_a_published_month_offers_it_and_a_draft_does_not(cast, month, clock):
    roster, _people = month
    address = f"/documents/rosters.month-{roster.pk}/"
    page = f"/duty/months/{roster.pk}/"
    assert f'href="{address}pdf/"' in cast.guard.client.get(page).content.decode()
    assert cast.guard.client.get(address).status_code == 200
    assert cast.members["liaison"].client.get(address).status_code in (403, 404)
    Roster.objects.filter(pk=roster.pk).update(state="draft", published_at=None, published_by="")
    assert address not in cast.director.client.get(page).content.decode()
    assert cast.director.client.get(address).status_code == 404


def test_it_is_complete_in_english(cast, month, clock):
    roster, people = month
    answer = cast.guard.client.get(
        f"/documents/rosters.month-{roster.pk}/", headers={"accept-language": "en"}
    )
    said = answer.content.decode().partition("<article")[2]
    assert "Version 1" in said
    assert "As published at" in said
    assert people[0].name in said


def test_a_holiday_and_a_make_up_day_are_marked_and_shaded_as_days_off_are():
    def drawn(kind):
        found = _head(Head(date(2026, 10, 1), kind, "四", "", today=False))
        return found.label, found.small, found.mark, found.shaded

    assert drawn(DayKind.HOLIDAY) == ("1", "四", "节", True)
    assert drawn(DayKind.MAKE_UP) == ("1", "四", "班", False)
    assert drawn(DayKind.REST) == ("1", "四", "", True)
    assert drawn(DayKind.WORKDAY) == ("1", "四", "", False)


# --- on the sheet -------------------------------------------------------------------------


def wall(people: int) -> Document:
    heads = tuple(GridHead(str(n), "六", "休") for n in range(1, 32))
    rows = [GridRow(f"欧阳建国{n}", (*["夜控"] * 31, "176.5", "10")) for n in range(people)]
    rows.insert(0, GridRow("护管门卫岗", kind="group"))
    rows.append(GridRow("夜班", (*["4/5"] * 31, "", ""), "sum", (3,)))
    block = Grid("人员", heads, ("工时", "夜班"), tuple(rows))
    return Document(title="排班表", site="院", wide=True, blocks=(block,))


def sizes(page) -> set[float]:
    """Return how large the letters of a sheet are, in points."""
    found = set()

    def seen(text, matrix, text_matrix, _font, size):
        if text.strip():
            found.add(round(abs(size * text_matrix[3] * matrix[3]), 1))

    page.extract_text(visitor_text=seen)
    return found


def test_53_people_and_31_days_fit_on_a_sheet_of_a3_in_letters_that_can_be_read():
    (page,) = PdfReader(BytesIO(pdf_of(wall(53)))).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (1191, 842)
    # The small print under a day is four fifths of a cell's letters.
    assert min(sizes(page)) >= 6.4
    assert 8.0 in sizes(page)


def test_where_there_are_more_the_head_stands_on_the_next_sheet_too():
    pages = [close(one) for one in words_of_pdf(pdf_of(wall(90)))]
    assert len(pages) == 2
    for page in pages:
        assert "人员" in page
        assert "护管门卫岗" in page
    assert "4/5" not in pages[0]
