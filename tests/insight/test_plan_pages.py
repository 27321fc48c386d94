"""The plan's pages: everything the plan says, nothing it does not say."""

import re

import pytest

from dayuan.config import installation
from dayuan.handbook.compiled import Compiled
from dayuan.handbook.coverage import Coverage
from dayuan.insight.queries.outline import outline_of
from dayuan.insight.queries.search import search
from dayuan.insight.web import parts, staffing, words
from dayuan.kernel.problems import Source, SourceKind
from dayuan.platform.ui.links import source_url
from dayuan.reference.sites import queries as sites
from tests.cast import HARBOUR

PAGES = [
    "/plan/",
    "/plan/?q=巡查",
    "/plan/revisions/",
    "/plan/sections/C5/",
    "/plan/sections/C4.1.1/",
    "/plan/clauses/C4.1.1-03/",
    "/plan/decisions/",
    "/plan/decisions/A-01/",
    "/plan/settings/",
    "/plan/playbooks/",
    "/plan/playbooks/request/",
    "/plan/playbooks/reception_level_1/",
    "/plan/property/",
    "/plan/services/",
    "/plan/posts/",
    "/plan/levels/",
    "/plan/routing/",
    "/plan/confidentiality/",
]


@pytest.fixture
def outline(cast):
    return outline_of(sites.plan_of(cast.site.pk))


@pytest.mark.parametrize("url", PAGES)
def test_every_guard_can_read_the_plan(cast, page, queries_of, url):
    assert "<h1>" in page(cast.guard, url)
    assert "<h1>" in page(cast.director, url, language="en")
    assert queries_of(cast.director, url) <= 10


@pytest.mark.parametrize("url", PAGES)
def test_nobody_reads_the_plan_before_signing_in(client, db, url):
    assert client.get(url)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    "url",
    ["/plan/clauses/C9.9-99/", "/plan/sections/C9/", "/plan/decisions/A-99/", "/plan/playbooks/x/"],
)
def test_what_the_plan_does_not_have_is_not_there(cast, page, url):
    page(cast.director, url, status=404)


def test_the_plan_has_518_clauses_and_every_one_is_in_a_chapter(outline):
    assert len(outline.clauses) == 518
    assert sum(len(outline.all_clauses(code)) for code in outline.chapters) == 518


def test_chapters_and_clauses_stand_in_the_order_of_the_plan(outline):
    assert outline.chapters == ("C0", "C1", "C2", "C3", "C4", "C5")
    assert outline.neighbours("C0-01") == (None, "C0-02")
    assert outline.neighbours("C3.1-05a") == ("C3.1-04", "C3.1-05b")


def test_the_states_of_all_clauses_add_up(outline):
    totals = outline.totals(outline.clauses)
    assert sum(totals.values()) == 518
    assert totals["principle"] == 57


def test_the_director_sees_how_far_the_plan_is_put_into_practice(cast, page):
    text = page(cast.director, "/plan/")
    assert "方案落实到什么程度" in text
    assert "各类条款的落实情况" in text


def test_the_charts_of_the_plan_say_what_the_plan_has(cast, page, outline):
    text = page(cast.director, "/plan/")
    chapters, kinds = text.split("data-chart=")[1:]
    for chart, states, clauses in (
        (chapters, tuple(Coverage), outline.clauses),
        (kinds, (Coverage.ENFORCED, Coverage.PREPARED, Coverage.NOT_YET), outline.clauses),
    ):
        numbers = [int(n) for n in re.findall(r'data-n="(\d+)"', chart)]
        totals = outline.totals(clauses)
        by_state = [sum(numbers[n :: len(states)]) for n in range(len(states))]
        assert by_state == [totals[state] for state in states]
    assert [f'href="/plan/sections/{code}/"' in chapters for code in outline.chapters] == [True] * 6


def test_a_guard_reads_the_chapters_without_the_states(cast, page):
    text = page(cast.guard, "/plan/")
    assert "第四章 用户服务" in text
    assert "方案落实到什么程度" not in text
    assert "data-chart" not in text
    assert "已落实" not in page(cast.guard, "/plan/clauses/C4.1.1-03/")


def test_a_clause_is_found_by_number_by_words_and_by_english(outline):
    assert search(outline, "c4.1.1-03").clauses == ("C4.1.1-03",)
    assert "C4.1.1-03" in search(outline, "分配 协调").clauses
    assert "C4.1.1-03" in search(outline, "ASSIGN organise").clauses
    assert search(outline, "没有这样的词").total == 0
    assert search(outline, "  ").total == 0


def test_a_search_that_finds_too_much_says_so(cast, outline, page):
    assert len(search(outline, "c").clauses) == 100
    assert search(outline, "c").total == 518
    assert "请再加一个词" in page(cast.director, "/plan/?q=c")


def test_a_search_shows_what_was_typed_as_text_only(cast, page):
    assert "<script>" not in page(cast.director, "/plan/?q=<script>x").split("plan-search")[1]


def test_english_readers_see_the_quote_and_the_english(cast, page):
    text = page(cast.director, "/plan/sections/C4.1.1/", language="en")
    assert "管理服务工作分配组织协调工作" in text
    assert "Assign, organise and coordinate work" in text
    assert "Assign, organise" not in page(cast.director, "/plan/sections/C4.1.1/")


def test_the_revision_in_force_names_edition_and_consent(cast, page):
    text = page(cast.director, "/plan/")
    assert "2026-1" in text
    assert "初次建立" in text


def test_pending_quantities_are_pending_and_ranges_are_ranges(cast, page):
    text = page(cast.guard, "/plan/property/")
    assert text.count("待定") >= 6
    assert "70–80" in text
    assert "原文没有写" in text
    assert "约数" in text


def test_an_undecided_value_is_neither_zero_nor_no(cast, page):
    text = page(cast.director, "/plan/settings/")
    assert text.count("方案未定") > 20
    assert "方案未定" in page(cast.director, "/plan/services/")  # the indicators' targets


def test_inferred_cells_of_the_security_table_are_marked(cast, page, outline):
    cells = [
        cell
        for row in outline.plan.handbook.security_table.values()
        for cell in row.cells.values()
        if cell and cell.inferred
    ]
    text = page(cast.director, "/plan/levels/").split("<main")[1]
    assert text.count("推断</span>") == len(cells) > 0


def test_a_step_without_a_number_gets_none(cast, page):
    text = page(cast.director, "/plan/playbooks/request/")
    assert "登记后立即（方案未给时限，程序计时）" in text
    assert "不得由办过这一步的人做" in text


def test_a_lead_time_is_said_in_words(cast, page):
    assert "贵宾抵达前 7 天" in page(cast.director, "/plan/playbooks/reception_level_1/")


def test_every_clause_and_decision_chip_leads_to_its_page():
    assert source_url(Source(SourceKind.CLAUSE, "C0-01")) == "/plan/clauses/C0-01/"
    assert source_url(Source(SourceKind.DECISION, "A-01")) == "/plan/decisions/A-01/"
    assert source_url(Source(SourceKind.LAW, "劳动法")) is None


def test_another_compounds_plan_reads_as_well(cast):
    harbour = Compiled.of(installation.read(HARBOUR))
    found = outline_of(harbour)
    assert len(found.clauses) == sum(len(found.all_clauses(c)) for c in found.chapters)
    assert staffing.posts(harbour).rows
    assert len(staffing.posts(harbour).rows) == len(harbour.handbook.posts)
    shown = {str(part.url) for part in parts.of(harbour, cast.director.actor())}
    assert "/plan/routing/" not in shown  # it has no petition chapter
    for book in harbour.handbook.playbooks.values():
        named = words.anchors(harbour, book.kind)
        assert all(words.step_time(step, named) for step in book.steps)


def test_each_clause_of_a_section_says_what_makes_it_happen(cast, page):
    text = page(cast.guard, "/plan/sections/C4.1.1/")
    assert "派单到岗，留下责任人、时间和状态" in text
    assert "/plan/playbooks/request/#dispatch" in text
