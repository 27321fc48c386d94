"""Who has which certificate: noting, withdrawing, who may know of it, and the one reminder."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dayuan.handbook.schema import Handbook
from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Refused
from dayuan.platform.audit.models import Entry, PersonalValues
from dayuan.platform.jobs.models import Outbox
from dayuan.platform.jobs.outbox import Message
from dayuan.reference.people import certifying, commands, queries, sweeps, telling
from dayuan.reference.people.certifying import State
from dayuan.reference.people.models import Certificate
from dayuan.reference.people.queries.qualified import seen
from tests.cast import NOW
from tests.reference.people.certified import GUARD, TODAY, note, plan, put_in_force

NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))
DECEMBER = Period(date(2026, 12, 1), date(2027, 1, 1))
FEBRUARY = Period(date(2027, 2, 1), date(2027, 3, 1))


def codes(caught) -> list[str]:
    return [p.code for p in caught.value.problems]


def state(periods, day, remind=None) -> State:
    return certifying.standing(periods, day, remind).state


# --- how somebody stands ----------------------------------------------------------------------


@pytest.mark.once
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 10, 31), State.AHEAD),
        (date(2026, 11, 1), State.VALID),
        (date(2026, 11, 20), State.VALID),
        (date(2026, 11, 21), State.SOON),
        (date(2026, 11, 30), State.SOON),
        (date(2026, 12, 1), State.RUN_OUT),
    ],
)
def test_a_certificate_is_valid_to_its_last_day_and_runs_out_soon_ten_days_before(day, expected):
    assert state([NOVEMBER], day, remind=10) == expected


@pytest.mark.once
def test_where_the_plan_gives_no_days_nothing_runs_out_soon():
    assert state([NOVEMBER], date(2026, 11, 30)) == State.VALID


@pytest.mark.once
def test_the_next_one_goes_on_from_the_present_one_and_a_gap_does_not():
    both = certifying.standing([DECEMBER, NOVEMBER], date(2026, 11, 30), 10)
    assert (both.state, both.since, both.until) == (
        State.VALID, date(2026, 11, 1), date(2027, 1, 1),
    )  # fmt: skip
    assert state([NOVEMBER, FEBRUARY], date(2026, 11, 30), 10) == State.SOON
    assert state([NOVEMBER, FEBRUARY], date(2027, 1, 5), 10) == State.RUN_OUT
    assert state([NOVEMBER, Period(date(2026, 11, 9), None)], date(2030, 1, 1), 10) == State.VALID
    assert state([], date(2027, 1, 5), 10) == State.MISSING


# --- noting and withdrawing -------------------------------------------------------------------


def test_what_is_noted_counts_and_the_log_keeps_kind_and_days_in_the_part_that_is_erased(cast):
    made = note(cast)
    held = queries.certificates(cast.site.pk, [cast.guard.person.pk])
    assert [(one.kind, one.period) for one in held[cast.guard.person.pk]] == [(GUARD, NOVEMBER)]
    entry = Entry.objects.get(type="people.certificate.note")
    assert (entry.subject_kind, entry.subject_ids) == ("people.certificate", [made.pk])
    assert entry.details == {"person": cast.guard.person.pk}
    kept = PersonalValues.objects.get(entry_id=entry.pk).values
    assert kept == {"kind": GUARD, "since": "2026-11-01", "until": "2026-12-01"}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"kind": "pilots_licence"}, "people.unknown_certificate"),
        ({"until": date(2026, 11, 1)}, "people.certificate_period"),
        ({"since": date(2026, 11, 30), "until": None}, "people.certificate_overlap"),
        ({"since": date(2026, 1, 1), "until": date(2026, 11, 2)}, "people.certificate_overlap"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(cast, more, code):
    note(cast)
    with pytest.raises(Refused) as caught:
        note(cast, **more)
    assert codes(caught) == [code]
    assert Certificate.objects.count() == 1


def test_to_extend_is_to_note_the_next_one_and_the_sentence_says_from_which_day(cast):
    note(cast)
    with pytest.raises(Refused) as caught:
        note(cast, since=date(2026, 11, 20), until=None)
    assert "请从 2026-12-01 起登记下一张" in caught.value.problems[0].says.zh
    note(cast, since=date(2026, 12, 1), until=None)
    with pytest.raises(Refused) as caught:
        note(cast, since=date(2028, 1, 1), until=None)
    assert "没有到期日" in caught.value.problems[0].says.zh


def test_a_liaison_has_no_certificates_and_another_kind_does_not_stand_in_the_way(cast):
    with pytest.raises(Refused) as caught:
        note(cast, "liaison")
    assert codes(caught) == ["people.certificate_liaison"]
    note(cast)
    assert note(cast, kind="engineer").kind == "engineer"


def test_what_is_withdrawn_counts_no_more_makes_room_and_its_reason_is_kept_apart(cast):
    made = note(cast)
    give = {"certificate_id": made.pk, "actor": cast.director.actor(), "at": NOW}
    with pytest.raises(Refused) as caught:
        commands.withdraw_certificate(**give, why=" ")
    assert codes(caught) == ["people.certificate_why"]
    commands.withdraw_certificate(**give, why="登记错了人")
    assert queries.certificates(cast.site.pk, [cast.guard.person.pk]) == {}
    entry = Entry.objects.get(type="people.certificate.withdraw")
    assert "登记错了人" not in str(entry.details)
    assert PersonalValues.objects.get(entry_id=entry.pk).values["why"] == "登记错了人"
    with pytest.raises(Refused) as caught:
        commands.withdraw_certificate(**give, why="再来一次")
    assert codes(caught) == ["people.certificate_withdrawn"]
    assert note(cast).pk != made.pk


@pytest.mark.parametrize("part", ["captain", "guard", "checker", "liaison"])
def test_whoever_does_not_manage_people_notes_and_withdraws_nothing(cast, part):
    made = note(cast)
    with pytest.raises(Refused):
        note(cast, "cleaner", by=part)
    with pytest.raises(Refused):
        commands.withdraw_certificate(
            certificate_id=made.pk, why="不对", actor=cast.members[part].actor(), at=NOW
        )
    assert Certificate.objects.get().withdrawn_at is None


def test_one_knows_of_ones_own_and_whoever_manages_people_of_all(cast):
    made = note(cast)
    for part in ("guard", "director", "deputy", "dispatcher"):
        assert seen(cast.members[part].actor(), [made.pk]) == {made.pk}, part
    for part in ("captain", "checker", "cleaner", "liaison"):
        actor = cast.members[part].actor()
        assert seen(actor, [made.pk]) == set(), part
        assert queries.certificates_of(actor, cast.guard.person.pk) == []
        with pytest.raises(Refused) as caught:
            queries.certificate_for(actor, made.pk)
        assert caught.value.hidden


# --- the reminder -----------------------------------------------------------------------------


def nanjing(day: date, hour: int, minute: int = 0) -> datetime:
    """Return an instant by the clock of Nanjing."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


@pytest.mark.parametrize(
    ("remind", "before", "first"),
    [
        # Valid to the 30th of November: the first day without it is the 1st of December.
        (None, nanjing(date(2026, 11, 30), 23, 59), nanjing(date(2026, 12, 1), 0)),
        (10, nanjing(date(2026, 11, 20), 23, 59), nanjing(date(2026, 11, 21), 0)),
    ],
)
def test_it_is_told_once_from_the_first_minute_of_the_day(cast, remind, before, first):
    put_in_force(cast, plan(remind))
    made = note(cast)
    assert sweeps.remind(now=before) == 0
    assert sweeps.remind(now=first) == 1
    assert sweeps.remind(now=first + timedelta(days=1)) == 0
    told = Outbox.objects.get(kind="people.certificate_ends")
    assert told.payload == {"site_id": cast.site.pk, "certificate": made.pk}
    assert Entry.objects.filter(type="people.certificate.remind").count() == 1
    assert Certificate.objects.get().reminded_at == first


def test_its_person_and_whoever_manages_people_are_told_and_nobody_else(cast):
    made = note(cast)
    ids = {"site_id": cast.site.pk, "certificate": made.pk}
    message = Message(1, "people.certificate_ends", ids, NOW, NOW)
    managing = {cast.members[part].person.pk for part in ("director", "deputy", "dispatcher")}
    assert set(telling.whom(message)) == managing | {cast.guard.person.pk}
    card = telling.cards(cast.guard.actor(), [made.pk])[made.pk]
    assert (card.title, card.number) == ("保安员证", "孙建国 2026-12-01")
    assert card.url == "/people/certificates/mine/"
    of_all = telling.cards(cast.director.actor(), [made.pk])[made.pk]
    assert of_all.url == f"/people/{cast.guard.person.pk}/"
    assert telling.cards(cast.captain.actor(), [made.pk]) == {}
    commands.withdraw_certificate(
        certificate_id=made.pk, why="收回", actor=cast.director.actor(), at=NOW
    )
    assert telling.whom(message) == []


def test_nobody_is_told_where_the_next_one_is_there_it_was_withdrawn_or_the_person_left(cast):
    late = nanjing(date(2026, 12, 3), 9)
    note(cast)
    note(cast, since=date(2026, 12, 1), until=None)
    taken = note(cast, "captain")
    commands.withdraw_certificate(
        certificate_id=taken.pk, why="收回", actor=cast.director.actor(), at=NOW
    )
    note(cast, "cleaner")
    commands.leave(
        person_id=cast.cleaner.person.pk, on=date(2026, 12, 2), actor=cast.director.actor(), at=NOW
    )
    assert sweeps.remind(now=late) == 0
    note(cast, "checker")
    assert sweeps.remind(now=late) == 1


def test_what_the_plan_asks_for_no_more_is_not_reminded_of(cast):
    note(cast, kind="fire_control_operator")
    assert sweeps.remind(now=nanjing(date(2026, 12, 3), 9)) == 0


@pytest.mark.once
def test_the_days_come_from_the_plan_and_pukou_gives_none():
    book: Handbook = plan(30)
    assert certifying.reminders(book) == {"engineer": 30, GUARD: 30}
    assert set(certifying.reminders(plan()).values()) == {0}


def test_a_note_about_the_present_day_is_a_note_about_the_sites_day(cast):
    """What the pages call today is the site's day."""
    asked = queries.asked_of_staff(cast.director.actor(), on=TODAY)
    assert {(one.person.name, one.wanted.code) for one in asked} == {
        ("陈志强", "engineer"), ("孙建国", GUARD),
    }  # fmt: skip
    assert {one.standing.state for one in asked} == {State.MISSING}
