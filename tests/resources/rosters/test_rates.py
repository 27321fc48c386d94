"""What an hour costs: entered with a reason, kept by day, and read by those who may."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from dayuan.kernel.problems import Refused
from dayuan.platform.audit.models import Entry, PersonalValues
from dayuan.reference.sites.models import Site
from dayuan.resources.rosters import commands, queries
from dayuan.resources.rosters.models import HourRate, Planning, Roster
from dayuan.resources.rosters.rules import explaining, saying_why
from dayuan.resources.rosters.rules.explaining import Why
from dayuan.resources.rosters.rules.rates import Rates, Worth, worth
from tests.permissions.shifts import rate_of
from tests.programs import program_of
from tests.resources.rosters import squad
from tests.resources.rosters.test_feasibility import words

PAGE, SHEET = "/duty/rates/", "/duty/feasibility/"
DECEMBER = date(2026, 12, 1)


def enter(member, now, yuan="26.50", day=DECEMBER, **more):
    typed = {"group": "guards", "valid_from": day, "yuan": Decimal(yuan), "reason": "劳务合同"}
    return commands.enter_rate(**typed | more, actor=member.actor(), at=now)


# --- which rate counts --------------------------------------------------------------------


@given(st.dictionaries(st.dates(date(2001, 1, 1), date(2098, 12, 31)),
                       st.integers(1, 90).map(Fraction), max_size=6),
       st.dates(date(2001, 1, 1), date(2098, 12, 31)))  # fmt: skip
def test_a_month_is_reckoned_by_the_last_rate_that_begins_before_it_ends(kept, day):
    first = day.replace(day=1)
    begun = [start for start in kept if (start.year, start.month) <= (first.year, first.month)]
    rates = Rates(tuple(sorted(kept.items())))
    assert rates.of_month(first) == (kept[max(begun)] if begun else None)


def test_hours_that_lack_cost_half_as_much_again_as_overtime():
    found = worth(Fraction(48), Fraction("26.5"))
    assert found == Worth(Fraction(1272), Fraction(1908))


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"yuan": Decimal(0)}, "rosters.rate_amount"),
        ({"yuan": Decimal(-1)}, "rosters.rate_amount"),
        ({"yuan": Decimal("10000.01")}, "rosters.rate_amount"),
        ({"yuan": Decimal("1.005")}, "rosters.rate_amount"),
        ({"yuan": Decimal("NaN")}, "rosters.rate_amount"),
        ({"valid_from": date(1999, 12, 31)}, "rosters.rate_day"),
        ({"reason": "  "}, "rosters.rate_reason"),
        ({"group": "nobody"}, "rosters.rate_group"),
        ({"reason": "绝密"}, "label.state_secret"),
    ],
)
def test_what_makes_no_sense_is_refused_and_says_why(cast, now, wrong, code):
    with pytest.raises(Refused) as caught:
        enter(cast.director, now, **wrong)
    assert code in {one.code for one in caught.value.problems}
    assert not HourRate.objects.exists()


# --- entering -----------------------------------------------------------------------------


def test_a_new_rate_is_a_row_of_its_own_and_earlier_months_keep_theirs(cast, now):
    enter(cast.director, now, "20", date(2026, 1, 1))
    enter(cast.director, now, "26.50")
    known = queries.known_rates(cast.director.actor(), "guards")
    assert known.of_month(date(2026, 11, 1)) == 20
    assert known.of_month(DECEMBER) == Fraction("26.5")
    assert known.of_month(date(2025, 12, 1)) is None


def test_a_day_that_has_one_is_corrected_and_the_log_keeps_what_stood_there(cast, now):
    first = enter(cast.director, now, "2.65", reason="打错")
    assert enter(cast.director, now, "26.50").pk == first.pk
    entry = Entry.objects.get(type="rosters.rate.correct")
    assert entry.details == {"group": "guards", "valid_from": "2026-12-01"}
    kept = PersonalValues.objects.get(entry_id=entry.pk).values
    assert kept == {"yuan": "26.50", "was": "2.65", "reason": "劳务合同", "was_reason": "打错"}
    assert HourRate.objects.get().yuan == Decimal("26.50")


def test_only_whom_the_plan_lets_enters_or_reads_one(cast, now):
    for other in (cast.captain, cast.members["deputy"], cast.guard):
        with pytest.raises(Refused):
            enter(other, now)
        with pytest.raises(Refused):
            queries.rates_visible_to(other.actor())
    enter(cast.director, now)
    assert queries.known_rates(cast.captain.actor(), "guards") == Rates()
    assert queries.known_rates(cast.director.actor(), "guards").known


def test_another_sites_rates_are_not_ours(cast, now):
    other = Site.objects.create(
        code="elsewhere", name_zh="别处", name_en="Elsewhere", revision=cast.site.revision
    )
    rate_of(other.pk, "77.73")
    assert queries.known_rates(cast.director.actor(), "guards") == Rates()
    assert queries.rates_listed(cast.director.actor()) == []


# --- the pages ----------------------------------------------------------------------------


def test_the_director_enters_a_rate_and_reads_it_with_its_reason(cast, clock):
    typed = {"group": "guards", "yuan": "26.5", "valid_from": "2026-01-01", "reason": "外包合同"}
    assert "还没有登记单价" in words(cast.director.client.get(PAGE))
    assert cast.director.client.post(PAGE, typed).status_code == 302
    said = words(cast.director.client.get(PAGE))
    assert "¥26.50" in said
    assert "外包合同" in said
    assert cast.director.person.name in said
    wrong = cast.director.client.post(PAGE, {**typed, "yuan": "0"})
    assert wrong.status_code == 422
    assert "field-wrong" in wrong.content.decode()
    assert cast.captain.client.get(PAGE).status_code == 403


def test_money_is_on_the_sheet_for_whoever_may_see_it_and_for_nobody_else(cast, clock):
    before = words(cast.director.client.get(SHEET))
    assert "还没有登记工时单价" in before
    assert "¥" not in before
    rate_of(cast.site.pk, "26.50")
    said = words(cast.director.client.get(SHEET))
    assert "不填：按现行单价 ¥26.50" in said
    assert "添人 ¥" in said
    assert "加班 ¥" in said
    others = cast.captain.client.get(SHEET).content.decode()
    assert "¥" not in others
    assert "26.5" not in others
    assert "工时单价" not in others
    # A number somebody tries is that person's own, and counts instead.
    tried = words(cast.captain.client.get(SHEET, {"try": "1", "rate": "20"}))
    assert "¥" in tried
    assert "26.5" not in tried


def test_the_rate_goes_into_no_address(cast, clock):
    rate_of(cast.site.pk, "26.50")
    page = cast.director.client.get(SHEET).content.decode()
    assert 'placeholder="26.50"' in page
    assert 'value="26.5' not in page


@pytest.mark.once
def test_the_file_has_money_for_whoever_may_see_it(cast, clock):
    rate_of(cast.site.pk, "26.50")

    def sums(member):
        answer = member.client.get(f"{SHEET}file/", {"month": "2026-12"})
        found = load_workbook(BytesIO(answer.content))["全年缺多少"]
        return next(found.iter_rows(min_row=3, values_only=True))[2:]

    hours, beyond, people, overtime = sums(cast.director)
    assert people == ceil(hours * 26.5)
    # What the law allows at half as much again; the rest cannot be bought.
    assert overtime == ceil((hours - beyond) * 26.5 * 1.5)
    assert len(sums(cast.captain)) == 2


def test_a_program_reads_the_pages_numbers_and_money_only_for_whoever_may(cast, clock):
    rate_of(cast.site.pk, "26.50")

    def read(member):
        answer = program_of(member).get("/duty-feasibility/guards/2026-12-15")
        return answer.status_code, answer.said

    (status, said), (_ok, other) = read(cast.director), read(cast.captain)
    assert status == 200
    monitor = next(one for one in said["posts"] if one["post"] == "monitor_guard")
    assert (monitor["hours_needed"], monitor["people_needed"]) == (168, 4.2)
    assert (monitor["state"], monitor["hours_lacking"], monitor["people"]) == ("short", 48, 3)
    assert [one["month"][:7] for one in monitor["months"]] == [f"2026-{n:02}" for n in range(1, 13)]
    assert monitor["year_people"] == ceil(monitor["year_lacking"] * 26.5)
    assert (said["rate"], said["month"]) == (26.5, "2026-12-01")
    assert "26.5" not in str(other)
    money = ("year_people", "year_overtime")
    assert {one[name] for one in other["posts"] for name in money} == {None}
    assert {m["costs"] for one in other["posts"] for m in one["months"]} == {None}
    assert {one["key"] for one in said["open"]} >= {"leave_kinds"}
    assert read(cast.guard)[0] == 403


# --- why posts stay open ------------------------------------------------------------------


def test_what_would_mend_it_is_said_in_money_too(cast):
    why = Why((), smallest=True, missing=48 * 60)
    assert saying_why.money(why, None) is None
    assert saying_why.money(Why((), smallest=True), Fraction(20)) is None
    said = saying_why.money(why, Fraction("26.5"))
    assert "¥1,272" in said.zh
    assert "¥1,908" in said.en


def test_a_months_page_says_it_to_the_director_alone(cast, clock, now):
    squad.decide(cast)
    roster = Roster.objects.create(
        site_id=cast.site.pk, group="guards", month=DECEMBER, made_at=now, made_by="system:tests"
    )
    Planning.objects.create(
        roster=roster, site_id=cast.site.pk, seconds=5, state="done", asked_at=now, asked_by="x",
        ended_at=now,
        why=explaining.kept(explaining.FOUND, [Why((), smallest=True, missing=48 * 60)]),
    )  # fmt: skip
    page = f"/duty/months/{roster.pk}/"
    assert "还没有登记工时单价" in words(cast.director.client.get(page))
    assert "工时单价" not in words(cast.captain.client.get(page))
    rate_of(cast.site.pk, "26.50")
    assert "¥1,272" in words(cast.director.client.get(page))
    assert "¥" not in words(cast.captain.client.get(page))
