"""The demonstration lives: a past made by people's commands, and a clock that goes forward."""

from collections import Counter
from datetime import timedelta

import pytest

from dayuan.config import (
    demonstration,
    demonstration_clock,
    demonstration_history,
    demonstration_registers,
    demonstration_rosters,
    installation,
)
from dayuan.config.demonstration import NotADemonstrationError
from dayuan.handbook.schema.base import Words
from dayuan.platform.ui import present
from dayuan.reference.sites import queries as sites
from dayuan.reference.sites.models import Place
from dayuan.resources.equipment.models import Count, Item, Label
from dayuan.resources.rosters.models import Attendance, Away, Duty, Roster
from dayuan.services.desk.models import Request
from dayuan.services.handover.models import ShiftLog
from tests.cast import PUKOU, Cast, read

pytestmark = pytest.mark.whole

FILE = demonstration.stories(PUKOU)


@pytest.fixture
def house(cast: Cast, now):
    """A house in which every post has somebody with a login."""
    book = read(PUKOU)
    head = book.handbook.model_copy(update={"code": "played"})
    site, _made = installation.install(
        book.model_copy(update={"handbook": head}), at=now - timedelta(days=60)
    )
    demonstration.appoint_everybody(site, at=now - timedelta(days=50), first_number=5001)
    return site


def played(site, now, days: int) -> list[tuple[str, str, object]]:
    start = (now - timedelta(days=days)).date()
    demonstration_history.play(site, file=FILE, start=start, until=now)
    rows = Request.objects.select_related("case").order_by("case__number")
    return [(r.place, r.state, r.case.opened_at) for r in rows]


@pytest.mark.once
def test_a_past_has_requests_in_many_states_in_the_order_of_time(house, now):
    told = played(house, now, 7)
    states = Counter(state for _place, state, _at in told)
    assert len(told) > 45
    assert states["closed"] > 35
    assert len(states) >= 4
    opened = [at for _place, _state, at in told]
    assert opened == sorted(opened)


@pytest.mark.django_db
def test_the_past_is_the_same_each_time(house, now):
    sorts = demonstration_history.read(FILE)
    days = [now.date() - timedelta(days=back) for back in range(3)]
    once, again = (
        [[at for at, _plot in demonstration_history._of_day(house, sorts, day)] for day in days]
        for _turn in range(2)
    )
    assert once == again


@pytest.mark.once
def test_a_house_that_was_left_lives_on_from_where_it_stood(house, now):
    before = len(played(house, now - timedelta(days=3), 2))
    demonstration_history.live_on(house, file=FILE, until=now)
    newest = Request.objects.order_by("-case_id").first()
    assert newest is not None
    assert Request.objects.count() > before
    assert now - newest.case.opened_at < timedelta(days=1)


def test_the_clock_of_a_demonstration_goes_forward_only(settings, tmp_path):
    settings.DEMO, settings.HOME = True, tmp_path
    there = present.now()
    demonstration_clock.move_to(there + timedelta(hours=9))
    assert (
        timedelta(hours=8, minutes=59) < demonstration_clock.shift() < timedelta(hours=9, minutes=1)
    )
    with pytest.raises(ValueError, match="forward only"):
        demonstration_clock.move_to(there - timedelta(minutes=1))


def test_there_is_no_such_clock_where_people_work(settings, tmp_path):
    settings.DEMO, settings.HOME = False, tmp_path
    with pytest.raises(NotADemonstrationError):
        demonstration_clock.move_to(present.now() + timedelta(hours=1))
    demonstration_clock.install()
    assert "demonstration" not in present.shifts


def test_the_demonstrated_compound_has_places_pieces_counts_and_labels(house, now):
    at = now - timedelta(days=40)
    file = demonstration_registers.registers(PUKOU)
    demonstration_registers.make(house, file=file, at=at)
    assert Place.objects.filter(site=house, kind="room").count() >= 60
    assert 40 <= Item.objects.filter(site=house).count() <= 60
    assert Label.objects.filter(site=house, revoked_at__isnull=True).count() == 20
    states = set(Item.objects.filter(site=house).values_list("state", flat=True))
    assert states == {"in_service", "out_of_order", "retired"}
    # Of the six pending quantities some stay pending: the survey has something to show.
    table = read(PUKOU).equipment
    pending = {code for code, row in table.items() if row.quantity == "pending"}
    counted = set(Count.objects.filter(site=house).values_list("row", flat=True))
    assert pending & counted
    assert pending - counted


def test_a_compound_without_such_a_file_has_empty_registers(house, now, tmp_path):
    demonstration_registers.make(house, file=tmp_path / "none.yaml", at=now)
    assert not Place.objects.filter(site=house).exists()


def shipped(house, monkeypatch, title: str):
    """Let the program come with a plan whose title is another one; return it."""
    plan = sites.plan_of(house.pk).handbook
    head = plan.handbook.model_copy(update={"title": Words(zh=title, en=title)})
    book = plan.model_copy(update={"handbook": head})
    monkeypatch.setattr(installation, "read", lambda _folder, **_more: book)
    return book


def test_a_demonstration_follows_the_plan_that_comes_with_the_program(house, now, monkeypatch):
    shipped(house, monkeypatch, "新版方案")
    assert demonstration.follow_the_plan(house, at=now)
    assert sites.plan_of(house.pk).handbook.handbook.title.zh == "新版方案"
    assert not demonstration.follow_the_plan(house, at=now)
    shipped(house, monkeypatch, "再新的方案")
    assert demonstration.follow_the_plan(house, at=now + timedelta(days=1))


def test_a_plan_that_somebody_loaded_into_the_demonstration_stays(house, now, monkeypatch):
    own = shipped(house, monkeypatch, "自己改的方案")
    installation.renew(own, house, consent="区办函〔2026〕18号", at=now)
    shipped(house, monkeypatch, "新版方案")
    assert not demonstration.follow_the_plan(house, at=now + timedelta(days=1))
    assert sites.plan_of(house.pk).handbook.handbook.title.zh == "自己改的方案"


@pytest.fixture
def shifted(cast: Cast, now, monkeypatch):
    """The same with the invented shifts of the demonstration, planned at once."""
    monkeypatch.setattr(demonstration_rosters, "_SECONDS", 0)
    book = demonstration.demonstrated()
    head = book.handbook.model_copy(update={"code": "shifted"})
    site, _made = installation.install(
        book.model_copy(update={"handbook": head}), at=now - timedelta(days=60)
    )
    demonstration.appoint_everybody(site, at=now - timedelta(days=50), first_number=5001)
    return site


def months(site) -> list[tuple[int, str]]:
    found = Roster.objects.filter(site=site).order_by("month")
    return [(one.month.month, one.state) for one in found]


def test_the_guards_work_a_published_month_and_the_next_one_is_a_draft(shifted, now):
    demonstration_rosters.make(shifted, at=now)
    assert months(shifted) == [(11, "published"), (12, "draft")]
    today = Duty.objects.filter(site=shifted, day=now.date())
    assert today.count() >= 11
    begun = today.filter(start__lte=now)
    noted = Attendance.objects.filter(duty__in=begun).exclude(state="expected")
    assert noted.count() == begun.count() - 1
    assert not Attendance.objects.filter(duty__in=today.filter(start__gt=now)).exists()
    assert Away.objects.filter(site=shifted, state="approved").count() == 1
    assert Away.objects.filter(site=shifted).count() == 3
    (log,) = ShiftLog.objects.filter(site=shifted)
    assert log.entries.count() == 2
    assert log.state == "open"


@pytest.mark.once
def test_a_demonstration_that_is_opened_again_goes_on_with_its_months(shifted, now):
    demonstration_rosters.make(shifted, at=now)
    duties = Duty.objects.filter(site=shifted).count()
    demonstration_rosters.make(shifted, at=now)
    assert Duty.objects.filter(site=shifted).count() == duties
    # In the last days people know their shifts of the next month, whose draft there was.
    demonstration_rosters.make(shifted, at=now + timedelta(days=8))
    assert months(shifted) == [(11, "published"), (12, "published"), (1, "draft")]
    assert Away.objects.filter(site=shifted).count() == 6


def test_a_plan_without_shifts_has_no_months(house, now):
    demonstration_rosters.make(house, at=now)
    assert months(house) == []
