"""In whatever order two sides act: who signed was not of the outgoing side, every difference
has a sentence, and nothing that was passed on is lost."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from dayuan.kernel.problems import Refused
from dayuan.reference.plans import queries as plan_queries
from dayuan.services.handover import commands, queries, rules
from dayuan.services.handover.commands import Signed, handing
from dayuan.services.handover.commands.logs import Line
from dayuan.services.handover.models import Handover, ItemRead, PassOn, ShiftLog, Tally
from dayuan.services.handover.rules import Counting
from tests.services.handover import watch
from tests.services.handover.watch import NIGHT, THINGS, moment

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(3600)]

WHO = st.sampled_from(["evening", "night", "morning", "second_night", "captain"])
#: Just before and at the ends of the shifts: most of what matters happens there.
ENDS = (
    moment(23, 50, day=NIGHT - timedelta(days=1)), moment(0), moment(7, 50), moment(8),
    moment(15, 50),
)  # fmt: skip
SOME = st.fixed_dictionaries(
    {},
    optional={
        code: st.builds(Counting, st.integers(0, 7), st.sampled_from(["", "点过，少了"]))
        for code in THINGS
    },
)
#: Mostly all is there: a shift that is never handed over teaches little.
COUNTS = st.one_of(st.just({}), st.just({}), SOME)
WHY = st.sampled_from(["", "没有人来"])


class Sides(RuleBasedStateMachine):
    """Guards of three shifts who act at random over a night and the days beside it."""

    guards: watch.Watch

    def __init__(self) -> None:
        super().__init__()
        self.at = moment(16, day=NIGHT - timedelta(days=1))
        self.left: set[int] = set()
        self._whole = transaction.atomic()
        self._whole.__enter__()

    def teardown(self) -> None:
        """Take everything back."""
        transaction.set_rollback(True)
        self._whole.__exit__(None, None, None)

    def _tried(self, act, who: str, **more):
        try:
            return act(actor=self.guards.actor(who, self.at), at=self.at, **more)
        except Refused:
            return None

    def _log(self, which: int) -> int:
        logs = list(ShiftLog.objects.order_by("pk").values_list("pk", flat=True))
        return logs[which % len(logs)]

    def _signed(self, who: str, counts, why: str, *, reads: bool, log_id: int | None) -> Signed:
        actor, cases = self.guards.actor(who, self.at), []
        waiting = Handover.objects.filter(given=log_id, ended_at=None, signed_at=None).first()
        if waiting is not None:
            cases = [case.pk for case in queries.cases_handed(actor, waiting)]
        items = [item.pk for item in queries.open_items(actor.site_id, "guards")]
        return Signed(watch.counted(**counts), items if reads else (), cases, why)

    @rule(minutes=st.sampled_from([5, 60, 225, 480]))
    def time_goes_on(self, minutes):
        self.at = min(self.at + timedelta(minutes=minutes), moment(15, 55))

    @initialize()
    def somebody_has_the_evening(self):
        self.begin(who="evening", counts={}, why="", reads=True)

    @rule()
    def a_shift_comes_to_its_end(self):
        self.at = next((end for end in ENDS if end > self.at), self.at)

    @rule(who=WHO, counts=COUNTS, why=WHY, reads=st.booleans())
    def begin(self, who, counts, why, reads):
        signed = self._signed(who, counts, why, reads=reads, log_id=None)
        self._tried(commands.begin_shift, who, group="guards", signed=signed)

    @precondition(lambda self: ShiftLog.objects.exists())
    @rule(who=WHO, which=st.integers(0, 5))
    def leave(self, who, which):
        made = self._tried(commands.leave_item, who, log_id=self._log(which), words="看住三号门")
        self.left |= {made.pk} if made else set()

    @precondition(lambda self: PassOn.objects.exists())
    @rule(who=WHO, which=st.integers(0, 5))
    def close(self, who, which):
        items = list(PassOn.objects.order_by("pk").values_list("pk", flat=True))
        item = items[which % len(items)]
        self._tried(commands.close_item, who, item_id=item, outcome="好了")

    @precondition(lambda self: ShiftLog.objects.exists())
    @rule(who=WHO, which=st.integers(0, 5))
    def write(self, who, which):
        self._tried(commands.write_entry, who, log_id=self._log(which), line=Line("正常"))

    @precondition(lambda self: ShiftLog.objects.exists())
    @rule(who=WHO, which=st.integers(0, 5), counts=COUNTS, why=WHY)
    def declare(self, who, which, counts, why):
        signed = Signed(watch.counted(**counts), why=why)
        self._tried(commands.declare, who, log_id=self._log(which), signed=signed)

    @precondition(lambda self: ShiftLog.objects.exists())
    @rule(who=WHO, which=st.integers(0, 5))
    def take_back(self, who, which):
        self._tried(commands.take_back, who, log_id=self._log(which))

    @precondition(lambda self: ShiftLog.objects.exists())
    @rule(who=WHO, which=st.integers(0, 5), why=WHY)
    def send_back(self, who, which, why):
        self._tried(commands.send_back, who, log_id=self._log(which), reason=why)

    @precondition(lambda self: ShiftLog.objects.exists())
    @rule(who=WHO, which=st.integers(0, 5), counts=COUNTS, why=WHY, reads=st.booleans())
    def take_over(self, who, which, counts, why, reads):
        log_id = self._log(which)
        signed = self._signed(who, counts, why, reads=reads, log_id=log_id)
        self._tried(commands.take_over, who, log_id=log_id, signed=signed)

    @invariant()
    def who_signed_was_not_of_the_outgoing_side(self):
        for log in ShiftLog.objects.filter(state="closed"):
            signed = Handover.objects.get(given=log, signed_at__isnull=False)
            assert signed.signed_by_id not in (signed.declared_by_id, log.holder_id)
            assert log.closed_at == signed.signed_at
        assert not Handover.objects.filter(signed_at=None, given__state="closed",
                                           ended_at=None).exists()  # fmt: skip

    @invariant()
    def every_difference_has_a_sentence(self):
        for row in Tally.objects.filter(handover__signed_at__isnull=False):
            known = {n for n in (row.expected, row.given, row.taken) if n is not None}
            assert len(known) == 1 or row.given_says or row.taken_says, row.thing
            assert row.given in (None, row.taken) or row.taken_says, row.thing

    @invariant()
    def nothing_that_was_passed_on_is_lost(self):
        site = self.guards.cast.site.pk
        open_now = {item.pk for item in queries.open_items(site, "guards")}
        closed = set(PassOn.objects.exclude(outcome="").values_list("pk", flat=True))
        assert open_now | closed == self.left
        for signed in Handover.objects.exclude(signed_at=None).exclude(taken=None):
            then = signed.signed_at or self.at
            before = PassOn.objects.filter(left_at__lt=then, log__site_id=site)
            for item in before:
                was_open = item.done_at is None or item.done_at > then
                read = ItemRead.objects.filter(item=item, log=signed.taken).exists()
                assert read or not was_open

    @invariant()
    def a_shift_has_one_log(self):
        starts = list(ShiftLog.objects.values_list("start", flat=True))
        assert len(starts) == len(set(starts))


@pytest.fixture(autouse=True)
def _guards(cast):
    Sides.guards = watch.watch(cast)
    yield
    plan_queries.forget()


def run(*, examples: int, **more) -> None:
    run_state_machine_as_test(
        Sides,
        settings=settings(settings.default, max_examples=examples, stateful_step_count=25, **more),
    )


def test_whichever_side_acts_first_what_must_hold_holds():
    usual = min(settings.default.max_examples, 1_000)
    run(examples=usual // 4 if connection.vendor == "postgresql" else usual)


def test_a_night_in_its_usual_order_comes_to_its_end():
    """The machine's own acts close a shift: what it holds is held of something."""
    sides = Sides()
    try:
        sides.somebody_has_the_evening()
        sides.leave(who="evening", which=0)
        sides.at = ENDS[0]
        sides.declare(who="evening", which=0, counts={}, why="")
        sides.take_over(who="night", which=0, counts={}, why="", reads=True)
        assert ShiftLog.objects.filter(state="closed").count() == 1
        sides.who_signed_was_not_of_the_outgoing_side()
        sides.nothing_that_was_passed_on_is_lost()
    finally:
        sides.teardown()


def test_the_database_itself_refuses_one_person_on_both_sides(monkeypatch):
    monkeypatch.setattr(rules, "take_problems", lambda *_a, **_k: ())
    sides = Sides()
    try:
        sides.somebody_has_the_evening()
        sides.at = ENDS[0]
        sides.declare(who="evening", which=0, counts={}, why="")
        with pytest.raises(IntegrityError, match=r"nobody_signs_both_sides|CHECK"):
            sides.take_over(who="evening", which=0, counts={}, why="", reads=True)
    finally:
        sides.teardown()


def test_a_signature_that_reads_nothing_is_found(monkeypatch):
    sides = Sides()
    try:
        sides.somebody_has_the_evening()
        sides.leave(who="evening", which=0)
        sides.at = ENDS[0]
        sides.declare(who="evening", which=0, counts={}, why="")
        monkeypatch.setattr(handing, "read", lambda *_a, **_k: None)
        sides.take_over(who="night", which=0, counts={}, why="", reads=True)
        with pytest.raises(AssertionError):
            sides.nothing_that_was_passed_on_is_lost()
    finally:
        sides.teardown()
