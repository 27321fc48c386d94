"""The calendar: what a day is, why, and who may say so."""

from datetime import date

import pytest

from dayuan.kernel.workcal import DayKind
from dayuan.platform.audit.models import Entry
from dayuan.reference.sites import commands, queries
from dayuan.reference.sites.models import NamedDay, PublishedYear
from dayuan.reference.sites.web import months


@pytest.fixture
def empty(cast):
    """Forget every named day and published year."""
    NamedDay.objects.filter(site=cast.site).delete()
    PublishedYear.objects.filter(site=cast.site).delete()


@pytest.fixture
def seeded(cast, empty, now):
    """Put the holidays of 2026 into the calendar, in the director's name."""
    return commands.seed_year(site=cast.site, year=2026, actor=cast.director.actor(), at=now)


def test_every_guard_sees_the_year_with_holidays_and_make_up_days(cast, seeded, page):
    text = page(cast.guard, "/calendar/")
    assert "2026 年日历" in text
    assert "春节" in text
    assert "休</span>" in text
    assert "班</span>" in text


def test_a_month_shows_the_names_of_its_days(cast, seeded, page):
    text = page(cast.guard, "/calendar/2026/10/")
    assert "2026年10月" in text
    assert "国庆节" in text
    assert "October 2026" in page(cast.guard, "/calendar/2026/10/", language="en")


def test_a_year_that_is_not_known_says_so_and_shows_plain_weekdays(cast, empty, page):
    text = page(cast.guard, "/calendar/2031/")
    assert "还没有录入" in text
    grid = months.month(2031, 10, {}, date(2031, 10, 1))
    assert grid.worked == 23
    assert "载入法定节假日" not in text


def test_who_keeps_the_calendar_seeds_a_year(cast, empty, page):
    assert "载入法定节假日" in page(cast.director, "/calendar/2026/")
    assert cast.director.client.post("/calendar/2026/seed/").status_code == 302
    assert queries.published(cast.site.pk, 2026)
    assert "载入法定节假日" not in page(cast.director, "/calendar/2026/")
    assert Entry.objects.filter(type="sites.calendar.seed").exists()


def test_a_guard_cannot_change_the_calendar(cast, empty):
    assert cast.guard.client.get("/calendar/days/").status_code == 403
    told = {"day": "2026-12-01", "kind": "rest", "title": "x"}
    assert cast.guard.client.post("/calendar/days/", told).status_code == 403
    assert cast.guard.client.post("/calendar/2026/seed/").status_code == 403
    assert not NamedDay.objects.filter(site=cast.site).exists()
    assert not queries.published(cast.site.pk, 2026)


def test_a_year_that_was_never_published_is_refused_with_what_to_do(cast, empty):
    answer = cast.director.client.post("/calendar/2080/seed/")
    assert answer.status_code == 403
    assert "尚未收录" in answer.content.decode()


def test_naming_a_day_replaces_what_was_said(cast, seeded, page):
    told = {"day": "2026-10-08", "kind": "rest", "title": "院内搬迁"}
    assert cast.director.client.post("/calendar/days/", told)["Location"] == "/calendar/2026/10/"
    text = page(cast.director, "/calendar/2026/10/")
    assert "院内搬迁" in text
    assert "改</span>" in text
    told["title"] = "提前搬迁"
    cast.director.client.post("/calendar/days/", told)
    assert NamedDay.objects.filter(site=cast.site, day="2026-10-08").count() == 1
    assert "院内搬迁" not in page(cast.director, "/calendar/2026/10/")


def test_a_day_without_a_date_comes_back_with_the_reason(cast):
    answer = cast.director.client.post("/calendar/days/", {"day": "", "kind": "rest"})
    assert answer.status_code == 422
    assert 'id="id_day_error"' in answer.content.decode()


def test_the_day_that_was_tapped_is_filled_in(cast, page):
    assert 'value="2026-12-01"' in page(cast.director, "/calendar/days/?day=2026-12-01")


@pytest.mark.parametrize("url", ["/calendar/1999/", "/calendar/2100/", "/calendar/2026/13/"])
def test_a_year_or_month_that_nobody_plans_for_is_not_there(cast, page, url):
    page(cast.guard, url, status=404)


def test_december_leads_to_january(cast, page):
    assert "/calendar/2027/1/" in page(cast.guard, "/calendar/2026/12/")
    assert "/calendar/2025/12/" in page(cast.guard, "/calendar/2026/1/")


def test_more_named_days_ask_no_more_queries(cast, empty, queries_of, now):
    actor = cast.director.actor()
    commands.name_day(
        site=cast.site, day=date(2026, 12, 1), kind=DayKind.REST, title="", actor=actor, at=now
    )
    one = queries_of(cast.guard, "/calendar/2026/")
    for day in (2, 3):
        commands.name_day(
            site=cast.site, day=date(2026, 12, day), kind=DayKind.REST, title="",
            actor=actor, at=now,
        )  # fmt: skip
    assert queries_of(cast.guard, "/calendar/2026/") == one <= 10


def test_the_day_sheet_names_the_day_and_the_next_holiday(cast, seeded):
    friday = queries.day_sheet(cast.site.pk, date(2026, 9, 18))
    assert (friday.kind, friday.guessed) == (DayKind.WORKDAY, False)
    assert friday.next_holiday is not None
    assert friday.next_holiday.title == "中秋节"
    inside = queries.day_sheet(cast.site.pk, date(2026, 10, 2))
    assert (inside.kind, inside.title) == (DayKind.HOLIDAY, "国庆节")
    assert inside.next_holiday is None or inside.next_holiday.day > date(2026, 10, 7)


def test_a_day_of_a_year_nobody_published_is_a_guess(cast, empty):
    assert queries.day_sheet(cast.site.pk, date(2031, 10, 1)).guessed
