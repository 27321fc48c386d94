"""A month of a group: begun, set by hand, judged, accepted, published."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dayuan.kernel.problems import Blocker, NeedsApproval, Refused
from dayuan.platform.audit.models import Entry
from dayuan.platform.jobs import outbox
from dayuan.platform.notices.models import Notice
from dayuan.reference.people import commands as people
from dayuan.reference.people.models import Appointment
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import commands, queries
from dayuan.resources.rosters.commands import planning as running
from dayuan.resources.rosters.models import Duty, Roster, RosterCell
from dayuan.resources.rosters.planner import greedy
from dayuan.resources.rosters.queries import reading
from dayuan.resources.rosters.rules import drafting
from tests.resources.rosters import squad
from tests.resources.rosters.squad import GROUP, MONTH
from tests.resources.rosters.tables import adopt

pytestmark = pytest.mark.django_db

DAY = MONTH + timedelta(days=2)


def codes(caught) -> list[str]:
    return [p.code for p in caught.value.problems]


@pytest.fixture
def house(cast):
    """Return the cast at a site whose guards can be arranged."""
    squad.decide(cast)
    return cast


@pytest.fixture
def manned(house):
    """Return the same with all 22 guards."""
    squad.hire(house)
    return house


def put(house, now, roster, day=DAY, post="gate_guard", shift="first", who="guard"):
    person = getattr(house, who).person if isinstance(who, str) else who
    return commands.set_cell(
        roster_id=roster.pk, person_id=person.pk, day=day, post=post, shift=shift,
        actor=house.captain.actor(), at=now,
    )  # fmt: skip


def filled(house, now, roster) -> None:
    """Fill a draft as the worker does, with the planner that needs no package."""
    row = running.ask(roster_id=roster.pk, seconds=60, actor=house.captain.actor(), at=now)
    month = reading.month(roster)
    problem = drafting.problem(month.draft)
    lines = greedy.plan(problem, stop=lambda: True)
    cells = {
        (int(who), day): cell
        for who, line in lines.items()
        for day, cell in zip(month.draft.days, line, strict=True)
    }
    program = running_as(house)
    running.begin(planning_id=row.pk, actor=program, at=now)
    running.finish(
        planning_id=row.pk, cells=cells, engine="greedy", objective=1, bound=0, actor=program,
        at=now,
    )  # fmt: skip


def running_as(house):
    from dayuan.platform.access.actors import system_actor  # noqa: PLC0415 - one use

    return system_actor("rosters.planning", site_id=house.site.pk)


# --- beginning ----------------------------------------------------------------------------


def test_a_month_is_begun_once_and_a_discarded_one_again(house, now):
    roster = squad.begin(house)
    assert (roster.state, roster.month, roster.made_by) == (
        "draft", MONTH, house.captain.actor().key,
    )  # fmt: skip
    with pytest.raises(Refused) as caught:
        squad.begin(house)
    assert codes(caught) == ["rosters.month.exists"]
    commands.discard(roster_id=roster.pk, actor=house.captain.actor(), at=now)
    assert squad.begin(house).pk != roster.pk


def test_two_who_begin_the_same_month_at_once_get_one_month_and_one_sentence(
    house, now, monkeypatch
):
    squad.begin(house)
    # Both asked before either had begun: the question is answered as it was then.
    nobody = Roster.objects.none()
    monkeypatch.setattr("dayuan.resources.rosters.commands.rosters._alive", lambda *_a: nobody)
    with pytest.raises(Refused) as caught:
        squad.begin(house)
    assert codes(caught) == ["rosters.month.exists"]
    assert Roster.objects.count() == 1


def test_a_group_whose_shifts_nobody_has_decided_cannot_be_arranged(cast, now):
    with pytest.raises(Refused) as caught:
        squad.begin(cast)
    assert codes(caught) == ["rosters.month.undecided"]


@pytest.mark.parametrize(
    ("group", "month", "code"),
    [
        ("nobody", MONTH, "rosters.month.unknown_group"),
        (GROUP, date(2026, 10, 1), "rosters.month.when"),
        (GROUP, date(2028, 1, 1), "rosters.month.when"),
    ],
)
def test_a_month_that_is_over_or_too_far_off_is_refused(house, now, group, month, code):
    with pytest.raises(Refused) as caught:
        commands.open_month(group=group, month=month, actor=house.captain.actor(), at=now)
    assert code in codes(caught)


def test_the_database_keeps_one_roster_a_month_and_one_cell_a_day(house, now):
    roster = squad.begin(house)
    put(house, now, roster)
    with pytest.raises(IntegrityError), transaction.atomic():
        Roster.objects.create(site=house.site, group=GROUP, month=MONTH, made_at=now, made_by="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        RosterCell.objects.create(
            roster=roster, person=house.guard.person, day=DAY, post="gate_guard", shift="first"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        RosterCell.objects.create(roster=roster, person=house.captain.person, day=DAY)


# --- setting cells ------------------------------------------------------------------------


def test_a_cell_is_set_changed_and_cleared_and_the_log_tells(house, now):
    roster = squad.begin(house)
    put(house, now, roster)
    put(house, now, roster, shift="second")
    (cell,) = roster.cells.all()
    assert (cell.post, cell.shift, cell.fixed) == ("gate_guard", "second", True)
    commands.clear_cell(
        roster_id=roster.pk, person_id=house.guard.person.pk, day=DAY,
        actor=house.captain.actor(), at=now,
    )  # fmt: skip
    assert not roster.cells.exists()
    told = Entry.objects.filter(type="rosters.roster.set").order_by("pk")
    assert [one.details["shift"] for one in told] == ["first", "second", ""]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"day": MONTH - timedelta(days=1)}, "rosters.month.outside"),
        ({"post": "lobby_guard", "shift": "third"}, "rosters.month.unknown_cell"),
        ({"post": "gate_guard", "shift": ""}, "rosters.month.unknown_cell"),
        ({"post": "gate_guard", "shift": "nothing"}, "rosters.month.unknown_cell"),
        ({"post": "monitor_guard"}, "rosters.month.may"),
        ({"who": "cleaner"}, "rosters.month.not_of_the_group"),
    ],
)
def test_a_cell_that_could_never_be_published_is_refused(house, now, change, code):
    roster = squad.begin(house)
    with pytest.raises(Refused) as caught:
        put(house, now, roster, **change)
    assert codes(caught) == [code]
    assert not roster.cells.exists()


def test_set_cells_that_cannot_stand_beside_each_other_are_refused(house, now):
    """11 hours between two shifts are the group's rule; it has no price."""
    roster = squad.begin(house)
    put(house, now, roster, shift="second")
    with pytest.raises(Refused) as caught:
        put(house, now, roster, day=DAY + timedelta(days=1), shift="first")
    assert codes(caught) == ["rosters.month.rest_between_shifts_least"]
    put(house, now, roster, day=DAY + timedelta(days=1), post="", shift="")
    assert roster.cells.filter(post="", fixed=True).count() == 1


def test_the_seventh_day_on_end_is_refused_by_the_labour_law(house, now):
    roster = squad.begin(house)
    for number in range(6):
        put(house, now, roster, day=DAY + timedelta(days=number))
    with pytest.raises(Refused) as caught:
        put(house, now, roster, day=DAY + timedelta(days=6))
    found = {p.code: p.source for p in caught.value.problems}
    assert set(found) == {
        "rosters.month.days_in_a_row_most", "rosters.month.days_off_a_week_least",
    }  # fmt: skip
    assert found["rosters.month.days_off_a_week_least"].ref == "劳动法 第三十八条"


def test_the_month_before_counts_for_rest_and_stretches(house, now):
    zone = queries.zone_of(house.site.pk)
    from datetime import datetime  # noqa: PLC0415 - one use

    for number in range(1, 7):
        day = MONTH - timedelta(days=number)
        start = datetime(day.year, day.month, day.day, 8, tzinfo=zone)
        commands.plan(
            post="gate_guard", person_id=house.guard.person.pk, start=start,
            end=start + timedelta(hours=8), actor=house.captain.actor(), at=now,
        )  # fmt: skip
    roster = squad.begin(house)
    with pytest.raises(Refused) as caught:
        put(house, now, roster, day=MONTH)
    assert "rosters.month.days_in_a_row_most" in codes(caught)
    put(house, now, roster, day=MONTH + timedelta(days=1))


def test_what_the_site_calls_a_night_is_one_in_a_month_too(cast, now):
    def called(since, until, *, at):
        decided = squad.decided()
        given = {"night_from": since, "night_to": until, "night_hours_least": 5}
        uses = tuple(
            one.model_copy(update={"parameters": given})
            if one.capability == "rosters.hours"
            else one
            for one in decided.own_sources
        )
        adopt(cast, at, shift_plans=decided.shift_plans, own_sources=uses)
        draft = reading.month(roster).draft
        known = drafting.shifts(draft.plan)
        return [one.code for one in known if drafting.is_night(one, draft.night)]

    squad.decide(cast)
    roster = squad.begin(cast)
    assert called("00:00", "05:00", at=now) == ["third"]
    assert called("19:00", "02:00", at=now + timedelta(hours=1)) == ["second"]


def test_another_duty_on_the_same_day_stands_in_the_way(house, now):
    zone = queries.zone_of(house.site.pk)
    from datetime import datetime  # noqa: PLC0415 - one use

    roster = squad.begin(house)
    start = datetime(DAY.year, DAY.month, DAY.day, 8, tzinfo=zone)
    commands.plan(
        post="gate_guard", person_id=house.guard.person.pk, start=start,
        end=start + timedelta(hours=8), actor=house.captain.actor(), at=now,
    )  # fmt: skip
    with pytest.raises(Refused) as caught:
        put(house, now, roster, shift="second")
    assert codes(caught) == ["rosters.month.elsewhere"]


def test_a_published_month_takes_no_cells_any_more(manned, now):
    roster = squad.begin(manned)
    filled(manned, now, roster)
    accept_all(manned, now, roster)
    commands.publish(roster_id=roster.pk, actor=manned.captain.actor(), at=now)
    with pytest.raises(Refused) as caught:
        put(manned, now, roster)
    assert codes(caught) == ["rosters.month.no_draft"]


# --- judged and accepted ------------------------------------------------------------------


def accept_all(house, now, roster) -> None:
    found = queries.sheet_for(house.director.actor(), roster.pk).judged
    rules = [one.code for one in found.broken if one.must_be_accepted]
    commands.accept(roster_id=roster.pk, rules=rules, actor=house.director.actor(), at=now)


def test_an_empty_month_lacks_everybody_and_says_so_by_name(house, now):
    roster = squad.begin(house)
    found = queries.sheet_for(house.captain.actor(), roster.pk)
    lacking = {one.code: one.units for one in found.judged.broken}
    # 93 shifts without a leader; the monitoring room never has the one it must have.
    assert (lacking["leader"], lacking["least"]) == (93, 93)
    needed = sum(one.needed for one in found.judged.cover)
    assert lacking["cover"] == needed == sum(one.missing for one in found.judged.cover)
    kinds = {type(one) for one in found.judged.problems()}
    assert kinds == {NeedsApproval}


def test_what_is_not_kept_is_accepted_by_the_director_and_by_name_before_it_stands(manned, now):
    roster = squad.begin(manned)
    filled(manned, now, roster)
    with pytest.raises(Refused) as caught:
        commands.publish(roster_id=roster.pk, actor=manned.captain.actor(), at=now)
    assert "rosters.month.leader" in codes(caught)
    with pytest.raises(Refused) as caught:
        commands.accept(roster_id=roster.pk, rules=["leader"], actor=manned.captain.actor(), at=now)
    assert codes(caught) == ["access.verb"]
    accept_all(manned, now, roster)
    assert {one.accepted_by for one in roster.accepted.all()} == {manned.director.actor().key}
    commands.publish(roster_id=roster.pk, actor=manned.captain.actor(), at=now)


def test_what_was_accepted_is_accepted_as_often_as_it_was_and_no_more(manned, now):
    roster = squad.begin(manned)
    filled(manned, now, roster)
    accept_all(manned, now, roster)
    gone = roster.cells.filter(shift="third", post="monitor_guard").first()
    commands.clear_cell(
        roster_id=roster.pk, person_id=gone.person_id, day=gone.day,
        actor=manned.captain.actor(), at=now,
    )  # fmt: skip
    with pytest.raises(Refused) as caught:
        commands.publish(roster_id=roster.pk, actor=manned.captain.actor(), at=now)
    assert "rosters.month.least" in codes(caught)


# --- published ----------------------------------------------------------------------------


def test_publishing_makes_the_duties_that_answer_who_is_on_duty(manned, now):
    roster = squad.begin(manned)
    filled(manned, now, roster)
    accept_all(manned, now, roster)
    cells = roster.cells.exclude(post="").count()
    made = commands.publish(roster_id=roster.pk, actor=manned.captain.actor(), at=now)
    assert made == cells == roster.duties.count() > 300
    night = roster.duties.filter(shift="third", post="monitor_guard", day=DAY).get()
    zone = queries.zone_of(manned.site.pk)
    assert (night.start.astimezone(zone).hour, night.day) == (0, DAY)
    answer = queries.holding(manned.site.pk, "monitor_guard", night.start + timedelta(hours=3))
    assert (answer.via, [one.pk for one in answer.persons]) == ("duty", [night.person_id])
    # What was published is shown from the duties, and is judged the same.
    shown = queries.sheet_for(manned.guard.actor(), roster.pk)
    assert sum(1 for line in shown.month.lines.values() for cell in line if cell) == made
    assert not [p for p in shown.judged.problems() if isinstance(p, Blocker)]


def test_whoever_lost_the_appointment_meanwhile_keeps_a_month_from_standing(manned, now):
    roster = squad.begin(manned)
    filled(manned, now, roster)
    accept_all(manned, now, roster)
    held = Appointment.objects.get(person=manned.guard.person)
    people.end_appointment(appointment_id=held.pk, on=DAY, actor=manned.director.actor(), at=now)
    with pytest.raises(Refused) as caught:
        commands.publish(roster_id=roster.pk, actor=manned.captain.actor(), at=now)
    assert {"rosters.month.appointment", "rosters.month.may"} & set(codes(caught))
    assert not Duty.objects.filter(roster=roster).exists()


def test_relief_answers_for_the_post_it_was_put_on(manned, now):
    roster = squad.begin(manned)
    mobile = Appointment.objects.filter(post="mobile_guard").first().person
    put(manned, now, roster, who=mobile, post="monitor_guard", shift="first")
    filled(manned, now, roster)
    accept_all(manned, now, roster)
    commands.publish(roster_id=roster.pk, actor=manned.captain.actor(), at=now)
    duty = roster.duties.get(person=mobile, day=DAY)
    answer = queries.holding(manned.site.pk, "monitor_guard", duty.start)
    assert mobile.pk in {one.pk for one in answer.persons}


# --- who sees what ------------------------------------------------------------------------


def test_a_draft_is_seen_by_those_who_arrange_and_a_published_month_by_everybody_on_duty(
    manned, now
):
    roster = squad.begin(manned)
    for part in ("guard", "technician"):
        with pytest.raises(Refused) as caught:
            queries.sheet_for(getattr(manned, part).actor(), roster.pk)
        assert caught.value.hidden
    filled(manned, now, roster)
    accept_all(manned, now, roster)
    commands.publish(roster_id=roster.pk, actor=manned.captain.actor(), at=now)
    assert queries.sheet_for(manned.guard.actor(), roster.pk).roster == roster
    with pytest.raises(Refused):
        queries.sheet_for(manned.liaison.actor(), roster.pk)


def test_a_month_is_read_in_the_same_number_of_questions_however_full(manned, now):
    roster = squad.begin(manned)
    actor = manned.captain.actor()
    queries.sheet_for(actor, roster.pk)
    with sites.reading.one_reading(), CaptureQueriesContext(connection) as empty:
        queries.sheet_for(actor, roster.pk)
    filled(manned, now, roster)
    with sites.reading.one_reading(), CaptureQueriesContext(connection) as full:
        queries.sheet_for(actor, roster.pk)
    assert len(empty) == len(full) == 7


def ill(house, now, person_id, first, last):
    """Enter that somebody called in sick."""
    return commands.enter_leave(
        person_id=person_id, leave=commands.Leave(first, last, "sick"),
        actor=house.captain.actor(), at=now,
    )  # fmt: skip


def test_nobody_is_planned_on_leave_and_a_wish_is_weighed(manned, now):
    roster = squad.begin(manned)
    gone = ill(manned, now, manned.guard.person.pk, DAY, DAY + timedelta(days=2))
    assert gone.state == "approved"
    with pytest.raises(Refused) as caught:
        put(manned, now, roster)
    assert codes(caught) == ["rosters.month.away"]
    filled(manned, now, roster)
    assert (
        not roster.cells.filter(
            person=manned.guard.person, day__gte=DAY, day__lt=DAY + timedelta(days=3)
        )
        .exclude(post="")
        .exists()
    )
    # Leave given later keeps the month from standing as long as somebody is planned on it.
    other = roster.cells.exclude(post="").exclude(person=manned.guard.person).first()
    ill(manned, now, other.person_id, other.day, other.day)
    accept_all(manned, now, roster)
    with pytest.raises(Refused) as caught:
        commands.publish(roster_id=roster.pk, actor=manned.captain.actor(), at=now)
    assert "rosters.month.away" in codes(caught)


def test_everybody_who_has_a_shift_is_told_once_and_led_to_the_month(manned, now):
    roster = squad.begin(manned)
    filled(manned, now, roster)
    accept_all(manned, now, roster)
    commands.publish(roster_id=roster.pk, actor=manned.captain.actor(), at=now)
    outbox.deliver_due(now=now)
    outbox.deliver_due(now=now)
    told = Notice.objects.filter(kind="rosters.month.published")
    assert sorted(told.values_list("person_id", flat=True)) == queries.people_of_month(roster.pk)
    browser = manned.guard.client
    assert "护管三班" in browser.get("/notices/").content.decode()
    follow = reverse("notices:follow", args=[told.get(person_id=manned.guard.person.pk).pk])
    assert browser.post(follow).headers["Location"] == f"/duty/months/{roster.pk}/"
    # Whoever has no right to duties learns nothing of the month.
    assert queries.months_seen(manned.liaison.actor(), [roster.pk]) == set()
