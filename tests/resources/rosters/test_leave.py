"""Leave: asked for, entered for a caller, decided on, known to few."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Refused
from dayuan.platform.audit.models import Entry
from dayuan.platform.jobs import outbox
from dayuan.platform.notices.models import Notice
from dayuan.resources.rosters import commands, queries
from dayuan.resources.rosters.commands import Leave
from dayuan.resources.rosters.models import Away, Duty
from dayuan.resources.rosters.rules import away as rules
from dayuan.resources.rosters.states import AWAY
from tests.cast import NOW
from tests.resources.rosters.tables import KINDS, adopt

TODAY = date(2026, 11, 20)


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def codes(caught) -> list[str]:
    return [p.code for p in caught.value.problems]


@pytest.fixture
def tables(cast, now):
    """Let the plan in force have kinds of leave."""
    adopt(cast, now, leave_kinds=KINDS)


def ask(cast, part="technician", first=5, last=6, **more):
    leave = Leave(day(first), day(last), **more)
    return commands.ask_leave(leave=leave, actor=getattr(cast, part).actor(), at=NOW)


def enter(cast, by, part="technician", first=0, last=0, **more):
    return commands.enter_leave(
        person_id=getattr(cast, part).person.pk, leave=Leave(day(first), day(last), **more),
        actor=getattr(cast, by).actor(), at=NOW,
    )  # fmt: skip


def decide(cast, away, by="supervisor", *, grant=True, answer=""):
    return commands.decide_leave(
        away_id=away.pk, grant=grant, answer=answer, actor=getattr(cast, by).actor(), at=NOW
    )


def told(cast) -> set[tuple[str, str]]:
    """Deliver what waits; return who was told what."""
    outbox.deliver_due(now=NOW)
    names = {member.person.pk: part for part, member in cast.members.items()}
    rows = Notice.objects.filter(kind__startswith="rosters.")
    return {(names[row.person_id], row.kind.removeprefix("rosters.")) for row in rows}


def away_of(cast, part="technician", first=0, last=30):
    pk = getattr(cast, part).person.pk
    return queries.away(cast.site.pk, [pk], Period(day(first), day(last)))[pk]


# --- a plan without a table -------------------------------------------------------------------


def test_without_a_table_leave_waits_for_whoever_leads_the_unit(cast, clock):
    away = ask(cast)
    assert away.state == "asked"
    assert away_of(cast) == ()
    assert told(cast) == {("supervisor", "away.asked")}
    decide(cast, away)
    assert away_of(cast) == (Period(day(5), day(7)),)
    assert ("technician", "away.answered") in told(cast)


def test_without_a_table_no_kind_is_taken(cast, clock):
    with pytest.raises(Refused) as caught:
        ask(cast, kind="annual")
    assert codes(caught) == ["rosters.away_kind"]


def test_a_refusal_says_why_and_is_no_leave(cast, clock):
    away = ask(cast)
    with pytest.raises(Refused) as caught:
        decide(cast, away, grant=False)
    assert codes(caught) == ["state.needs_reason"]
    decide(cast, Away.objects.get(), grant=False, answer="那几天大检修")
    assert (Away.objects.get().state, Away.objects.get().answer) == ("refused", "那几天大检修")
    assert away_of(cast) == ()


def test_whoever_leads_another_unit_does_not_even_see_it(cast, clock):
    away = ask(cast)
    with pytest.raises(Refused) as caught:
        decide(cast, away, by="captain")
    assert caught.value.hidden
    assert queries.away_to_decide(cast.captain.actor()) == []
    assert queries.away_to_decide(cast.supervisor.actor()) == [away]
    assert queries.away_to_decide(cast.director.actor()) == [away]


def test_a_colleague_may_not_know_of_it(cast, clock):
    away = ask(cast, remark="家里有事")
    with pytest.raises(Refused) as caught:
        queries.away_for(cast.colleague.actor(), away.pk)
    assert caught.value.hidden
    for path in ("/duty/", "/duty/mine/"):
        assert "家里有事" not in cast.colleague.client.get(path).content.decode()
    assert cast.colleague.client.get(f"/duty/away/{away.pk}/").status_code == 403
    assert cast.captain.client.get(f"/duty/away/{away.pk}/").status_code == 404


def test_nobody_decides_on_his_own_leave_and_the_head_is_decided_on_by_the_deputy(cast, clock):
    away = ask(cast, "director")
    with pytest.raises(Refused) as caught:
        decide(cast, away, by="director")
    assert codes(caught) == ["rosters.own_request"]
    assert ("deputy", "away.asked") in told(cast)
    decide(cast, away, by="deputy")
    assert away_of(cast, "director")


def test_two_pieces_of_leave_of_one_person_do_not_meet(cast, clock):
    ask(cast, first=5, last=6)
    with pytest.raises(Refused) as caught:
        ask(cast, first=6, last=8)
    assert codes(caught) == ["rosters.away_twice"]
    ask(cast, first=7, last=8)
    ask(cast, "colleague", first=6, last=8)


def test_a_day_that_is_over_is_entered_by_the_supervisor_alone(cast, clock):
    with pytest.raises(Refused) as caught:
        ask(cast, first=-1, last=1)
    assert codes(caught) == ["rosters.away_over"]
    assert enter(cast, "supervisor", first=-1, last=1).state == "approved"
    with pytest.raises(Refused) as caught:
        enter(cast, "supervisor", "colleague", first=-32, last=1)
    assert codes(caught) == ["rosters.away_over"]


def test_the_last_day_is_not_before_the_first(cast, clock):
    with pytest.raises(Refused) as caught:
        ask(cast, first=5, last=4)
    assert codes(caught) == ["rosters.away_days"]


# --- a plan with a table ----------------------------------------------------------------------


def test_somebody_ill_who_calls_before_dawn_is_away_at_once_and_the_supervisor_hears(
    cast, clock, tables
):
    away = enter(cast, "dispatcher", kind="sick", remark="发烧")
    assert away.state == "approved"
    assert away_of(cast) == (Period(day(0), day(1)),)
    assert told(cast) == {("supervisor", "away.in_force"), ("technician", "away.entered")}
    written = str(list(Notice.objects.values()))
    assert "发烧" not in written
    assert "sick" not in written


def test_whoever_is_ill_and_says_so_on_the_phone_is_away_at_once(cast, clock, tables):
    assert ask(cast, first=0, last=0, kind="sick").state == "approved"
    assert ("supervisor", "away.in_force") in told(cast)


def test_leave_that_is_asked_for_too_late_names_the_table(cast, clock, tables):
    with pytest.raises(Refused) as caught:
        ask(cast, first=2, last=2, kind="annual")
    (problem,) = caught.value.problems
    assert (problem.code, problem.source.ref) == ("rosters.away_too_late", "演示")
    assert "3 天" in problem.says.zh
    assert ask(cast, first=3, last=3, kind="annual").state == "asked"


def test_what_the_supervisor_enters_is_not_bound_to_the_days_ahead(cast, clock, tables):
    assert enter(cast, "supervisor", kind="annual").state == "approved"


def test_what_the_table_gives_to_the_head_is_not_the_supervisors_to_decide(cast, clock, tables):
    away = ask(cast, kind="training")
    assert told(cast) == {("director", "away.asked"), ("deputy", "away.asked")}
    with pytest.raises(Refused) as caught:
        decide(cast, away, by="supervisor")
    assert caught.value.hidden
    decide(cast, away, by="director")
    assert away_of(cast)


def test_what_the_supervisor_may_not_decide_waits_though_he_entered_it(cast, clock, tables):
    assert enter(cast, "supervisor", kind="training").state == "asked"
    assert ("director", "away.asked") in told(cast)


# --- taking back, calling off -----------------------------------------------------------------


def test_leave_is_taken_back_until_it_begins(cast, clock):
    away = ask(cast)
    decide(cast, away)
    actor = cast.technician.actor()
    commands.withdraw_leave(away_id=away.pk, actor=actor, at=NOW)
    assert away_of(cast) == ()
    begun = enter(cast, "supervisor")
    with pytest.raises(Refused) as caught:
        commands.withdraw_leave(away_id=begun.pk, actor=actor, at=NOW)
    assert codes(caught) == ["rosters.away_begun"]


def test_the_supervisor_calls_leave_off_with_a_reason_and_the_person_hears(cast, clock):
    away = enter(cast, "supervisor", first=5, last=6)
    with pytest.raises(Refused) as caught:
        commands.call_off_leave(away_id=away.pk, reason=" ", actor=cast.supervisor.actor(), at=NOW)
    assert codes(caught) == ["state.needs_reason"]
    commands.call_off_leave(away_id=away.pk, reason="抢修", actor=cast.supervisor.actor(), at=NOW)
    assert away_of(cast) == ()
    assert ("technician", "away.answered") in told(cast)


def test_two_who_decide_at_once_decide_once(cast, clock):
    away = ask(cast)
    decide(cast, away)
    with pytest.raises(Refused) as caught:
        decide(cast, away, by="director", grant=False, answer="不行")
    assert codes(caught) == ["state.not_from_here"]
    assert Away.objects.get().state == "approved"


# --- duties -----------------------------------------------------------------------------------


def on_duty(cast, part="technician", days=5):
    start = NOW + timedelta(days=days)
    return commands.plan(
        post="hvac_technician", person_id=getattr(cast, part).person.pk, start=start,
        end=start + timedelta(hours=8), actor=cast.supervisor.actor(), at=NOW,
    )  # fmt: skip


def test_nobody_is_put_on_duty_on_a_day_of_leave_in_force(cast, clock):
    away = ask(cast)
    on_duty(cast, days=6)
    decide(cast, away)
    with pytest.raises(Refused) as caught:
        on_duty(cast, days=5)
    assert codes(caught) == ["rosters.away"]
    on_duty(cast, days=7)
    on_duty(cast, "colleague", days=5)


def test_leave_that_meets_a_duty_is_approved_with_its_name_and_takes_nothing_off(cast, clock):
    duty = on_duty(cast)
    away = ask(cast)
    page = cast.supervisor.client.get(f"/duty/away/{away.pk}/").content.decode()
    assert "准假不会自动取消这个班" in page
    assert "11月25日" in page
    decide(cast, away)
    assert Duty.objects.get().cancelled_at is None
    assert Entry.objects.get(type="rosters.away.decide").details["duties"] == [duty.pk]


def test_the_log_knows_neither_the_kind_nor_the_remark(cast, clock, tables):
    enter(cast, "supervisor", kind="sick", remark="发烧")
    written = str(list(Entry.objects.values()))
    assert "rosters.away.enter" in written
    assert "发烧" not in written
    assert "sick" not in written


# --- for others to ask ------------------------------------------------------------------------


def test_one_question_tells_who_is_away(cast, clock):
    for part in ("technician", "colleague"):
        decide(cast, ask(cast, part))
    ids = [cast.technician.person.pk, cast.colleague.person.pk, cast.guard.person.pk]
    with CaptureQueriesContext(connection) as seen:
        found = queries.away(cast.site.pk, ids, Period(day(0), day(6)))
    assert len(seen) == 1
    assert list(found.values()) == [(Period(day(5), day(7)),)] * 2 + [()]
    assert queries.away(cast.site.pk, ids, Period(day(7), day(9)))[ids[0]] == ()


# --- rules ------------------------------------------------------------------------------------


def test_the_machine_ends_only_where_nothing_can_be_done_any_more():
    assert {s.code for s in AWAY.states if not AWAY.acts_from(s.code)} == {
        "refused", "withdrawn", "called_off",
    }  # fmt: skip


days_of = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(days_of, st.integers(1, 60), days_of, st.integers(1, 60), days_of)
def test_leave_is_refused_for_meeting_other_leave_exactly_when_they_share_a_day(
    first, length, other, others, today
):
    asked = Period(first, first + timedelta(days=length))
    stands = Period(other, other + timedelta(days=others))
    mine = {first + timedelta(days=n) for n in range(length)}
    theirs = {other + timedelta(days=n) for n in range(others)}
    found = rules.ask_problems(rules.Asked(asked, None), today=today, others=[stands])
    assert ("rosters.away_twice" in {p.code for p in found}) == bool(mine & theirs)
    assert ("rosters.away_over" in {p.code for p in found}) == (first < today)
