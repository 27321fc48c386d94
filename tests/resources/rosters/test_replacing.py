"""Somebody is sick at 05:40: who may come, what it costs, and what is written down."""

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Refused
from dayuan.kernel.workcal import WorkCalendar
from dayuan.platform.audit.models import Entry
from dayuan.platform.jobs import outbox
from dayuan.platform.notices.models import Notice
from dayuan.reference.people.models import Appointment, Kind, Person
from dayuan.resources.rosters import commands, queries, sweeps
from dayuan.resources.rosters.models import Attendance, Duty, StandIn
from dayuan.resources.rosters.rules import replacing
from dayuan.resources.rosters.rules.fitting import Wanted
from dayuan.resources.rosters.rules.hours import Stint, Terms
from dayuan.resources.rosters.rules.replacing import Someone
from tests.cast import JOINED
from tests.resources.rosters.books import SITE, ZONE, plan
from tests.resources.rosters.books import calendar as published

_FOUND = published(2026)
CALENDAR = WorkCalendar(ZONE, _FOUND.named, _FOUND.published_years, by_law=True)
#: A Friday.
DAY = date(2026, 11, 20)


def stint(day=DAY, start="08:00", hours=8):
    begin = datetime.combine(day, time.fromisoformat(start), ZONE)
    return Stint.planned_for(day, begin, begin + timedelta(hours=hours))


def before(days, start="08:00", hours=8):
    return stint(DAY - timedelta(days=days), start, hours)


def wanted(start="08:00", hours=8, **rules):
    group = plan(
        rules=[{"rule": name, "source": SITE, **value} for name, value in rules.items()],
        relief=[{"post": "mobile", "relieves": ["gate"], "source": SITE}],
    )
    return Wanted("gate", stint(start=start, hours=hours), group, Terms.of(group), CALENDAR)


def judged(one=None, **rules):
    return replacing.candidate(wanted(**rules), one or Someone(1, "gate"))


def codes(found):
    return [(type(one).__name__, one.code.removeprefix("rosters.")) for one in found.problems]


# --- what speaks against somebody ---------------------------------------------------------------


def test_somebody_free_and_rested_may_come_at_no_price():
    found = judged(Someone(1, "gate", (before(2),)))
    assert (codes(found), found.may_come, found.month_hours) == ([], True, 8)
    assert found.overtime == 0


def test_whoever_is_on_duty_then_may_not():
    assert codes(judged(Someone(1, "gate", (stint(start="15:59"),)))) == [
        ("Blocker", "on_duty_then")
    ]


def test_whoever_is_away_may_not_and_the_reason_is_not_said():
    gone = Period(datetime(2026, 11, 20, 15, tzinfo=ZONE), datetime(2026, 11, 23, tzinfo=ZONE))
    found = judged(Someone(1, "gate", away=(gone,)))
    assert codes(found) == [("Blocker", "away_then")]
    assert codes(judged(Someone(1, "gate", away=(Period(gone.start + timedelta(hours=1)),)))) == []


def test_whoever_holds_no_post_that_may_stand_there_may_not():
    assert codes(judged(Someone(1, "mobile", may_stand=False))) == [("Blocker", "not_the_post")]


def test_rest_before_and_after_is_the_plans_number_hard_or_at_a_price():
    late = Someone(1, "gate", (before(1, "16:00", 8),))
    assert codes(judged(late)) == []
    assert codes(judged(late, rest_between_shifts_least={"value": 11})) == [
        ("Blocker", "little_rest")
    ]
    assert codes(judged(late, rest_between_shifts_least={"value": 11, "price": 5})) == [
        ("Warning", "little_rest")
    ]
    soon = Someone(1, "gate", (stint(DAY + timedelta(days=1), "02:00"),))
    assert codes(judged(soon, rest_between_shifts_least={"value": 11})) == [
        ("Blocker", "little_rest")
    ]
    assert codes(judged(soon, rest_between_shifts_least={"value": 10})) == []


def test_labour_law_article_38_one_day_off_a_week_is_left_to_everybody():
    # Monday to Sunday but for the Friday.
    six = Someone(1, "gate", tuple(before(n, hours=4) for n in (4, 3, 2, 1, -1, -2)))
    found = judged(six)
    assert ("Blocker", "no_day_off") in codes(found)
    assert not found.may_come
    assert found.in_a_row == 7


def test_the_sixth_day_in_a_row_is_told_and_the_plans_most_is_hard():
    five = Someone(1, "gate", tuple(before(n, hours=4) for n in range(1, 6)))
    assert ("Warning", "many_days") in codes(judged(five))
    assert ("Blocker", "days_in_a_row") in codes(judged(five, days_in_a_row_most={"value": 5}))


def test_labour_law_article_41_three_hours_more_on_one_day_are_the_most():
    assert ("Blocker", "long_day") in codes(
        judged(Someone(1, "gate", (stint(start="00:00", hours=4),)))
    )
    found = judged(Someone(1, "gate", (stint(start="00:00", hours=3),)))
    assert ("Blocker", "long_day") not in codes(found)
    # A long shift of the plan's own keeps nobody away.
    assert ("Blocker", "long_day") not in codes(judged(Someone(1, "gate"), hours=12))


def test_labour_law_article_44_overtime_is_a_price_and_article_41_its_end():
    days = [d for d in range(1, 20) if CALENDAR.worked(date(2026, 11, d))]
    full = tuple(stint(date(2026, 11, d), hours=10) for d in days)
    found = judged(Someone(1, "gate", full[:13]), hours=11)
    assert ("Warning", "costs_overtime") in codes(found)
    assert found.overtime == 3
    over = (*full, *(stint(date(2026, 11, d), hours=10) for d in (24, 25, 26, 27)))
    assert ("Blocker", "overtime_most") in codes(judged(Someone(1, "gate", over), hours=11))


def test_a_week_above_the_norm_is_a_price_and_hard_where_the_plan_says_so():
    four = Someone(1, "gate", tuple(before(n, hours=9) for n in range(1, 5)))
    assert ("Warning", "long_week") in codes(judged(four))
    assert ("Blocker", "long_week") in codes(judged(four, hours_a_week_most={"value": 36}))


# --- the order ------------------------------------------------------------------------------------


def test_relief_comes_first_then_fewest_hours_and_those_who_may_not_last():
    people = [
        Someone(1, "gate", (before(3), before(4))),
        Someone(2, "gate", (before(3),)),
        Someone(3, "mobile", (before(3), before(4), before(8))),
        Someone(4, "mobile", (stint(),)),
    ]
    found = replacing.candidates(wanted(), people)
    assert [one.person for one in found] == [3, 2, 1, 4]
    assert [one.relief for one in found] == [0, None, None, 0]


@given(st.permutations(range(6)), st.lists(st.integers(0, 12), min_size=6, max_size=6))
def test_the_order_follows_from_relief_and_hours_alone(order, worked):
    people = [
        Someone(n, "mobile" if n % 3 == 0 else "gate",
                tuple(before(2 * d + 2, hours=1) for d in range(min(worked[n], 5))))
        for n in order
    ]  # fmt: skip
    found = replacing.candidates(wanted(), people)
    key = [(one.relief is None, one.month_hours, one.person) for one in found]
    assert key == sorted(key)


@given(st.lists(st.tuples(st.integers(-13, 13), st.integers(0, 23)), max_size=14, unique=True))
def test_nobody_who_may_come_is_on_duty_twice_or_rests_too_little(others):
    duties = tuple(stint(DAY + timedelta(days=d), f"{h:02}:00", 6) for d, h in others)
    found = judged(Someone(1, "gate", duties), rest_between_shifts_least={"value": 11})
    whole = stint().counted
    if found.may_come:
        margin = timedelta(hours=11)
        wide = Period(whole.start - margin, whole.end + margin)
        assert not any(wide.overlaps(d.counted) for d in duties)


# --- the whole job --------------------------------------------------------------------------------

#: 05:40 in Nanjing on a Friday; the duty begins at 08:00.
EARLY = datetime(2026, 11, 19, 21, 40, tzinfo=UTC)
BEGINS = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)


def on_duty(cast, person, post="gate_guard", start=BEGINS, hours=8):
    return Duty.objects.create(
        site=cast.site, post=post, person=person, start=start,
        end=start + timedelta(hours=hours), day=start.astimezone(ZONE).date(), planned_at=start,
        planned_by="system:tests",
    )  # fmt: skip


def hired(cast, number, post):
    person = Person.objects.create(
        site=cast.site, staff_number=number, name=f"护管{number}", joined=JOINED
    )
    Appointment.objects.create(
        site=cast.site, person=person, post=post, kind=Kind.MAIN, start=JOINED, made_at=EARLY,
        made_by="system:tests",
    )  # fmt: skip
    return person


@pytest.fixture
def sick(cast):
    """The guard's duty, and who else there is: a mobile guard, a colleague, one on duty."""
    duty = on_duty(cast, cast.guard.person)
    people = {
        "mobile": hired(cast, "G1", "mobile_guard"),
        "colleague": hired(cast, "G2", "gate_guard"),
        "busy": hired(cast, "G3", "gate_guard"),
    }
    on_duty(cast, people["busy"], "patrol_guard")
    return duty, people


def given_to(cast, duty, person, *, at=EARLY, by="captain", cause="sick", accepted=False):
    return commands.replace(
        duty_id=duty.pk, person_id=person.pk if person else None, cause=cause,
        accepted=accepted, actor=cast.members[by].actor(at), at=at,
    )  # fmt: skip


def test_at_twenty_to_six_the_mobile_guard_is_first_and_whoever_is_on_duty_is_not_there(cast, sick):
    duty, people = sick
    found = queries.replacements(cast.captain.actor(EARLY), duty, at=EARLY)
    assert [one.person for one in found.may_come] == [people["mobile"].pk, people["colleague"].pk]
    assert [one.person for one in found.may_not] == [people["busy"].pk]
    assert cast.guard.person.pk not in found.persons


def test_one_act_takes_the_duty_off_and_gives_it_away_and_both_are_told(cast, sick):
    duty, people = sick
    row = given_to(cast, duty, people["mobile"])
    duty.refresh_from_db()
    assert duty.cancelled_at == EARLY
    new = row.instead
    assert (new.person, new.post, new.start, new.end) == (
        people["mobile"], duty.post, duty.start, duty.end
    )  # fmt: skip
    assert (row.cause, row.accepted, row.chosen_by) == ("sick", [], cast.captain.actor().key)
    outbox.deliver_due(now=EARLY)
    told = {n.kind: n.person_id for n in Notice.objects.filter(kind__startswith="rosters.duty")}
    assert told == {
        "rosters.duty.stands_in": people["mobile"].pk,
        "rosters.duty.released": cast.guard.person.pk,
    }


def test_the_log_says_neither_why_nor_who_was_sick(cast, sick):
    duty, people = sick
    given_to(cast, duty, people["mobile"])
    entry = Entry.objects.get(type="rosters.duty.replace")
    assert "sick" not in str(entry.details)


def test_a_price_is_accepted_by_name_or_nothing_happens(cast, sick):
    duty, people = sick
    for n in range(1, 6):
        on_duty(cast, people["mobile"], start=BEGINS - timedelta(days=n), hours=4)
    with pytest.raises(Refused) as refusal:
        given_to(cast, duty, people["mobile"])
    assert [one.code for one in refusal.value.problems][:1] == ["rosters.not_accepted"]
    duty.refresh_from_db()
    assert (duty.cancelled_at, StandIn.objects.count()) == (None, 0)
    row = given_to(cast, duty, people["mobile"], accepted=True)
    assert row.accepted == ["rosters.many_days"]


def test_what_is_hard_is_refused_however_much_is_accepted(cast, sick):
    duty, people = sick
    with pytest.raises(Refused) as refusal:
        given_to(cast, duty, people["busy"], accepted=True)
    assert [one.code for one in refusal.value.problems] == ["rosters.on_duty_then"]
    with pytest.raises(Refused) as refusal:
        given_to(cast, duty, cast.cleaner.person, accepted=True)
    assert [one.code for one in refusal.value.problems] == ["rosters.not_listed"]
    assert Duty.objects.get(pk=duty.pk).cancelled_at is None


def test_left_open_the_days_cover_shows_the_gap(cast, sick):
    duty, _people = sick
    Duty.objects.exclude(pk=duty.pk).delete()

    def gaps():
        (cover,) = queries.covers(cast.captain.actor(EARLY), duty.day)
        return sum(((g.end or g.start) - g.start for g in cover.gaps), timedelta())

    assert gaps() == timedelta(hours=16)
    row = given_to(cast, duty, None)
    assert row.instead is None
    assert gaps() == timedelta(hours=24)


def test_of_a_duty_that_has_begun_only_what_is_left_is_given_away(cast, sick):
    duty, people = sick
    at = BEGINS + timedelta(hours=2)
    commands.note(duty_id=duty.pk, noted=_came(), actor=cast.captain.actor(BEGINS), at=BEGINS)
    row = given_to(cast, duty, people["mobile"], at=at)
    duty.refresh_from_db()
    assert duty.cancelled_at is None
    assert Attendance.objects.get(duty=duty).left_at == at
    assert (row.instead.start, row.instead.end) == (at, duty.end)
    with pytest.raises(Refused) as refusal:
        given_to(cast, duty, people["colleague"], at=at)
    assert [one.code for one in refusal.value.problems] == ["rosters.given_up_already"]


def _came():
    from dayuan.resources.rosters.rules.attendance import Noted  # noqa: PLC0415 - used once

    return Noted()


def test_somebody_who_never_came_is_noted_so_and_the_rest_given_away(cast, sick):
    duty, people = sick
    at = BEGINS + timedelta(minutes=20)
    row = given_to(cast, duty, people["mobile"], at=at)
    assert Attendance.objects.get(duty=duty).state == "absent"
    assert row.instead.start == at


def test_a_duty_that_is_over_or_cancelled_is_given_to_nobody(cast, sick):
    duty, people = sick
    with pytest.raises(Refused) as refusal:
        given_to(cast, duty, people["mobile"], at=duty.end)
    assert [one.code for one in refusal.value.problems] == ["rosters.duty_over"]
    commands.cancel(duty_id=duty.pk, actor=cast.captain.actor(EARLY), at=EARLY)
    with pytest.raises(Refused) as refusal:
        given_to(cast, duty, people["mobile"])
    assert [one.code for one in refusal.value.problems] == ["rosters.given_up_already"]


def test_why_somebody_could_not_come_goes_with_the_hours(cast, sick):
    duty, people = sick
    given_to(cast, duty, people["mobile"])
    assert sweeps.forget_old(now=EARLY + timedelta(days=700)) == 0
    assert sweeps.forget_old(now=EARLY + timedelta(days=800)) == 1
    assert not StandIn.objects.exists()


def test_whoever_arranges_no_duties_gives_none_away(cast, sick):
    duty, people = sick
    for who in ("guard", "cleaner", "technician"):
        with pytest.raises(Refused):
            given_to(cast, duty, people["mobile"], by=who)


def test_on_the_page_the_fit_take_one_tap_and_a_price_takes_two(cast, sick, clock):
    clock.move_to(EARLY)
    duty, people = sick
    url = f"/duty/{duty.pk}/replace/"
    page = cast.captain.client.get(url).content.decode()
    assert page.index(people["mobile"].name) < page.index(people["colleague"].name)
    assert "这段时间已有值班" in page
    assert "诊断" not in page
    for n in range(1, 6):
        on_duty(cast, people["mobile"], start=BEGINS - timedelta(days=n), hours=4)
    asked = cast.captain.client.post(url, {"cause": "sick", "person": people["mobile"].pk})
    assert asked.status_code == 422
    assert "连续第 6 天上班" in asked.content.decode()
    sent = {"cause": "sick", "person": people["mobile"].pk, "accepted": "yes"}
    assert cast.captain.client.post(url, sent).status_code == 302
    assert StandIn.objects.get().accepted == ["rosters.many_days"]


def test_leaving_a_post_open_asks_once_more(cast, sick, clock):
    clock.move_to(EARLY)
    duty, _people = sick
    url = f"/duty/{duty.pk}/replace/"
    assert cast.captain.client.post(url, {"cause": "other", "person": ""}).status_code == 422
    assert not StandIn.objects.exists()
    sent = {"cause": "other", "person": "", "accepted": "yes"}
    assert cast.captain.client.post(url, sent).status_code == 302
    assert StandIn.objects.get().instead is None


def test_hours_are_fractions_to_the_end():
    assert isinstance(judged(Someone(1, "gate", (before(3),))).month_hours, Fraction)
