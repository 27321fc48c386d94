"""Wishes: said, read by few, asked for by planners."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Refused
from dayuan.resources.rosters import commands, queries
from dayuan.resources.rosters.models import Wish
from dayuan.resources.rosters.rules.wishes import MOST, Wished
from tests.cast import NOW


def day(number: int) -> date:
    return NOW.date() + timedelta(days=number)


def codes(caught) -> list[str]:
    return [p.code.removeprefix("rosters.") for p in caught.value.problems]


@pytest.fixture(autouse=True)
def _clock(clock):
    """Stand at ten o'clock of an ordinary Friday."""


def say(cast, part="guard", first=12, last=12, *, wanted=False, shift=""):
    return commands.say_wish(
        first=day(first), last=day(last), wanted=wanted, shift=shift,
        actor=getattr(cast, part).actor(), at=NOW,
    )  # fmt: skip


def test_a_guard_would_rather_not_work_on_a_day_and_have_the_first_shift_in_a_week(cast):
    say(cast)
    say(cast, first=20, last=26, wanted=True, shift="first")
    ids = [cast.guard.person.pk, cast.cleaner.person.pk]
    with CaptureQueriesContext(connection) as seen:
        found = queries.wishes(cast.site.pk, ids, Period(day(0), day(60)))
    assert len(seen) == 1
    assert found == {
        ids[0]: (
            Wished(Period(day(12), day(13)), "", wanted=False),
            Wished(Period(day(20), day(27)), "first", wanted=True),
        ),
        ids[1]: (),
    }


def test_a_shift_that_the_own_group_does_not_have_is_no_wish(cast):
    with pytest.raises(Refused) as caught:
        say(cast, shift="fourth")
    assert codes(caught) == ["wish_shift"]
    with pytest.raises(Refused) as caught:
        say(cast, "cleaner", shift="first")
    assert codes(caught) == ["wish_shift"]


def test_a_wish_is_about_what_is_not_planned_yet(cast):
    start = NOW + timedelta(days=12)
    commands.plan(
        post="gate_guard", person_id=cast.guard.person.pk, start=start,
        end=start + timedelta(hours=8), actor=cast.captain.actor(), at=NOW,
    )  # fmt: skip
    with pytest.raises(Refused) as caught:
        say(cast, first=11, last=14)
    assert codes(caught) == ["wish_planned"]
    say(cast, first=13, last=14)


def test_today_is_too_late_and_a_month_is_enough(cast):
    with pytest.raises(Refused) as caught:
        say(cast, first=0, last=40)
    assert codes(caught) == ["wish_over", "wish_too_long"]


def test_the_same_wish_twice_is_one(cast):
    say(cast)
    with pytest.raises(Refused) as caught:
        say(cast, wanted=True)
    assert codes(caught) == ["wish_twice"]


def test_wishes_end_somewhere(cast):
    for n in range(MOST):
        say(cast, first=10 + n, last=10 + n)
    with pytest.raises(Refused) as caught:
        say(cast, first=60, last=60)
    assert codes(caught) == ["wish_too_many"]


def test_a_wish_is_taken_away_by_whose_it_is_alone(cast):
    wish = say(cast)
    for other in ("captain", "director", "technician"):
        with pytest.raises(Refused) as caught:
            commands.drop_wish(wish_id=wish.pk, actor=getattr(cast, other).actor(), at=NOW)
        assert caught.value.hidden
    commands.drop_wish(wish_id=wish.pk, actor=cast.guard.actor(), at=NOW)
    assert not Wish.objects.exists()


def test_who_arranges_the_duties_reads_wishes_and_colleagues_do_not(cast):
    wish = say(cast)
    assert queries.wishes_of_others(cast.captain.actor(), since=day(0)) == [wish]
    assert queries.wishes_of_others(cast.supervisor.actor(), since=day(0)) == []
    assert queries.wishes_of_others(cast.cleaner.actor(), since=day(0)) == []
    assert "孙建国" in cast.captain.client.get("/duty/asked/").content.decode()
    assert "孙建国" not in cast.supervisor.client.get("/duty/asked/").content.decode()


def test_one_says_and_drops_a_wish_on_the_pages(cast):
    client = cast.guard.client
    assert client.post("/duty/wishes/new/", {"wanted": "no", "first": ""}).status_code == 422
    sent = {"wanted": "yes", "first": day(20).isoformat(), "last": "", "shift": "first"}
    assert client.post("/duty/wishes/new/", sent).status_code == 302
    wish = Wish.objects.get()
    assert (wish.start, wish.end, wish.shift, wish.wanted) == (day(20), day(21), "first", True)
    assert "第一班" in client.get("/duty/mine/").content.decode()
    assert client.post(f"/duty/wishes/{wish.pk}/drop/").status_code == 302
    assert not Wish.objects.exists()
