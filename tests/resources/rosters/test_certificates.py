"""A month knows who lacks the certificate that a post asks for; where it binds it holds."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dayuan.kernel.problems import Refused, Source
from dayuan.reference.people.queries import held_since, held_with_certificates, wanted
from dayuan.reference.sites import queries as sites
from dayuan.resources.rosters import commands, mender, queries, reasoning
from dayuan.resources.rosters.models import Duty
from dayuan.resources.rosters.planner import cpsat, greedy, repair
from dayuan.resources.rosters.planner.checking import judge
from dayuan.resources.rosters.queries import reading
from dayuan.resources.rosters.rules import (
    certificates,
    drafting,
    explaining,
    mending,
    naming,
    saying_why,
)
from tests.cast import NOW
from tests.resources.rosters import certified, squad
from tests.resources.rosters.certified import (
    DAY,
    FIRST,
    GATE,
    GUARD,
    LAW,
    codes,
    give,
    withdraw,
    words,
)
from tests.resources.rosters.squad import MONTH, published, put

pytestmark = pytest.mark.django_db

RULE = f"rosters.month.certificate.{GUARD}"


@pytest.fixture
def gate(cast):
    """Return two more guards of the gate and a mobile one, where certificates bind."""
    certified.bind(cast)
    return squad.hire(cast, {"gate_guard": 3, "mobile_guard": 1})


@pytest.fixture
def open_gate(cast):
    """Return the same where nobody has said that all certificates are entered."""
    squad.decide(cast)
    return squad.hire(cast, {"gate_guard": 3, "mobile_guard": 1})


# --- a month ------------------------------------------------------------------------------------


def test_where_it_binds_a_cell_without_it_is_refused_and_says_what_to_do(cast, gate):
    roster = squad.begin(cast)
    with pytest.raises(Refused) as caught:
        put(cast, roster, cast.guard.person)
    assert codes(caught) == [RULE]
    (problem,) = caught.value.problems
    assert (problem.source.kind, problem.source.ref) == LAW
    assert "没有有效的保安员证" in problem.says.zh
    assert "请先登记" in problem.says.zh
    assert "no valid certificate" in problem.says.en
    give(cast.guard.person)
    put(cast, roster, cast.guard.person)


def test_it_holds_from_its_first_day_up_to_its_last_and_not_once_it_is_withdrawn(cast, gate):
    roster, guard = squad.begin(cast), cast.guard.person
    one = give(guard, since=DAY, until=DAY + timedelta(days=2))
    for ahead, holds in ((-1, False), (0, True), (1, True), (2, False)):
        day = DAY + timedelta(days=ahead)
        problems = commands.cell_problems(reading.month(roster).draft, guard.pk, day, GATE, FIRST)
        assert ([problem.code for problem in problems] == []) is holds, day
    withdraw(one)
    with pytest.raises(Refused) as caught:
        put(cast, roster, guard)
    assert codes(caught) == [RULE]
    # Another certificate is none.
    give(guard, kind="engineer")
    with pytest.raises(Refused):
        put(cast, roster, guard)


def test_whoever_relieves_a_post_needs_it_as_well_and_two_cells_change_places_only_with_it(
    cast, gate
):
    roster, mobile = squad.begin(cast), gate[-1]
    with pytest.raises(Refused) as caught:
        put(cast, roster, mobile)
    assert codes(caught) == [RULE]
    give(cast.guard.person)
    put(cast, roster, cast.guard.person)
    with pytest.raises(Refused) as caught:
        commands.exchange_cells(
            roster_id=roster.pk, person_id=cast.guard.person.pk, day=DAY,
            with_person_id=gate[0].pk, with_day=DAY, actor=cast.captain.actor(), at=NOW,
        )  # fmt: skip
    assert codes(caught) == [RULE]
    assert roster.cells.get().person == cast.guard.person


def test_a_draft_whose_certificate_was_withdrawn_is_shown_and_not_published(cast, gate):
    roster, one = squad.begin(cast), give(cast.guard.person)
    put(cast, roster, cast.guard.person)
    withdraw(one)
    found = queries.sheet(roster).judged
    (broken,) = [row for row in found.broken if row.hard]
    assert (broken.code, broken.must_be_accepted) == (f"certificate.{GUARD}", False)
    page = words(cast.captain.client.get(f"/duty/months/{roster.pk}/"))
    assert "没有有效的保安员证" in page
    with pytest.raises(Refused) as caught:
        published(cast, roster)
    assert RULE in codes(caught)


@pytest.mark.parametrize("solver", [True, False])
def test_the_planner_puts_nobody_where_the_certificate_lacks(cast, gate, solver):
    give(cast.guard.person)
    give(gate[0], until=MONTH + timedelta(days=10))
    draft = reading.month(squad.begin(cast)).draft
    problem = drafting.problem(draft)
    if solver:
        lines = cpsat.Model(problem).solve(cpsat.Effort(1.5, 1, 1)).roster
    else:
        lines = greedy.plan(problem, stop=lambda: True)
    assert lines is not None
    assert not judge(problem, lines).violations
    stands = {
        int(who): [day for day, cell in enumerate(line) if cell] for who, line in lines.items()
    }
    assert stands[cast.guard.person.pk]
    assert max(stands[gate[0].pk], default=0) < 10
    assert not stands[gate[1].pk]
    assert not stands[gate[-1].pk]


def test_whoever_may_not_stand_there_is_not_compared_with_the_others(cast, gate):
    give(cast.guard.person)
    give(gate[0])

    def compared():
        fair = drafting.problem(reading.month(squad_month).draft).fairness
        return {frozenset(one.people) for one in fair if one.rule.code == "work_fair"}

    squad_month = squad.begin(cast)
    assert compared() == {frozenset({str(cast.guard.person.pk), str(gate[0].pk)})}
    one = give(gate[1])
    assert {len(who) for who in compared()} == {3}
    withdraw(one)


def test_why_it_cannot_be_planned_names_who_lacks_it_and_what_would_mend_it(cast, gate):
    month = reading.month(squad.begin(cast))
    draft = month.draft
    problem = explaining.strict(draft)
    bundles = explaining.bundles(draft, problem)
    told = [one for one in bundles if one.name[:2] == (f"certificate.{GUARD}", GATE)]
    why = explaining.why(draft, told, smallest=True, missing=0)
    named = saying_why.Named(
        draft.plan, lambda code: draft.handbook.posts[code].title.text,
        {pk: one.name for pk, one in month.persons.items()}, draft.handbook,
    )  # fmt: skip
    (line,) = saying_why.lines(explaining.read(explaining.kept("found", [why])).clashes[0], named)
    assert (line.source.kind, line.source.ref, line.may_pass) == (*LAW, False)
    assert "门卫岗 3 人" in line.says.zh
    assert "12月1日至31日没有有效的保安员证" in line.says.zh
    assert "no valid certificate: Guard's certificate, on 1 to 31 Dec" in line.says.en
    (mend,) = saying_why.mends(why, named, 0)
    assert "登记" in mend.zh


def test_the_reasons_are_found_by_the_search_for_them_as_well(cast, gate):
    roster, one = squad.begin(cast), give(cast.guard.person)
    put(cast, roster, cast.guard.person)
    withdraw(one)
    draft = reading.month(roster).draft
    ticks = iter(range(10_000))
    told = reasoning.explain(draft, None, seconds=9_000, clock=lambda: float(next(ticks)))
    (why,) = explaining.read(told).clashes
    assert {reason.rule for reason in why.reasons} == {"fixed", f"certificate.{GUARD}"}


# --- where it does not bind ---------------------------------------------------------------------


def test_before_everybodys_are_entered_it_is_pointed_out_and_nothing_has_to_be_accepted(
    cast, open_gate
):
    roster, guard = squad.begin(cast), cast.guard.person
    put(cast, roster, guard)
    put(cast, roster, open_gate[0])
    give(open_gate[0])
    found = queries.sheet(roster).judged
    assert not [one for one in found.broken if naming.certificate_of(one.code)]
    (row,) = found.uncertified
    assert (row.asked.code, row.persons, row.times, row.first) == (GUARD, (guard.pk,), 1, DAY)
    page = words(cast.captain.client.get(f"/duty/months/{roster.pk}/"))
    assert "1 人没有有效的保安员证（1 班，最早 12 月 10 日）" in page
    assert guard.name in page
    assert "第十六条" in page
    published(cast, roster)
    assert Duty.objects.filter(person=guard, cancelled_at=None).exists()
    assert "没有有效的保安员证" in words(cast.captain.client.get(f"/duty/months/{roster.pk}/"))
    # What colleagues have is theirs and of those who arrange.
    assert "保安员证" not in words(cast.guard.client.get(f"/duty/months/{roster.pk}/"))


def test_of_two_who_serve_as_well_the_one_who_has_it_is_cheaper(cast, open_gate):
    def asked(person):
        problem = drafting.problem(reading.month(roster).draft)
        (found,) = [one for one in problem.people if one.code == str(person.pk)]
        return [r.rule for r in found.rules if naming.certificate_of(r.rule.code)]

    roster = squad.begin(cast)
    # Where nobody has one there is nothing to choose, and the problem is as it was.
    assert asked(cast.guard.person) == []
    give(open_gate[0])
    assert asked(open_gate[0]) == []
    rules = asked(cast.guard.person)
    assert {(one.code, one.price) for one in rules} == {(f"uncertified.{GUARD}", 1)}
    assert len(rules) == 31
    # Finding out why never takes it for something that must hold.
    strict = explaining.strict(reading.month(roster).draft)
    assert not [
        rule for one in strict.people for rule in one.rules if naming.certificate_of(rule.rule.code)
    ]


def test_the_other_certificate_is_asked_for_once_the_site_says_so(cast):
    asked = {one.code: one.binds for one in wanted(squad.decided())}
    assert asked == {"engineer": False, GUARD: False}
    assert {one.code: one.binds for one in wanted(certified.binding())} == {
        "engineer": True, GUARD: True,
    }  # fmt: skip


def test_a_month_reads_certificates_without_a_question_more(cast, open_gate):
    roster = squad.begin(cast)

    def asked() -> int:
        with sites.reading.one_reading(), CaptureQueriesContext(connection) as found:
            reading.month(roster)
        return len(found)

    asked()
    give(cast.guard.person)
    one = asked()
    for person in open_gate:
        give(person)
        give(person, kind="fire_control_operator")
    assert asked() == one == 6


def test_appointments_and_certificates_come_together_as_they_come_apart(cast, open_gate):
    give(cast.guard.person, until=DAY)
    give(cast.guard.person, since=DAY)
    give(open_gate[0], kind="engineer")
    withdraw(give(open_gate[1]))
    rows, have = held_with_certificates(cast.site.pk, MONTH)
    assert [one.pk for one in rows] == [one.pk for one in held_since(cast.site.pk, MONTH)]
    assert {pk: len(found) for pk, found in have.items()} == {
        cast.guard.person.pk: 2, open_gate[0].pk: 1,
    }  # fmt: skip


# --- mending ------------------------------------------------------------------------------------


@pytest.mark.parametrize("solver", [True, False])
def test_mending_proposes_nobody_without_it_and_leaves_what_stands(cast, gate, solver, monkeypatch):
    monkeypatch.setattr(repair, "solver_present", lambda: solver)
    roster, mine = squad.begin(cast), give(cast.guard.person)
    gave = give(gate[0])
    for number in range(2):
        put(cast, roster, cast.guard.person, DAY + timedelta(days=number))
    put(cast, roster, gate[0], DAY + timedelta(days=4))
    published(cast, roster)
    # It ran out over a duty that stands: the duty stays, and keeps nothing else from being mended.
    withdraw(mine)
    duty = Duty.objects.get(person=cast.guard.person, day=DAY)
    row = commands.ask_mending(
        duty_id=duty.pk, until=DAY, cause="sick", actor=cast.captain.actor(), at=NOW
    )
    mender.run(row.pk, now=lambda: NOW, clock=lambda: 0.0)
    row.refresh_from_db()
    assert row.state == "proposed"
    changes = mending.read(row.changes)
    assert {(one.person, one.day) for one in changes if one.will} == {(gate[0].pk, DAY)}
    commands.accept_mending(mending_id=row.pk, accepted=True, actor=cast.captain.actor(), at=NOW)
    assert Duty.objects.filter(
        person=cast.guard.person, day=DAY + timedelta(days=1), cancelled_at=None
    ).exists()
    withdraw(gave)


def test_a_published_month_says_whose_has_run_out_since(cast, gate):
    roster, one = squad.begin(cast), give(cast.guard.person)
    put(cast, roster, cast.guard.person)
    published(cast, roster)
    client = cast.captain.client
    assert "没有有效的保安员证" not in words(client.get(f"/duty/months/{roster.pk}/"))
    withdraw(one)
    page = words(client.get(f"/duty/months/{roster.pk}/"))
    assert "1 人没有有效的保安员证（1 班，最早 12 月 10 日）" in page


# --- the rule alone -----------------------------------------------------------------------------


def test_who_stands_without_is_counted_once_a_shift_and_named_once():
    asked = certificates.Asked(
        GUARD, naming.SAYS["cover"], frozenset({GATE}), False, Source(*LAW), {}
    )
    stands = [(1, GATE, DAY), (1, GATE, DAY + timedelta(days=1)), (2, "cleaner", DAY)]
    (found,) = certificates.uncertified([asked], stands)
    assert (found.persons, found.times, found.first) == ((1,), 2, DAY)
    many = certificates.Uncertified(asked, tuple(range(9)), 9, DAY)
    said = certificates.month_problem(many, {n: f"护{n}" for n in range(9)}).says
    assert "护5等" in said.zh
    assert "护6" not in said.zh
