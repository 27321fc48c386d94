"""Whoever edits a month, in whatever order: what stands keeps every rule that holds."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from dayuan.kernel.problems import Blocker, Refused
from dayuan.platform.access.actors import actor_of, system_actor
from dayuan.reference.people import commands as people
from dayuan.reference.people.models import Certificate, Person
from dayuan.resources.rosters import commands, queries
from dayuan.resources.rosters.models import Duty, Mending, Swap
from dayuan.resources.rosters.planner.problem import Duty as Stand
from dayuan.resources.rosters.queries import reading
from dayuan.resources.rosters.rules import judging, naming
from dayuan.resources.rosters.rules.mending import Change
from tests.cast import NOW, Cast
from tests.resources.rosters import certified, squad
from tests.resources.rosters.squad import MONTH

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(3600)]

#: A week is enough to break every rule, and quick to judge.
DAYS = st.integers(0, 9).map(lambda n: MONTH + timedelta(days=n))
POSTS = st.sampled_from(["gate_guard", "monitor_guard", "mobile_guard"])
SHIFTS = st.sampled_from(["first", "second", "third"])
STARTS = {"first": 8, "second": 16, "third": 0}


class Months(RuleBasedStateMachine):
    """A captain, a director and a small squad, and everything they may try with a month."""

    cast: Cast
    people: list

    @initialize()
    def begin(self) -> None:
        """Open the month, in a transaction that is taken back at the end."""
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.roster = squad.begin(self.cast)
        #: Duties that stood already when a certificate was withdrawn: they stay.
        self.left: set[int] = set()
        for person in self.people:
            certified.give(person)
        self.captain, self.director = self.cast.captain.actor(), self.cast.director.actor()

    def teardown(self) -> None:
        """Take everything back."""
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def tries(self, act, **given) -> bool:
        """Give a command that may be refused."""
        try:
            act(**given, at=NOW)
        except Refused:
            return False
        return True

    @rule(who=st.integers(0, 3), day=DAYS, post=POSTS, shift=SHIFTS)
    def sets(self, who, day, post, shift) -> None:
        """Set a cell."""
        self.tries(
            commands.set_cell, roster_id=self.roster.pk, person_id=self.people[who].pk, day=day,
            post=post, shift=shift, actor=self.captain,
        )  # fmt: skip

    @rule(who=st.integers(0, 3), day=DAYS)
    def clears(self, who, day) -> None:
        """Take a cell out."""
        self.tries(
            commands.clear_cell, roster_id=self.roster.pk, person_id=self.people[who].pk, day=day,
            actor=self.captain,
        )  # fmt: skip

    @rule(who=st.integers(0, 3), since=DAYS, until=st.none() | st.integers(1, 9))
    def certifies(self, who, since, until) -> None:
        """Enter somebody's certificate, for good or for some days."""
        ends = None if until is None else since + timedelta(days=until)
        certified.give(self.people[who], since=since, until=ends)

    @rule(which=st.integers(0, 30))
    def takes_a_certificate_away(self, which) -> None:
        """Withdraw a certificate; what its person stands on already is nobody's doing."""
        found = list(Certificate.objects.filter(withdrawn_at=None).order_by("pk"))
        if found:
            one = found[which % len(found)]
            certified.withdraw(one)
            duties = Duty.objects.filter(person_id=one.person_id, cancelled_at=None)
            self.left |= set(duties.values_list("pk", flat=True))

    @rule()
    def publishes(self) -> None:
        """Accept what must be accepted, and publish."""
        found = queries.sheet(self.roster).judged
        rules = [one.code for one in found.broken if one.must_be_accepted]
        self.tries(commands.accept, roster_id=self.roster.pk, rules=rules, actor=self.director)
        self.tries(commands.publish, roster_id=self.roster.pk, actor=self.captain)

    @rule(who=st.integers(0, 3), day=DAYS, post=POSTS, shift=SHIFTS)
    def adds(self, who, day, post, shift) -> None:
        """Put somebody on the duty list by hand."""
        zone = queries.zone_of(self.cast.site.pk)
        start = datetime(day.year, day.month, day.day, STARTS[shift], tzinfo=zone)
        self.tries(
            commands.plan, post=post, person_id=self.people[who].pk, start=start,
            end=start + timedelta(hours=8), actor=self.captain,
        )  # fmt: skip

    @rule(which=st.integers(0, 30))
    def cancels(self, which) -> None:
        """Take an entry off the duty list."""
        found = list(Duty.objects.filter(cancelled_at=None).order_by("pk"))
        if found:
            self.tries(commands.cancel, duty_id=found[which % len(found)].pk, actor=self.captain)

    @rule(which=st.integers(0, 30), who=st.integers(0, 3))
    def replaces(self, which, who) -> None:
        """Put somebody in another's place."""
        found = list(Duty.objects.filter(cancelled_at=None).order_by("pk"))
        if found:
            self.tries(
                commands.replace, duty_id=found[which % len(found)].pk,
                person_id=self.people[who].pk, cause="sick", accepted=True, actor=self.captain,
            )  # fmt: skip

    @rule(which=st.integers(0, 30), whom=st.integers(0, 3), other=st.none() | st.integers(0, 30))
    def swaps(self, which, whom, other) -> None:
        """Ask a colleague to swap or to take a duty over, who agrees, and the captain too."""
        found = list(Duty.objects.filter(cancelled_at=None).order_by("pk"))
        if not found:
            return
        duty, colleague = found[which % len(found)], self.people[whom]
        given = None if other is None else found[other % len(found)].pk
        asks, answers = (actor_of(pk or 0, at=NOW) for pk in self.accounts(duty, colleague))
        if self.tries(
            commands.ask_swap, duty_id=duty.pk, colleague_id=colleague.pk, other_id=given,
            actor=asks,
        ):  # fmt: skip
            pk = Swap.objects.latest("pk").pk
            self.tries(commands.answer_swap, swap_id=pk, agree=True, actor=answers)
            self.tries(commands.decide_swap, swap_id=pk, grant=True, actor=self.captain)

    @staticmethod
    def accounts(duty, colleague) -> tuple[int, int]:
        """Return whose accounts ask and answer."""
        return duty.person.account_id, colleague.account_id

    @rule(which=st.integers(0, 30), who=st.integers(0, 3), shift=SHIFTS)
    def proposes(self, which, who, shift) -> None:
        """Propose to give a duty to somebody, in this shift or another: good or bad."""
        found = list(Duty.objects.filter(cancelled_at=None).order_by("pk"))
        if not found:
            return
        duty, other = found[which % len(found)], self.people[who].pk
        if self.tries(
            commands.ask_mending, duty_id=duty.pk, until=duty.day, cause="sick",
            actor=self.captain,
        ):  # fmt: skip
            row = Mending.objects.latest("pk")
            lines = reading.month(row.roster).lines
            number = (duty.day - MONTH).days
            was, mine = (lines.get(str(pk), (None,) * 31)[number] for pk in (duty.person_id, other))
            theirs = queries.standing_cells(row.roster).get((other, duty.day))
            changes = [
                Change(duty.person_id, duty.day, was, None, duty.pk),
                Change(other, duty.day, mine, Stand(duty.post, shift), theirs),
            ]
            program = system_actor("tests", site_id=self.cast.site.pk)
            self.tries(commands.begin_mending, mending_id=row.pk, actor=program)
            self.tries(commands.propose, mending_id=row.pk, changes=changes, actor=program)

    @rule(which=st.integers(0, 5))
    def accepts(self, which) -> None:
        """Accept a proposal, whatever has happened to the month since."""
        found = list(Mending.objects.filter(state="proposed").order_by("pk"))
        if found:
            self.tries(
                commands.accept_mending, mending_id=found[which % len(found)].pk, accepted=True,
                actor=self.captain,
            )  # fmt: skip

    @invariant()
    def what_stands_keeps_every_rule_that_holds(self) -> None:
        """Judge the month as its duties stand, by the checker that no command asks for it."""
        if not hasattr(self, "roster"):
            return
        self.roster.refresh_from_db()
        if self.roster.state != "published":
            return
        month = reading.month(self.roster)
        found = judging.judged(month.draft, month.lines)
        broken = [one for one in found.problems() if isinstance(one, Blocker)]
        kept = [one for one in broken if not naming.certificate_of(one.code.split(".", 2)[-1])]
        assert not kept, [one.says.en for one in kept]
        lacks = {
            (int(one.person or 0), month.draft.days[one.day or 0])
            for one in found.judgement.violations
            if naming.certificate_of(one.rule.code)
        }
        stood = Duty.objects.filter(pk__in=self.left, cancelled_at=None)
        assert lacks <= set(stood.values_list("person_id", "day")), "no valid certificate"

    @invariant()
    def nobody_stands_twice(self) -> None:
        """Look at the duties themselves: no two of a person overlap."""
        rows = Duty.objects.filter(cancelled_at=None).order_by("person", "start")
        spans = list(rows.values_list("person", "start", "end"))
        for (who, _start, end), (next_who, start, _end) in pairwise(spans):
            assert who != next_who or end <= start


@pytest.fixture(autouse=True)
def _squad(cast):
    """Decide the shifts and hire a small squad once for all examples of a test."""
    certified.bind(cast)
    small = {"gate_guard": 2, "monitor_guard": 1, "mobile_guard": 1}
    Months.cast = cast
    hired = squad.hire(cast, small)
    people.open_accounts(
        person_ids=[one.pk for one in hired], actor=cast.dispatcher.actor(), at=NOW
    )
    Months.people = [
        cast.guard.person,
        *Person.objects.filter(pk__in=[one.pk for one in hired]).order_by("pk"),
    ]


def run(*, examples: int, steps: int = 15) -> None:
    run_state_machine_as_test(
        Months,
        settings=settings(settings.default, max_examples=examples, stateful_step_count=steps),
    )


@pytest.mark.whole
def test_a_published_month_keeps_every_rule_that_holds_whoever_edits_it():
    # Each step is judged by the checker: a quarter of what a property usually tries.
    run(examples=min(settings.default.max_examples // 4, 500))


def test_a_duty_list_that_asks_no_rule_of_the_group_is_found(monkeypatch):
    monkeypatch.setattr(queries, "against", lambda *_given: ())
    machine = Months()
    machine.begin()
    try:
        machine.publishes()
        for number in range(7):
            machine.adds(0, MONTH + timedelta(days=number), "gate_guard", "first")
        with pytest.raises(AssertionError, match="days on end"):
            machine.what_stands_keeps_every_rule_that_holds()
    finally:
        machine.teardown()


@pytest.mark.parametrize("asks", [True, False])
def test_a_duty_list_that_asks_for_no_certificate_is_found(monkeypatch, asks):
    if not asks:
        monkeypatch.setattr(queries, "lacked", lambda *_given: ())
    machine = Months()
    machine.begin()
    try:
        machine.publishes()
        machine.takes_a_certificate_away(0)
        machine.adds(0, MONTH, "gate_guard", "first")
        if asks:
            machine.what_stands_keeps_every_rule_that_holds()
            return
        with pytest.raises(AssertionError, match="no valid certificate"):
            machine.what_stands_keeps_every_rule_that_holds()
    finally:
        machine.teardown()


def test_a_duty_stays_whose_certificate_was_taken_away_since():
    machine = Months()
    machine.begin()
    try:
        machine.sets(0, MONTH, "gate_guard", "first")
        machine.publishes()
        machine.takes_a_certificate_away(0)
        machine.what_stands_keeps_every_rule_that_holds()
        machine.left.clear()
        with pytest.raises(AssertionError, match="no valid certificate"):
            machine.what_stands_keeps_every_rule_that_holds()
    finally:
        machine.teardown()
