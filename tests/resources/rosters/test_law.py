"""Working time as the law has it: each number under the article that gives it."""

from datetime import date

import pytest

from dayuan.kernel.periods import Period
from dayuan.kernel.problems import SourceKind
from dayuan.kernel.workcal import DayKind
from dayuan.resources.rosters.rules import days, law
from tests.resources.rosters.books import calendar, plan

PLAIN = plan()


def limited(rule, value, **more):
    one = {"rule": rule, "value": value, "source": {"site": "ours"}} | more
    return law.limit(plan(rules=[one]), rule)


def test_state_council_provisions_article_3_eight_hours_a_day_forty_a_week():
    for rule, value in (("hours_a_day_most", 8), ("hours_a_week_most", 40)):
        found = law.limit(PLAIN, rule)
        assert (found.value, found.source.kind) == (value, SourceKind.LAW)
        assert found.source.ref == "国务院关于职工工作时间的规定 第三条"


def test_labour_law_article_36_forty_four_hours_on_average_are_looser_than_what_holds():
    assert law.AVERAGE_HOURS_A_WEEK.value == 44
    assert "第三十六条" in law.AVERAGE_HOURS_A_WEEK.source.ref
    assert law.AVERAGE_HOURS_A_WEEK.value > law.LIMITS["hours_a_week_most"].value


def test_labour_law_article_38_one_day_off_a_week():
    found = law.limit(PLAIN, "days_off_a_week_least")
    assert (found.value, found.source.ref) == (1, "劳动法 第三十八条")


def test_labour_law_article_41_three_hours_a_day_thirty_six_a_month():
    for rule, value in (("overtime_a_day_most", 3), ("overtime_a_month_most", 36)):
        found = law.limit(PLAIN, rule)
        assert (found.value, found.source.ref) == (value, "劳动法 第四十一条")


def test_labour_law_article_44_150_200_and_300_per_cent():
    assert dict(law.PAY) == {
        DayKind.WORKDAY: 150, DayKind.MAKE_UP: 150, DayKind.REST: 200, DayKind.HOLIDAY: 300,
    }  # fmt: skip
    assert law.PAID.ref == "劳动法 第四十四条"


@pytest.mark.parametrize(
    ("quarter", "hours"), [((1, 4), 472), ((4, 7), 488), ((7, 10), 528), ((10, 13), 496)]
)
def test_the_quarters_of_2026_have_the_norm_their_working_days_give(quarter, hours):
    first, after = quarter
    end = date(2027, 1, 1) if after == 13 else date(2026, after, 1)
    period = Period(date(2026, first, 1), end)
    assert days.norm(calendar(2026), period, 40) == hours


def test_a_plan_may_be_stricter_than_the_law_and_never_looser():
    assert limited("hours_a_week_most", 36).value == 36
    assert limited("hours_a_week_most", 36).source.kind is SourceKind.SITE
    assert limited("hours_a_week_most", 56).value == 40
    assert limited("days_off_a_week_least", 2).value == 2
    assert limited("days_off_a_week_least", 0.5).value == 1


def test_the_law_has_no_word_on_rest_between_shifts_and_the_plan_may_have_one():
    assert law.limit(PLAIN, "rest_between_shifts_least") is None
    found = limited("rest_between_shifts_least", 11, price=20)
    assert (found.value, found.price) == (11, 20)
