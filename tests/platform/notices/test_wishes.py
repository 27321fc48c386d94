"""What a person wishes of notices, within what the house demands."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from dayuan.platform.audit.models import Entry
from dayuan.platform.notices import dispatching, kinds, queries, rules
from dayuan.platform.notices.commands.wishes import Wishes, wish
from dayuan.platform.notices.models import Notice, Preference
from tests.cast import NOW
from tests.platform.notices.conftest import NEWS
from tests.platform.notices.test_outward import carried as carried
from tests.platform.notices.test_outward import opened, told, wishes

MUST = kinds.declare("tests.thing.must", "{title}", "{title}", must=True)
ZONES = [ZoneInfo("Asia/Shanghai"), ZoneInfo("UTC"), ZoneInfo("Europe/Berlin")]
INSTANTS = st.integers(0, 730 * 24 * 3600).map(
    lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@pytest.fixture(autouse=True)
def _house(settings):
    settings.OUTWARD_ALLOWED = ("127.0.0.1",)
    settings.PUBLIC_URL = "https://dayuan.example"


@given(INSTANTS, st.times(), st.times(), st.sampled_from(ZONES))
def test_quiet_hours_end_when_they_are_over_and_never_in_the_past(at, start, end, zone):
    until = rules.quiet_until(at, zone=zone, start=start, end=end)
    if until is None:
        return
    assert at < until <= at + timedelta(hours=26)
    assert rules.quiet_until(until, zone=zone, start=start, end=end) is None


@given(INSTANTS, st.times(), st.times())
def test_an_instant_is_quiet_exactly_when_its_wall_clock_lies_between(at, start, end):
    zone = ZoneInfo("Asia/Shanghai")
    wall = at.astimezone(zone).time()
    inside = start <= wall < end if start < end else wall >= start or wall < end
    quiet = rules.quiet_until(at, zone=zone, start=start, end=end) is not None
    assert quiet == (inside and start != end)


@given(INSTANTS, st.times(), st.times(), st.sampled_from(ZONES))
def test_the_night_and_the_day_are_never_both_quiet(at, start, end, zone):
    night = rules.quiet_until(at, zone=zone, start=start, end=end)
    day = rules.quiet_until(at, zone=zone, start=end, end=start)
    assert night is None or day is None


@given(st.integers(1, 60))
def test_pauses_grow_up_to_a_limit(attempts):
    assert rules.pause_after(attempts) <= rules.pause_after(attempts + 1) <= timedelta(hours=6)


@pytest.mark.django_db
def test_a_group_that_is_switched_off_rings_no_bell_and_is_not_lost(cast, hidden):
    wishes(cast.guard, off=["other@app"])
    told(cast, cast.guard, cast.cleaner)
    assert queries.unread(cast.guard.actor()) == 0
    assert queries.unread(cast.cleaner.actor()) == 1
    assert len(queries.page(cast.guard.actor()).shown) == 1


@pytest.mark.django_db
def test_what_must_be_known_rings_whatever_is_switched_off(cast, hidden):
    wishes(cast.guard, off=["other@app"])
    told(cast, cast.guard, kind=MUST)
    assert queries.unread(cast.guard.actor()) == 1


@pytest.mark.django_db
def test_a_person_arranges_his_notices_on_a_page(cast, hidden, carried):
    channel = opened(cast, "mail", carries=["other", "work.tasks", "work.overdue"],
                     demanded=["work.overdue"])  # fmt: skip
    url = reverse("notices:settings")
    shown = cast.guard.client.get(url).content.decode()
    assert "一定会提醒" in shown
    sent = cast.guard.client.post(
        url,
        {"app": ["work.tasks"], f"channel_{channel.pk}": ["other"], "email": "a@example.com",
         "language": "en", "quiet_from": "22:00", "quiet_until": "07:00"},
    )  # fmt: skip
    assert sent.status_code == 302
    kept = Preference.objects.get(person_id=cast.guard.person.pk)
    assert (kept.quiet_from, kept.quiet_until) == (time(22), time(7))
    assert f"work.tasks@{channel.pk}" in kept.off
    assert "other@app" in kept.off
    assert not [one for one in kept.off if one.startswith("work.overdue")]
    again = cast.guard.client.get(url).content.decode()
    assert "a@example.com" in again
    assert "a@example.com" not in cast.cleaner.client.get(url).content.decode()
    told(cast, cast.guard)
    dispatching.run(now=NOW)
    assert [job["to"] for job in carried] == ["a@example.com"]
    assert Notice.objects.get().kind == NEWS.code


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given_", "words"),
    [
        ({"quiet_from": "22:00"}, "一起填"),
        ({"email": "a@b@c"}, "邮箱写得不对"),
        ({"email": "a@example.com, b@example.com"}, "邮箱写得不对"),
    ],
)
def test_what_cannot_be_used_is_said_where_it_was_typed(cast, given_, words):
    opened(cast, "mail")
    response = cast.guard.client.post(reverse("notices:settings"), {"language": "en", **given_})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Preference.objects.exists()


@pytest.mark.django_db
def test_without_a_channel_nobody_is_asked_for_an_address_and_it_is_kept(cast):
    wishes(cast.guard, email="old@example.com")
    url = reverse("notices:settings")
    assert 'name="email"' not in cast.guard.client.get(url).content.decode()
    cast.guard.client.post(url, {"app": ["other"]})
    assert Preference.objects.get().email == "old@example.com"


@pytest.mark.django_db
def test_an_address_is_asked_for_where_letters_are_sent_alone(cast):
    opened(cast, each=True)
    words = cast.guard.client.get(reverse("notices:settings")).content.decode()
    assert 'name="language"' in words
    assert 'name="email"' not in words
    opened(cast, "mail")
    assert 'name="email"' in cast.guard.client.get(reverse("notices:settings")).content.decode()


@pytest.mark.django_db
def test_an_address_stands_in_no_sealed_part_of_the_log(cast):
    wish(wishes=Wishes(email="a@example.com"), actor=cast.guard.actor(), at=NOW)
    entry = Entry.objects.get(type="notices.preference.wish")
    assert "example.com" not in str(entry.details)
