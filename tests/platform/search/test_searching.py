"""What people find, and what they never find, in the index of each database."""

import re

import pytest
from django.db import connection

from dayuan.platform.audit import sealer
from dayuan.platform.search import keeping, queries
from dayuan.platform.search.listed import sources
from dayuan.platform.search.matching import Fit, answering, circle_words, said
from dayuan.platform.search.models import Line
from dayuan.platform.search.tokens import wanted
from dayuan.reference.sites.commands import places
from dayuan.reference.sites.commands.places import NewPlace
from dayuan.reference.sites.states import PlaceKind
from dayuan.resources.equipment.commands import items
from dayuan.resources.equipment.commands.items import Described
from dayuan.services.desk import commands as desk
from dayuan.work.models import Case
from tests.cast import NOW, Cast
from tests.permissions import driving
from tests.permissions.test_inference import plain
from tests.platform.lists.test_pages import fill

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def titles(cast: Cast, question: str, who: str = "director", kind: str = "work.case") -> list[str]:
    found = queries.search(getattr(cast, who).actor(), question)
    return [hit.title for g in found.groups if g.source.kind == kind for hit in g.hits]


def written() -> None:
    """Bring the lines of all cases up to date."""
    keeping.write(sources["work.case"], list(Case.objects.values_list("pk", flat=True)))


def cases(cast: Cast, *named: str, **more) -> list[Case]:
    made = [fill(cast, [None], title=title, **more)[0] for title in named]
    written()
    return made


def of_cases(cast: Cast, question: str, who: str = "director") -> queries.Group:
    """Return what was found of cases alone."""
    found = queries.search(getattr(cast, who).actor(), question)
    return next(group for group in found.groups if group.source.kind == "work.case")


@pytest.mark.parametrize(
    "question", ["那个漏水的事", "漏水", "三楼", "wsj", "weishengjian", "卫", "水", "3F", "3f 漏"]
)
def test_people_find_a_matter_as_they_speak_of_it(cast, question):
    cases(cast, "三楼卫生间漏水 3F", "一楼大厅灯不亮")
    assert titles(cast, question) == ["三楼卫生间漏水 3F"]


def test_every_word_has_to_be_there(cast):
    cases(cast, "三楼漏水", "三楼停电")
    assert titles(cast, "三楼 漏水") == ["三楼漏水"]
    assert titles(cast, "五楼 漏水") == []
    assert titles(cast, "") == titles(cast, " ，。 ") == []


def test_the_newest_stands_first(cast):
    cases(cast, "漏水一", "漏水二", "漏水三")
    assert titles(cast, "漏水") == ["漏水三", "漏水二", "漏水一"]


def test_the_end_of_a_number_finds_a_case_and_so_does_the_whole_without_dashes(cast):
    Case.objects.filter(pk=cases(cast, "灯不亮")[0].pk).update(number="B2026-00042")
    written()
    for typed in ("42", "00042", "b2026-00042", "B202600042", "b42"):
        assert titles(cast, typed) == ["灯不亮"]


@pytest.mark.parametrize("typed", ["00043", "00024", "B2026-00142", "202600402"])
def test_one_wrong_digit_or_two_swapped_still_find_it_and_the_answer_says_so(cast, typed):
    Case.objects.filter(pk=cases(cast, "灯不亮")[0].pk).update(number="B2026-00042")
    written()
    found = queries.search(cast.director.actor(), typed)
    assert found.near
    assert [hit.number for hit in found.groups[0].hits] == ["B2026-00042"]


def test_what_is_hidden_is_neither_found_nor_counted(cast):
    cases(cast, "公开的漏水")
    for n in range(3):
        cases(cast, f"不公开的漏水{n}", open_to_staff=False)
    for question in ("漏水", "不公开", "bgk"):
        found = queries.search(cast.guard.actor(), question)
        assert all(hit.title == "公开的漏水" for g in found.groups for hit in g.hits)
    group = of_cases(cast, "漏水", "guard")
    assert (group.total, len(group.hits)) == (1, 1)
    assert queries.search(cast.guard.actor(), "不公开的漏水0") == queries.Found()


def test_a_hidden_number_is_guessed_at_no_more_than_one_that_does_not_exist(cast):
    (hidden,) = cases(cast, "不公开", open_to_staff=False)
    Case.objects.filter(pk=hidden.pk).update(number="B2026-00042")
    written()
    for typed in ("00042", "00043"):
        assert queries.search(cast.guard.actor(), typed) == queries.Found()


def test_a_liaison_finds_the_own_units_cases_alone(cast):
    unit = cast.liaison.actor().unit
    cases(cast, "我们的漏水", unit=unit)
    cases(cast, "别人的漏水", unit="other_office")
    cases(cast, "没有单位的漏水")
    assert titles(cast, "漏水", "liaison") == ["我们的漏水"]


def test_a_liaison_is_asked_within_the_own_unit_and_the_door_is_asked_all_the_same(cast):
    unit = cast.liaison.actor().unit
    (own,) = cases(cast, "漏水一", unit=unit)
    (other,) = cases(cast, "漏水二", unit="petition_bureau")
    assert unit != "petition_bureau"
    (mark,) = circle_words(unit)
    theirs = Line.objects.get(kind="work.case", owner_id=other.pk)
    assert mark in Line.objects.get(kind="work.case", owner_id=own.pk).words.split()
    assert mark not in theirs.words.split()
    assert mark in "".join(said("work.case", wanted("漏水"), Fit.BESIDE, unit))
    # A line that says it belongs to the unit opens nothing: its record does not.
    theirs.words += f" {mark}"
    theirs.save()
    assert titles(cast, "漏水", "liaison") == ["漏水一"]
    assert sorted(titles(cast, "漏水")) == ["漏水一", "漏水二"]


def test_nobody_finds_anything_by_the_mark_of_a_unit(cast):
    unit = cast.liaison.actor().unit
    cases(cast, "漏水", unit=unit)
    for typed in (*circle_words(unit), unit, f"§§{unit}"):
        assert titles(cast, typed) == []


def test_kinds_that_somebody_may_not_open_are_not_searched(cast):
    keeping.rebuild()
    name = cast.guard.person.name
    assert titles(cast, name, "director", "people.person") == [name]
    assert titles(cast, name, "liaison", "people.person") == []


def test_of_many_a_few_are_shown_and_the_others_are_turned_over(cast):
    fill(cast, [None] * 130, title="漏水")
    written()
    group = of_cases(cast, "漏水")
    assert len(group.hits) == queries.FEW
    assert group.many
    seen, before = [], None
    while True:
        page = queries.page(cast.director.actor(), "漏水", kind="work.case", before=before)
        seen += [hit.owner_id for hit in page.hits]
        if (before := page.older) is None:
            break
    assert len(seen) == len(set(seen)) == 130


def test_a_kind_that_is_closed_or_unknown_has_no_page(cast):
    for kind in ("people.person", "nothing"):
        assert queries.page(cast.liaison.actor(), "漏水", kind=kind, before=None) is None


def test_what_a_command_wrote_is_found_after_its_entry_was_sealed(cast):
    report = desk.Report(category="air_conditioning", place="三楼", description="空调不冷")
    made = desk.report(report=report, actor=cast.dispatcher.actor(), at=NOW)
    sealer.seal(now=NOW, full=True)
    while keeping.follow():
        pass
    found = queries.search(cast.dispatcher.actor(), made.case.number)
    assert [hit.owner_id for g in found.groups for hit in g.hits] == [made.pk]
    assert keeping.follow() == 0


def test_a_request_is_found_by_what_was_told_and_the_page_shows_where(cast):
    words = "早上来的时候看到那个角落里有一大片水，好像是从天花板上漏水下来的，请尽快来看看"
    report = desk.Report("air_conditioning", "三楼", words, "李四海", "13900001111")
    made = desk.report(report=report, actor=cast.dispatcher.actor(), at=NOW)
    written()
    assert titles(cast, "那个漏水的事", "dispatcher") == [made.case.title]
    text = cast.dispatcher.client.get("/search/", {"q": "漏水"}).content.decode()
    assert "天花板上<mark>漏水</mark>下来的" in text
    for caller in ("李四海", "13900001111"):
        assert titles(cast, caller, "dispatcher") == []


def test_what_is_gone_leaves_the_index(cast):
    (case,) = cases(cast, "漏水")
    Case.objects.filter(pk=case.pk).delete()
    keeping.write(sources["work.case"], [case.pk])
    assert not Line.objects.filter(kind="work.case", owner_id=case.pk).exists()
    Line.objects.create(site_id=1, kind="work.case", owner_id=10**9, words="漏水")
    Line.objects.create(site_id=1, kind="no.longer", owner_id=1, words="漏水")
    keeping.rebuild()
    assert not Line.objects.filter(owner_id=10**9).exists()
    assert not Line.objects.filter(kind="no.longer").exists()


def test_a_changed_title_is_found_by_its_new_words_alone_and_keeps_its_place(cast):
    case, _later = cases(cast, "漏水", "漏水二")
    place = Line.objects.get(kind="work.case", owner_id=case.pk).pk
    Case.objects.filter(pk=case.pk).update(title="停电")
    keeping.write(sources["work.case"], [case.pk])
    assert titles(cast, "漏水") == ["漏水二"]
    assert titles(cast, "停电") == ["停电"]
    assert Line.objects.get(kind="work.case", owner_id=case.pk).pk == place


def test_writing_anew_what_is_up_to_date_writes_nothing(cast, django_assert_num_queries):
    (case,) = cases(cast, "漏水")
    with django_assert_num_queries(6):  # a savepoint around four questions
        keeping.write(sources["work.case"], [case.pk])


def test_the_words_are_matched_on_an_index(cast):
    words = " ".join(f"字{n}" for n in range(40))
    Line.objects.bulk_create(
        Line(site_id=cast.site.pk, kind="x", owner_id=n, words=f"{words} 字{n} 漏水")
        for n in range(5000)
    )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # In a house the database itself takes what is new into the index, soon after.
            cursor.execute("SELECT gin_clean_pending_list('search_line_vector')")
        cursor.execute("ANALYZE")
    asked = said("work.case", wanted("三楼"), Fit.BESIDE)
    plan = answering(Line.objects.all(), asked, None).explain()
    if connection.vendor == "sqlite":
        assert "search_words VIRTUAL TABLE INDEX" in plan
        assert "SCAN search_line" not in plan
        assert "TEMP B-TREE" not in plan
    else:
        assert "Bitmap Index Scan on search_line_vector" in plan
        assert "Seq Scan on search_line" not in plan


# ── pages ───────────────────────────────────────────────────────────────────────────────────


def test_the_page_shows_results_by_kind_with_what_answered_marked(cast):
    cases(cast, "三楼电梯异响")
    text = cast.director.client.get("/search/", {"q": "dt"}).content.decode()
    assert "三楼<mark>电梯</mark>异响" in text


def test_the_page_says_what_to_do_where_nothing_was_asked_or_found(cast):
    browser = cast.director.client
    assert "想到什么就输入什么" in browser.get("/search/").content.decode()
    assert "没有找到" in browser.get("/search/", {"q": "絮絮"}).content.decode()
    assert "没有找到" in browser.get("/search/", {"q": "a", "kind": "nothing"}).content.decode()
    assert (
        browser.get("/search/", {"q": "a", "kind": "work.case", "before": "x"}).status_code == 200
    )


def test_the_palette_offers_the_places_somebody_may_go_to_and_what_was_found(cast):
    cases(cast, "三楼电梯异响")
    ask = {"headers": {"HX-Request": "true"}}
    text = cast.director.client.get("/search/?palette=1&q=sx", **ask).content.decode()
    assert 'href="/cases/"' in text
    text = cast.director.client.get("/search/?palette=1&q=dt", **ask).content.decode()
    assert "<mark>电梯</mark>" in text
    assert "<html" not in text
    empty = cast.liaison.client.get("/search/?palette=1&q=", **ask).content.decode()
    assert 'href="/people/"' not in empty


@pytest.mark.parametrize(
    ("typed", "first", "then"),
    [
        # 我的提醒设置 has the two letters in its middle, and is not what they are typed for.
        ("dt", "电梯", "我的提醒设置"),
        # A page that begins so, or is written so, is what Enter leads to.
        ("wdtx", "我的提醒设置", ""),
        ("提醒", "提醒", ""),
    ],
)
def test_a_place_leads_where_it_is_named_and_stands_last_where_it_only_sounds_so(
    cast, typed, first, then
):
    cases(cast, "三楼电梯异响")
    page = cast.director.client.get("/search/", {"q": typed, "palette": "1"})
    hits = re.findall(r'role="option".*?</a>', page.content.decode(), re.DOTALL)
    words = [re.sub(r"<[^>]*>", "", hit) for hit in hits]
    assert first in words[0]
    assert then in words[-1]


def test_what_was_typed_is_words_and_never_a_page(cast):
    text = cast.director.client.get("/search/", {"q": '"<script>*) OR (1'}).content.decode()
    assert "<script>*" not in text


@pytest.mark.parametrize("address", ["?q=", "?palette=1&q=", "?kind=work.case&q="])
@pytest.mark.parametrize("who", ["guard", "liaison"])
def test_a_hidden_case_leaves_a_page_byte_for_byte_as_it_was_before(cast, who, address):
    browser = getattr(cast, who).client
    words = ("不公开", "bgk", "00042", "00043", "不")
    before = [plain(driving.answered(browser.get(f"/search/{address}{w}")), "x") for w in words]
    (hidden,) = cases(cast, "不公开", open_to_staff=False)
    Case.objects.filter(pk=hidden.pk).update(number="B2026-00042")
    written()
    for word, was in zip(words, before, strict=True):
        assert plain(driving.answered(browser.get(f"/search/{address}{word}")), "x") == was
    assert titles(cast, "不公开", "director") == []


def test_a_page_of_every_kind_asks_few_questions(cast, django_assert_max_num_queries):
    """One statement matches all kinds; each kind that answers is then asked for its cards."""
    request = desk.report(
        report=desk.Report("lift", "建国路", "建国路的电梯"), actor=cast.guard.actor(), at=NOW
    )
    places.create_place(
        place=NewPlace("JG", PlaceKind.BUILDING, "建国楼"), actor=cast.supervisor.actor(), at=NOW
    )
    items.register(
        code="JG-1", described=Described("建国水泵"), actor=cast.supervisor.actor(), at=NOW
    )
    keeping.rebuild()
    cast.director.client.get("/search/")
    with django_assert_max_num_queries(10):
        text = cast.director.client.get("/search/?q=建国").content.decode()
    assert request.case.number in text
    for found in ("建国</mark>楼", "JG-1", cast.director.person.name[1:]):
        assert found in text
