"""Somebody cannot come: the month is mended by few changes, and only when they are accepted."""

import re
import time
from datetime import date, timedelta

import pytest

from dayuan.kernel.problems import Refused
from dayuan.platform.jobs import outbox
from dayuan.platform.jobs.models import Outbox
from dayuan.platform.notices.models import Notice
from dayuan.resources.rosters import commands, events, mender, sweeps
from dayuan.resources.rosters.models import Duty, Mending
from dayuan.resources.rosters.planner import repair
from dayuan.resources.rosters.planner.planning import Effort
from dayuan.resources.rosters.planner.problem import Demand, LongestStretch, Rule
from dayuan.resources.rosters.queries import reading
from dayuan.resources.rosters.rules import mending
from tests.cast import NOW
from tests.resources.rosters import squad
from tests.resources.rosters.planner import making
from tests.resources.rosters.squad import DAY, MONTH, published, put

pytestmark = pytest.mark.django_db

GATE, FIRST = "gate_guard", "first"


def codes(caught) -> list[str]:
    return [p.code for p in caught.value.problems]


@pytest.fixture
def gate(cast):
    """Return two more guards of the gate, and a mobile one."""
    squad.decide(cast)
    return squad.hire(cast, {"gate_guard": 3, "mobile_guard": 1})


@pytest.fixture
def month(cast, gate):
    """Return a published month: three days of the cast's guard, next to nothing else."""
    roster = squad.begin(cast)
    for number in range(3):
        put(cast, roster, cast.guard.person, DAY + timedelta(days=number))
    return published(cast, roster)


@pytest.fixture
def found(monkeypatch):
    """Let a stand-in for the search say what changes: person and day, and what they do then."""
    wanted: dict[tuple[int, date], tuple[str, str] | None] = {}

    def mend(problem, roster, away, _effort, *, since, calm, solver, **_more):
        lines = {
            code: tuple(None if day in away.get(code, ()) else c for day, c in enumerate(cells))
            for code, cells in roster.items()
        }
        for (person, day), cell in wanted.items():
            number = (day - MONTH).days
            line = list(lines[str(person)])
            line[number] = mending.Duty(*cell) if cell else None
            lines[str(person)] = tuple(line)
        judged = repair.judge(problem, lines)
        bound = judged.objective if mender.SECONDS else 0
        return repair.Plan(lines, judged, bound, 0.0, "by hand")

    monkeypatch.setattr(mender.repair, "repair", mend)
    return wanted


def duty_of(cast, day=DAY) -> Duty:
    return Duty.objects.get(person=cast.guard.person, day=day, cancelled_at=None)


def ask(cast, duty, until=None, now=NOW) -> Mending:
    return commands.ask_mending(
        duty_id=duty.pk, until=until or duty.day, cause="sick", actor=cast.captain.actor(), at=now
    )


def work(row, now=NOW) -> Mending:
    mender.run(row.pk, now=lambda: now, clock=lambda: 0.0)
    row.refresh_from_db()
    return row


def accept(cast, row, *, accepted=True, now=NOW) -> Mending:
    return commands.accept_mending(
        mending_id=row.pk, accepted=accepted, actor=cast.captain.actor(), at=now
    )


@pytest.mark.usefixtures("month")
@pytest.mark.parametrize("solver", [True, False])
def test_the_program_finds_somebody_for_each_shift_of_an_absence_and_touches_one_person(
    cast, gate, solver, monkeypatch
):
    monkeypatch.setattr(repair, "solver_present", lambda: solver)
    row = work(ask(cast, duty_of(cast), until=DAY + timedelta(days=2)))
    assert row.state == "proposed"
    changes = mending.read(row.changes)
    assert {(one.day, one.will) for one in changes if one.will} == {
        (DAY + timedelta(days=n), (GATE, FIRST)) for n in range(3)
    }
    assert len({one.person for one in changes}) == 2
    # Nothing has changed before somebody accepts.
    assert Duty.objects.filter(cancelled_at=None).count() == 3


@pytest.mark.usefixtures("month")
def test_accepted_as_one_act_everybody_whose_shift_changes_is_told(cast, gate, found):
    other, duty = gate[0], duty_of(cast)
    found[other.pk, DAY] = (GATE, FIRST)
    row = work(ask(cast, duty))
    Outbox.objects.all().delete()
    accept(cast, row)
    duty.refresh_from_db()
    made = Duty.objects.get(person=other, day=DAY)
    assert duty.cancelled_at == NOW
    assert (made.post, made.shift, made.start, made.end) == (
        GATE, FIRST, duty.start, duty.end,
    )  # fmt: skip
    assert made.roster_id == row.roster_id
    assert (duty.given_up.instead, duty.given_up.cause) == (made, "sick")
    told = {(one.kind, one.payload["duty"]) for one in Outbox.objects.all()}
    assert told == {(events.RELEASED, duty.pk), (events.STANDS_IN, made.pk)}
    row.refresh_from_db()
    assert (row.state, row.accepted_by) == ("accepted", cast.captain.actor().key)


@pytest.mark.parametrize("solver", [True, False])
def test_where_there_are_enough_without_him_nobody_else_has_to_come(
    cast, gate, solver, monkeypatch
):
    """He is taken off all the same, and the page says that nobody else is touched."""
    monkeypatch.setattr(repair, "solver_present", lambda: solver)
    roster = squad.begin(cast)
    for one in (cast.guard.person, gate[0], gate[1]):
        put(cast, roster, one, DAY)
    published(cast, roster)
    duty = duty_of(cast)
    row = work(ask(cast, duty))
    assert [(one.person, one.will) for one in mending.read(row.changes)] == [
        (cast.guard.person.pk, None)
    ]
    page = cast.captain.client.get(f"/duty/mendings/{row.pk}/").content.decode()
    assert "别人都不用动，少这一班人手也够。" in page
    accept(cast, row)
    duty.refresh_from_db()
    assert duty.cancelled_at == NOW
    assert Duty.objects.filter(day=DAY, cancelled_at=None).count() == 2


@pytest.mark.usefixtures("month")
def test_whoever_has_several_shifts_changed_is_told_once(cast, gate, found):
    """Three days off and three days more: two notices, not six."""
    other, last = gate[0], DAY + timedelta(days=2)
    for number in range(3):
        found[other.pk, DAY + timedelta(days=number)] = (GATE, FIRST)
    row = work(ask(cast, duty_of(cast), until=last))
    Outbox.objects.all().delete()
    accept(cast, row)
    told = [
        (one.kind, one.payload["roster"], one.payload["person"]) for one in Outbox.objects.all()
    ]
    assert sorted(told) == sorted(
        (events.CHANGED, row.roster_id, one.pk) for one in (cast.guard.person, other)
    )
    outbox.deliver_due(now=NOW)
    kept = Notice.objects.filter(kind="rosters.month.changed")
    assert sorted(kept.values_list("person_id", flat=True)) == sorted(
        [cast.guard.person.pk, other.pk]
    )


@pytest.mark.usefixtures("month")
def test_a_wrong_last_day_is_said_beside_it_and_what_was_typed_stays(cast):
    duty = duty_of(cast)
    asked = {"cause": "family", "until": (DAY - timedelta(days=1)).isoformat()}
    answer = cast.captain.client.post(f"/duty/{duty.pk}/mend/", asked)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "不能来的最后一天要在这一班当天到月底之间。" in page
    assert f'value="{asked["until"]}"' in page
    assert re.search(r'value="family"[^>]*checked', page)
    assert not Mending.objects.exists()


@pytest.mark.usefixtures("month")
def test_a_chain_takes_a_duty_from_one_and_gives_it_to_another(cast, gate, found):
    second, third = gate[0], gate[1]
    commands.plan(
        post=GATE, person_id=second.pk, start=duty_of(cast).start + timedelta(hours=8),
        end=duty_of(cast).end + timedelta(hours=8), actor=cast.captain.actor(), at=NOW,
    )  # fmt: skip
    found[second.pk, DAY] = (GATE, FIRST)
    found[third.pk, DAY] = (GATE, "second")
    accept(cast, work(ask(cast, duty_of(cast))))
    standing = Duty.objects.filter(day=DAY, cancelled_at=None).values_list("person", "shift")
    assert set(standing) == {(second.pk, FIRST), (third.pk, "second")}


@pytest.mark.usefixtures("month")
def test_a_proposal_that_the_month_has_left_behind_is_refused_with_a_sentence(cast, gate, found):
    found[gate[0].pk, DAY] = (GATE, FIRST)
    row = work(ask(cast, duty_of(cast)))
    duty = duty_of(cast)
    commands.plan(
        post=GATE, person_id=gate[0].pk, start=duty.start + timedelta(hours=8),
        end=duty.end + timedelta(hours=8), actor=cast.captain.actor(), at=NOW,
    )  # fmt: skip
    with pytest.raises(Refused) as caught:
        accept(cast, row)
    assert codes(caught) == ["rosters.mending.stale"]
    page = cast.captain.client.get(f"/duty/mendings/{row.pk}/").content.decode()
    assert "这些班又变了" in page
    assert duty_of(cast).cancelled_at is None


@pytest.mark.usefixtures("month")
def test_what_has_begun_meanwhile_is_not_changed_any_more(cast, gate, found):
    found[gate[0].pk, DAY] = (GATE, FIRST)
    row = work(ask(cast, duty_of(cast)))
    with pytest.raises(Refused) as caught:
        accept(cast, row, now=duty_of(cast).start)
    assert codes(caught) == ["rosters.mending.begun"]


@pytest.mark.usefixtures("month")
def test_somebody_who_fell_ill_meanwhile_is_not_put_on(cast, gate, found):
    found[gate[0].pk, DAY] = (GATE, FIRST)
    row = work(ask(cast, duty_of(cast)))
    commands.enter_leave(
        person_id=gate[0].pk, leave=commands.Leave(DAY, DAY, "sick"), actor=cast.captain.actor(),
        at=NOW,
    )  # fmt: skip
    with pytest.raises(Refused) as caught:
        accept(cast, row)
    assert codes(caught) == ["rosters.month.away"]


@pytest.mark.usefixtures("month")
def test_where_nobody_may_come_it_says_so_and_offers_the_list(cast, gate, found):
    row = work(ask(cast, duty_of(cast)))
    assert (row.state, row.problem) == ("failed", "nobody")
    page = cast.captain.client.get(f"/duty/mendings/{row.pk}/").content.decode()
    assert "不违反规定就没有人能来" in page
    assert f"/duty/{row.duty_id}/replace/" in page


@pytest.mark.usefixtures("month")
def test_where_the_solver_finds_nothing_in_time_the_house_looks_by_its_own_means(cast, monkeypatch):
    asked = []
    mend = repair.repair

    def nothing_in_time(problem, roster, away, effort, *, since, calm, solver, **_more):
        asked.append(solver)
        if solver is False:
            return mend(problem, roster, away, effort, since=since, calm=calm, solver=False)
        return repair.Plan(dict(roster), repair.judge(problem, roster), 0, 0.0, "cp-sat")

    monkeypatch.setattr(mender.repair, "repair", nothing_in_time)
    row = work(ask(cast, duty_of(cast)))
    assert (row.state, asked) == ("proposed", [None, False])


@pytest.mark.usefixtures("month", "found")
def test_what_was_not_found_in_time_is_not_called_impossible(cast, monkeypatch):
    # The stand-in proves nothing where it has no time.
    monkeypatch.setattr(mender, "SECONDS", 0.0)
    row = work(ask(cast, duty_of(cast)))
    assert (row.state, row.problem) == ("failed", "not_found")
    page = cast.captain.client.get(f"/duty/mendings/{row.pk}/").content.decode()
    assert "没有找到办法" in page
    assert "就没有人能来" not in page


@pytest.mark.usefixtures("month")
def test_the_page_shows_before_and_after_and_accepts(cast, gate, found):
    duty, other = duty_of(cast), gate[0]
    found[other.pk, DAY] = (GATE, FIRST)
    client = cast.captain.client
    assert "让程序补班" in client.get(f"/duty/{duty.pk}/replace/").content.decode()
    asked = client.post(f"/duty/{duty.pk}/mend/", {"cause": "sick", "until": ""})
    row = Mending.objects.get()
    assert asked.url == f"/duty/mendings/{row.pk}/"
    assert "正在计算" in client.get(asked.url).content.decode()
    work(row)
    page = client.get(asked.url).content.decode()
    for said in (other.name, "第一班", "动 1 个人的班", "8 小时"):
        assert said in page
    answer = client.post(f"{asked.url}accept/", {"accepted": "yes"})
    assert answer.status_code == 302
    assert Duty.objects.get(day=DAY, cancelled_at=None).person == other


@pytest.mark.usefixtures("month")
def test_a_dropped_proposal_changes_nothing_and_cannot_be_accepted(cast, gate, found):
    found[gate[0].pk, DAY] = (GATE, FIRST)
    row = work(ask(cast, duty_of(cast)))
    cast.captain.client.post(f"/duty/mendings/{row.pk}/drop/")
    with pytest.raises(Refused):
        accept(cast, row)
    assert duty_of(cast).cancelled_at is None


def test_a_duty_of_no_month_and_one_that_has_begun_are_refused(cast, month):
    duty = duty_of(cast)
    with pytest.raises(Refused) as caught:
        ask(cast, duty, now=duty.start)
    assert codes(caught) == ["rosters.mending.begun_already"]
    with pytest.raises(Refused) as caught:
        ask(cast, duty, until=DAY + timedelta(days=31))
    assert codes(caught) == ["rosters.mending.until"]
    month.state = "draft"
    Mending.objects.all().delete()
    elsewhere = Duty.objects.create(
        site=cast.site, post="chief_engineer", person=cast.guard.person, day=duty.day,
        start=duty.end, end=duty.end + timedelta(hours=1), planned_at=NOW, planned_by="person:1",
    )  # fmt: skip
    with pytest.raises(Refused) as caught:
        ask(cast, elsewhere)
    assert codes(caught) == ["rosters.mending.no_month"]


@pytest.mark.usefixtures("month")
def test_one_that_is_worked_out_is_not_asked_for_again_and_a_lost_one_is_ended(cast):
    row = ask(cast, duty_of(cast))
    with pytest.raises(Refused) as caught:
        ask(cast, duty_of(cast))
    assert codes(caught) == ["rosters.mending.asked_already"]
    assert sweeps.end_lost_mendings(now=NOW + timedelta(minutes=29)) == 0
    assert sweeps.end_lost_mendings(now=NOW + timedelta(minutes=30)) == 1
    row.refresh_from_db()
    assert (row.state, row.problem) == ("failed", "lost")


@pytest.mark.usefixtures("month")
def test_why_somebody_could_not_come_is_forgotten_with_what_was_noted(cast):
    duty = duty_of(cast)
    ask(cast, duty)
    commands.forget_attendance(site_id=cast.site.pk, before=duty.end)
    assert Mending.objects.exists()
    commands.forget_attendance(site_id=cast.site.pk, before=duty.end + timedelta(seconds=1))
    assert not Mending.objects.exists()


@pytest.mark.usefixtures("month")
def test_while_it_is_worked_out_the_page_asks_again_and_then_reloads(cast, gate, found):
    found[gate[0].pk, DAY] = (GATE, FIRST)
    row, poll = ask(cast, duty_of(cast)), {"X-Dayuan-Poll": "1"}
    url = f"/duty/mendings/{row.pk}/"
    waiting = cast.captain.client.get(url, headers=poll)
    assert "hx-get" in waiting.content.decode()
    assert "HX-Refresh" not in waiting.headers
    work(row)
    assert cast.captain.client.get(url, headers=poll).headers["HX-Refresh"] == "true"


@pytest.mark.usefixtures("month")
def test_nobody_but_the_program_proposes(cast):
    row = ask(cast, duty_of(cast))
    with pytest.raises(Refused) as caught:
        commands.propose(mending_id=row.pk, changes=[], actor=cast.director.actor(), at=NOW)
    assert codes(caught) == ["rosters.planning.program"]


@pytest.mark.parametrize("solver", [True, False])
def test_an_absence_is_no_occasion_to_make_a_month_more_even(solver):
    """Whoever has worked too long in a row keeps these days: nobody asked for them."""
    too_long = LongestStretch(Rule("stretch", 50), 2)
    demands = tuple(Demand(day, frozenset({making.D}), 1, Rule("under", 6_000)) for day in range(7))
    people = making.person("A", too_long), making.person("B")
    asked = making.problem(*people, demands=demands)
    before = {"A": making.line("DDDDDDD"), "B": making.line(".......")}
    found = repair.repair(
        asked, before, {"A": frozenset({6})}, Effort(30, time.monotonic), solver=solver,
        calm=repair.Calm(mending.CELL, mending.PERSON),
    )  # fmt: skip
    assert found.roster == {"A": making.line("DDDDDD."), "B": making.line("......D")}


def test_what_has_begun_today_stays_and_no_gap_of_old_is_asked_for(cast, month):
    standing = reading.month(month)
    noon = duty_of(cast).start + timedelta(hours=1)
    asked = mending.asked(
        standing.draft, standing.lines, cast.guard.person.pk, DAY + timedelta(days=1), first=DAY,
        at=noon,
    )  # fmt: skip
    number = standing.draft.day(DAY)
    # The shift of today has begun: only tomorrow's is to be mended.
    assert asked.since == number
    assert asked.away == {str(cast.guard.person.pk): frozenset({number + 1})}
    own = asked.problem.person[str(cast.guard.person.pk)]
    held = [one for one in own.rules if one.rule.code == "over_already"]
    assert [(one.day, one.duties, one.wanted) for one in held] == [
        (number, frozenset({mending.Duty(GATE, FIRST)}), True)
    ]
    wanted = {(one.day, *next(iter(one.duties))) for one in asked.problem.demands if one.required}
    gate_first = {(number + n, GATE, FIRST) for n in range(3)}
    assert {one for one in wanted if one[1:] == (GATE, FIRST)} == gate_first
