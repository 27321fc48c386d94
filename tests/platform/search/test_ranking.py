"""What stands first, alike in both databases: called so, titled so, told so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayuan.platform.search import keeping, matching, queries
from dayuan.platform.search.engines import BEGUN
from dayuan.platform.search.matching import Fit, fits
from dayuan.platform.search.tokens import BESIDE, WHOLE, indexed, wanted, whole
from dayuan.reference.sites.commands import places
from dayuan.reference.sites.commands.places import NewPlace
from dayuan.reference.sites.states import PlaceKind
from dayuan.resources.equipment.commands import items
from dayuan.resources.equipment.commands.items import Described
from dayuan.services.desk import commands as desk
from dayuan.services.desk.models import Request
from dayuan.work.models import Case
from tests.cast import NOW, Cast
from tests.platform.search.test_searching import cases, of_cases, titles, written

pytestmark = [pytest.mark.whole, pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def told(cast: Cast, title: str, words: str) -> Case:
    """Return a request of which so much was told."""
    report = desk.Report("air_conditioning", "三楼", words)
    made = desk.report(report=report, actor=cast.dispatcher.actor(), at=NOW)
    Case.objects.filter(pk=made.pk).update(title=title)
    return made.case


def test_exact_titles_come_first_then_titles_then_what_was_told_and_the_newest_in_each(cast):
    cases(cast, "电梯", "一号电梯异响", "电梯", "二号电梯困人")
    told(cast, "三楼有人被困", "电梯不动了")
    told(cast, "走廊有异味", "好像是电梯那边")
    written()
    best = ["电梯", "电梯", "二号电梯困人", "一号电梯异响", "走廊有异味", "三楼有人被困"]
    assert titles(cast, "电梯") == best
    assert titles(cast, " 电 梯，") == best
    assert titles(cast, "dt") == ["二号电梯困人", "电梯", "一号电梯异响", "电梯"]


def test_an_exact_number_comes_before_newer_ones_that_begin_or_end_so(cast):
    numbers = ("B2026-00420", "B2026-0042", "B2026-00421", "B2025-20260042")
    for case, number in zip(cases(cast, "一", "二", "三", "四"), numbers, strict=True):
        Case.objects.filter(pk=case.pk).update(number=number)
    written()
    for typed in ("B2026-0042", "b20260042", "Ｂ2026－0042", "20260042"):
        assert titles(cast, typed) == ["二", "四", "三", "一"]


def test_a_title_that_is_the_question_goes_before_all_others_however_long(cast):
    long = "三楼东侧走廊尽头女卫生间第二个隔间的水龙头一直关不紧在滴水请尽快派人来看"
    cases(cast, long, f"{long}一看", f"又是{long}")
    assert titles(cast, long) == [long, f"又是{long}", f"{long}一看"]


def test_what_was_told_is_shown_only_where_the_title_does_not_answer(cast):
    told(cast, "三楼漏水", "卫生间漏水了")
    written()
    for typed, shown in (("漏水", 0), ("loushui", 0), ("卫生间", 1), ("三楼 卫生间", 1)):
        page = cast.director.client.get("/search/", {"q": typed, "kind": "work.case"})
        assert page.content.decode().count('class="find-told"') == shown, typed


def test_each_is_found_once_however_well_it_fits(cast):
    told(cast, "漏水", "漏水漏水")
    written()
    group = of_cases(cast, "漏水")
    assert (group.total, len(group.hits)) == (1, 1)


def test_pages_go_on_from_how_well_the_last_one_fitted(cast, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    cases(cast, "漏水", "漏水一", "漏水二", "漏水")
    for n in range(3):
        told(cast, f"故障{n}", "漏水了")
    cases(cast, "不公开的漏水", open_to_staff=False)
    seen, before, pages = [], None, 0
    while True:
        page = queries.page(cast.guard.actor(), "漏水", kind="work.case", before=before)
        seen += [hit.title for hit in page.hits]
        pages += 1
        if (before := page.older) is None:
            break
    assert seen == ["漏水", "漏水", "漏水二", "漏水一", "故障2", "故障1", "故障0"]
    assert pages == 4


@pytest.mark.parametrize("newest", [0, 1, 3, 10_000])
def test_what_is_found_does_not_depend_on_how_far_the_newest_are_walked_through(
    cast, monkeypatch, newest
):
    monkeypatch.setattr(matching, "NEWEST", newest)
    monkeypatch.setattr(queries, "PAGE", 2)
    cases(cast, "漏水", "漏水一", "空调不冷", "漏水二", "漏水")
    told(cast, "故障", "漏水了")
    written()
    assert titles(cast, "漏水") == ["漏水", "漏水", "漏水二", "漏水一", "故障"]
    assert titles(cast, "ls") == ["漏水", "漏水二", "漏水一", "漏水"]
    first = queries.page(cast.guard.actor(), "漏水", kind="work.case", before=None)
    second = queries.page(cast.guard.actor(), "漏水", kind="work.case", before=first.older)
    assert [hit.title for hit in (*first.hits, *second.hits)] == [
        "漏水",
        "漏水",
        "漏水二",
        "漏水一",
    ]


def test_what_is_told_beside_is_not_asked_for_where_titles_fill_the_page(cast, monkeypatch):
    monkeypatch.setattr(queries, "COUNTED", 2)
    cases(cast, "漏水一", "漏水二", "漏水三")
    told(cast, "故障", "漏水了")
    written()
    assert titles(cast, "漏水") == ["漏水三", "漏水二", "漏水一"]


@pytest.mark.parametrize("typed", ["l", "ls", "lsd", "lsdy", "lsdyh", "漏", "lou", "loush"])
def test_beginnings_of_every_length_find_it(cast, typed):
    cases(cast, "漏水点又坏", "空调")
    assert titles(cast, typed) == ["漏水点又坏"]


def test_pages_of_numbers_that_are_near_go_on_among_them(cast, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    for n, case in enumerate(cases(cast, "一", "二", "三")):
        Case.objects.filter(pk=case.pk).update(number=f"B2026-0004{n}")
    written()
    first = queries.page(cast.director.actor(), "00049", kind="work.case", before=None)
    assert [hit.title for hit in first.hits] == ["三", "二"]
    rest = queries.page(cast.director.actor(), "00049", kind="work.case", before=first.older)
    assert [hit.title for hit in rest.hits] == ["一"]
    assert rest.older is None


@pytest.mark.parametrize("place", [0, 1, 2**48, 2**49, 3 * 2**48 + 1, 2**51, 2**62])
def test_a_place_nobody_was_given_leads_nowhere_and_breaks_nothing(cast, place):
    cases(cast, "漏水")
    page = queries.page(cast.director.actor(), "漏水", kind="work.case", before=place)
    assert page is not None


@given(st.text(), st.text(), st.lists(st.text(), max_size=3))
def test_nobody_can_type_what_only_marks_a_word(title, number, more):
    marks = {BESIDE, WHOLE, BEGUN}
    for text in (title, number, *more):
        asked = wanted(text)
        typed = [word for term in (*asked.terms, *asked.near) for word in term.words]
        assert not any(mark in word for word in typed for mark in marks)
    assert len(words := indexed(title, number, more)) == len(set(words))


@given(st.text(min_size=1))
def test_what_is_called_so_is_found_as_the_whole_and_says_so_once(title):
    if whole(title):
        assert whole(title) in indexed(title)
        assert whole(title).count(WHOLE) == 1
    assert (Fit.TITLE in fits(wanted(title))) == bool(wanted(title).terms)


# ── how often the database is asked ─────────────────────────────────────────────────────────


@pytest.fixture
def numbered(cast):
    """Give one record of every kind that has a number the same end."""
    made = desk.report(
        report=desk.Report("lift", "建国路", "建国路的电梯"), actor=cast.guard.actor(), at=NOW
    )
    Case.objects.filter(pk=made.pk).update(number="B2026-00042")
    for code in ("JG-00042", "JG-00052"):
        places.create_place(
            place=NewPlace(code, PlaceKind.BUILDING, "建国楼"),
            actor=cast.supervisor.actor(),
            at=NOW,
        )
        items.register(
            code=code, described=Described("建国水泵"), actor=cast.supervisor.actor(), at=NOW
        )
    type(cast.director.person).objects.filter(pk=cast.director.person.pk).update(
        staff_number="00042"
    )
    keeping.rebuild()
    assert Request.objects.count() == 1
    return cast


@pytest.mark.parametrize(("typed", "asks"), [("00042", 6), ("建国", 6), ("00043", 7)])
def test_a_number_asks_six_questions_and_a_mistyped_one_seven(
    numbered, typed, asks, django_assert_num_queries
):
    browser = numbered.dispatcher.client
    browser.get("/search/")
    with django_assert_num_queries(asks):
        page = browser.get("/search/", {"q": typed})
    with django_assert_num_queries(asks):
        browser.get("/search/", {"q": typed, "palette": "1"})
    found = page.content.decode()
    assert all(kind in found for kind in ("/desk/", "/equipment/", "/places/"))
