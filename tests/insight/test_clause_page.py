"""One clause: what it says, what makes it happen, and when it was fulfilled."""

import re

from dayuan.insight.queries.evidence import LAST, evidence_of

CLAUSE = "C4.1.1-03"


def test_a_clause_shows_its_words_and_where_it_stands(cast, page):
    text = page(cast.director, f"/plan/clauses/{CLAUSE}/")
    assert "管理服务工作分配组织协调工作" in text
    assert "第四章 用户服务" in text
    assert "/plan/clauses/C4.1.1-02/" in text
    assert "/plan/clauses/C4.1.1-04/" in text


def test_a_clause_names_the_step_the_binding_and_the_permission_that_make_it_happen(cast, page):
    text = page(cast.director, f"/plan/clauses/{CLAUSE}/")
    assert "把请求派给责任岗位" in text
    assert "/plan/playbooks/request/#dispatch" in text
    assert "程序功能：desk.dispatch" in text
    assert "权限：派单" in text


def test_garbled_words_stand_beside_what_they_mean(cast, page):
    text = page(cast.guard, "/plan/clauses/C5.4.2.3.1.1-01/")
    assert "消防安全大检验" in text
    assert "应读作" in text
    assert "A-15" in text


def test_each_state_is_explained_in_plain_words(cast, page):
    assert "不能强制" in page(cast.director, "/plan/clauses/C0-01/")
    assert "还没有办法启动它" in page(cast.director, "/plan/clauses/C5.4.2.3.1.1-01/")
    enforced = page(cast.director, "/plan/clauses/C4.1.2-05/")
    assert "程序今天就在做这一条" in enforced
    assert "tests/bindings/" in enforced


def test_a_fulfilled_clause_shows_the_case_and_leads_to_it(cast, story, page):
    request = story.sent_out("五楼东侧")
    text = page(cast.director, f"/plan/clauses/{CLAUSE}/")
    assert request.case.number in text
    assert f"/desk/{request.pk}/" in text


def test_one_act_counts_once_however_many_ways_it_fulfils_a_clause(cast, story):
    story.sent_out()
    found = evidence_of(cast.director.actor(), CLAUSE)
    assert found.total == len(found.last)
    assert len({(one.at, one.case.pk) for one in found.last}) == found.total


def test_a_hidden_case_is_neither_shown_nor_counted_as_evidence(cast, story, page):
    story.sent_out("一楼")
    before = evidence_of(cast.director.actor(), CLAUSE).total
    secret = story.sent_out("机要室")
    assert evidence_of(cast.director.actor(), CLAUSE).total == before + 1
    story.hide(secret)
    assert evidence_of(cast.director.actor(), CLAUSE).total == before
    text = page(cast.director, f"/plan/clauses/{CLAUSE}/")
    assert secret.case.number not in text
    assert "机要室" not in text
    assert re.search(rf'最近履行记录 <span class="number">{before}</span>', text)


def test_only_the_last_ten_are_listed_and_all_are_counted(cast, story, monkeypatch):
    monkeypatch.setattr("dayuan.insight.queries.evidence._ROWS", 12)
    for floor in range(12):
        story.sent_out(f"{floor}楼")
    found = evidence_of(cast.director.actor(), CLAUSE)
    assert len(found.last) <= LAST
    assert found.total == 12


def test_nobody_counts_further_than_anybody_reads(cast, story, page, monkeypatch):
    monkeypatch.setattr("dayuan.insight.queries.evidence._ROWS", 3)
    monkeypatch.setattr("dayuan.insight.queries.evidence.COUNTED_MOST", 3)
    for floor in range(3):
        story.sent_out(f"{floor}楼")
    at_most = '最近履行记录 <span class="number">3{}</span>'
    assert at_most.format("") in page(cast.director, f"/plan/clauses/{CLAUSE}/")
    story.sent_out("四楼")
    assert at_most.format("+") in page(cast.director, f"/plan/clauses/{CLAUSE}/")


def test_more_evidence_asks_no_more_queries(cast, story, queries_of):
    url = f"/plan/clauses/{CLAUSE}/"
    story.sent_out("一楼")
    one = queries_of(cast.director, url)
    story.sent_out("二楼")
    story.sent_out("三楼")
    assert queries_of(cast.director, url) == one <= 10


def test_a_clause_nobody_fulfilled_says_what_will_stand_there(cast, page):
    assert "还没有履行过这一条" in page(cast.director, "/plan/clauses/C5.4.2.3.1.1-01/")
