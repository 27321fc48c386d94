"""Requests month by month: what is counted, for whom, and in which month."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dayuan.insight.queries.months import MONTHS, Reported, history
from dayuan.insight.web import history as web
from dayuan.work.models import Case

ZONE = ZoneInfo("Asia/Shanghai")
#: November 2026 begins in the compound while it is still October in universal time.
BEGINS = datetime(2026, 10, 31, 16, tzinfo=UTC)


@pytest.fixture
def read(cast, now):
    def read(member=None):
        return history((member or cast.director).actor(), at=now, zone=ZONE)

    return read


def opened(request, at):
    Case.objects.filter(pk=request.pk).update(opened_at=at)


def test_a_guard_cannot_open_the_history(cast, page):
    page(cast.guard, "/history/", status=403)


def test_requests_are_counted_in_the_month_of_the_compound(read, story):
    for at in (BEGINS, BEGINS - timedelta(seconds=1)):
        opened(story.reported(), at)
    found = read().by_month
    assert found[date(2026, 11, 1)] == Reported(open=1)
    assert found[date(2026, 10, 1)] == Reported(open=1)


def test_what_is_older_than_twelve_months_is_not_counted(read, story, now):
    first = read().months[0].start
    opened(story.reported(), first)
    opened(story.reported(), first - timedelta(seconds=1))
    found = read()
    assert len(found.months) == len(found.by_month) == MONTHS
    assert found.by_month[found.months[0].first].total == 1
    assert sum(one.total for one in found.by_category.values()) == 1


def test_what_is_closed_stands_apart_from_what_is_open(cast, read, story):
    story.reported()
    over = story.reported()
    from dayuan.services.desk import commands as desk  # noqa: PLC0415 - needs Django

    desk.cancel(request=over, reason="重复", actor=cast.dispatcher.actor(), at=story.now)
    assert read().by_category["air_conditioning"] == Reported(over=1, open=1)


def test_months_and_kinds_add_up_to_the_same(read, story):
    for category in ("air_conditioning", "lift", "air_conditioning"):
        story.reported(category=category)
    found = read()
    assert sum((one.total for one in found.by_month.values()), 0) == 3
    assert sum((one.total for one in found.by_category.values()), 0) == 3


def test_a_hidden_request_is_in_no_number(read, story):
    story.reported()
    story.hide(story.reported())
    found = read()
    assert sum(one.total for one in found.by_month.values()) == 1
    assert sum(one.total for one in found.by_category.values()) == 1


@pytest.mark.parametrize("requests", [1, 3])
def test_the_page_asks_the_same_however_many_there_are(cast, story, queries_of, requests):
    for _each in range(requests):
        story.reported()
    assert queries_of(cast.director, "/history/") == 4


def test_the_page_says_where_nothing_was_reported_yet(cast, page):
    text = page(cast.director, "/history/")
    assert "近十二个月没有报事报修" in text
    assert "data-chart" not in text


def test_both_charts_stand_on_the_page_with_the_plans_own_words(cast, page, story):
    story.reported()
    for language, words in (("zh-hans", "2026年11月"), ("en", "Nov 2026")):
        text = page(cast.director, "/history/", language=language)
        assert text.count("data-chart=") == 2
        assert words in text


def test_kinds_beyond_a_dozen_are_one_bar_and_a_retired_kind_keeps_its_codeword(
    cast, read, story, monkeypatch
):
    monkeypatch.setattr(web, "KINDS", 1)
    for code in ("air_conditioning", "air_conditioning", "lift", "gone"):
        request = story.reported()
        Case.objects.filter(pk=request.pk).update(category=code)
    chart = web._by_kind(read(), cast.site.pk)
    assert [tuple(bar.numbers) for bar in chart.bars] == [(0, 2), (0, 2)]
    monkeypatch.setattr(web, "KINDS", 12)
    assert "gone" in {str(bar.label) for bar in web._by_kind(read(), cast.site.pk).bars}
