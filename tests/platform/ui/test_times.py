"""How instants, days and spans are said."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dayuan.platform.ui import times

SUNDAY = datetime.fromisoformat("2026-11-22T06:05:00+00:00")


def test_a_moment_is_said_in_chinese_with_its_weekday(chinese):
    assert times.moment(SUNDAY) == "2026年11月22日 周日 14:05"


def test_a_moment_is_said_in_english_with_its_weekday(english):
    assert times.moment(SUNDAY) == "Sun 22 Nov 2026, 14:05"


def test_a_moment_is_told_in_the_zone_of_the_site(chinese):
    assert times.moment(SUNDAY, ZoneInfo("Asia/Urumqi")) == "2026年11月22日 周日 12:05"


def test_a_day_has_no_hour(chinese):
    assert times.day(date(2026, 1, 5)) == "2026年1月5日 周一"


def test_near_moments_leave_out_what_the_reader_knows(chinese):
    assert times.near_moment(SUNDAY, now=SUNDAY) == "14:05"
    tomorrow = SUNDAY + timedelta(days=1)
    assert times.near_moment(tomorrow, now=SUNDAY) == "11月23日 周一 14:05"
    next_year = SUNDAY + timedelta(days=60)
    assert times.near_moment(next_year, now=SUNDAY) == "2027年1月21日 周四 14:05"


def test_today_is_today_at_the_site_not_in_greenwich(chinese):
    just_after_midnight = datetime.fromisoformat("2026-11-22T16:30:00+00:00")
    assert times.near_moment(just_after_midnight, now=SUNDAY) == "11月23日 周一 00:30"


def test_a_range_within_a_day_names_the_day_once(chinese):
    assert (
        times.span(SUNDAY, SUNDAY + timedelta(minutes=85)) == "2026年11月22日 周日 14:05 至 15:30"
    )


def test_a_range_over_midnight_names_both_days(english):
    said = times.span(SUNDAY, SUNDAY + timedelta(hours=12))
    assert said == "Sun 22 Nov 2026, 14:05 to Mon 23 Nov, 02:05"


@pytest.mark.parametrize(
    ("amount", "zh", "en"),
    [
        (timedelta(seconds=59), "不到 1 分钟", "less than a minute"),
        (timedelta(minutes=1), "1 分钟", "1 minute"),
        (timedelta(minutes=59, seconds=59), "59 分钟", "59 minutes"),
        (timedelta(hours=1), "1 小时", "1 hour"),
        (timedelta(hours=23, minutes=59), "23 小时 59 分钟", "23 hours 59 minutes"),
        (timedelta(days=1), "1 天", "1 day"),
        (timedelta(days=6, hours=5), "6 天 5 小时", "6 days 5 hours"),
        (timedelta(days=7, hours=5), "7 天", "7 days"),
    ],
)
def test_a_length_is_as_exact_as_it_helps(amount, zh, en, language):
    assert times.length(amount) == (zh if language == "zh-hans" else en)
