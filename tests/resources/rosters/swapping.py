"""Whatever people ask, answer, take back and approve, in whatever order: what must hold.

Three technicians with the same post, a supervisor who approves, plans, cancels and enters
leave. The acts are the commands of people; each may be refused, none may break the list.
"""

from datetime import timedelta
from itertools import pairwise

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from dayuan.kernel.problems import Refused
from dayuan.reference.people.models import Appointment, Kind, Person
from dayuan.resources.rosters import commands
from dayuan.resources.rosters.models import Away, Duty, Swap
from dayuan.resources.rosters.states import OPEN_SWAP
from tests import cast as people
from tests.cast import JOINED, NOW, Member
from tests.resources.rosters.tables import adopt, swap_rule, technicians

POST = "hvac_technician"
PICK = st.integers(0, 9)
#: Six shifts of eight hours that touch, meet or lie apart.
STARTS = (24, 28, 32, 48, 60, 96)


class Swapping(RuleBasedStateMachine):
    """Three people, six shifts, and everything that may be asked of each other."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.cast = people.assemble()
        self.now = NOW

    def teardown(self) -> None:
        """Leave nothing behind."""
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize(at_once=st.booleans(), who=st.lists(st.integers(0, 2), min_size=6, max_size=6))
    def put_on_duty(self, *, at_once: bool, who: list[int]) -> None:
        adopt(self.cast, NOW, shift_plans={"hvac": technicians(swap_rule(at_once=at_once))})
        self.three = [*self._two(), self._third()]
        for number, start in zip(who, STARTS, strict=True):
            self._plan(number, start)
        self.posts = self._filled()

    def _two(self) -> list[Member]:
        return [self.cast.technician, self.cast.colleague]

    def _third(self) -> Member:
        """Let the electrician stand in for the two."""
        person = self.cast.electrician.person
        Appointment.objects.create(
            site=self.cast.site, person=person, post=POST, kind=Kind.CONCURRENT, start=JOINED,
            made_at=NOW, made_by="system:tests",
        )  # fmt: skip
        return Member(Person.objects.select_related("site").get(pk=person.pk))

    def _plan(self, number: int, start: int) -> None:
        begins = NOW + timedelta(hours=start)
        self._try(
            lambda: commands.plan(
                post=POST, person_id=self.three[number].person.pk, start=begins,
                end=begins + timedelta(hours=8), actor=self.cast.supervisor.actor(), at=self.now,
            )
        )  # fmt: skip

    # --- what people do -------------------------------------------------------------------

    @rule(which=PICK, whom=st.integers(0, 2), other=st.none() | PICK)
    def ask(self, which: int, whom: int, other: int | None) -> None:
        duties = self._duties()
        if not duties:
            return
        duty = duties[which % len(duties)]
        mine = next((one for one in self.three if one.person.pk == duty.person_id), None)
        given = None if other is None else duties[other % len(duties)].pk
        if mine is not None:
            self._try(
                lambda: commands.ask_swap(
                    duty_id=duty.pk, colleague_id=self.three[whom].person.pk, other_id=given,
                    actor=mine.actor(), at=self.now,
                )
            )  # fmt: skip

    @rule(which=PICK, who=st.integers(0, 2), agree=st.booleans())
    def answer(self, which: int, who: int, *, agree: bool) -> None:
        self._on_a_swap(
            which,
            lambda swap: commands.answer_swap(
                swap_id=swap.pk, agree=agree, actor=self.three[who].actor(), at=self.now
            ),
        )

    @rule(which=PICK, who=st.integers(0, 2))
    def take_back(self, which: int, who: int) -> None:
        self._on_a_swap(
            which,
            lambda swap: commands.withdraw_swap(
                swap_id=swap.pk, actor=self.three[who].actor(), at=self.now
            ),
        )

    @rule(which=PICK, grant=st.booleans(), who=st.sampled_from(["supervisor", "director"]))
    def decide(self, which: int, *, grant: bool, who: str) -> None:
        actor = getattr(self.cast, who).actor()
        self._on_a_swap(
            which,
            lambda swap: commands.decide_swap(
                swap_id=swap.pk, grant=grant, answer="不行", actor=actor, at=self.now
            ),
        )

    @rule(which=PICK)
    def cancel(self, which: int) -> None:
        duties = self._duties()
        if duties:
            duty = duties[which % len(duties)]
            self._try(
                lambda: commands.cancel(
                    duty_id=duty.pk, actor=self.cast.supervisor.actor(), at=self.now
                )
            )
            self.posts = self._filled()

    @rule(number=st.integers(0, 2), start=st.sampled_from(STARTS))
    def plan_more(self, number: int, start: int) -> None:
        self._plan(number, start)
        self.posts = self._filled()

    @rule(number=st.integers(0, 2), day=st.integers(0, 4))
    def fall_ill(self, number: int, day: int) -> None:
        on = NOW.date() + timedelta(days=day)
        self._try(
            lambda: commands.enter_leave(
                person_id=self.three[number].person.pk, leave=commands.Leave(on, on),
                actor=self.cast.supervisor.actor(), at=self.now,
            )
        )  # fmt: skip

    @rule(hours=st.sampled_from([1, 5, 20]))
    def time_goes_by(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    # --- what must hold -------------------------------------------------------------------

    @invariant()
    def nobody_stands_in_two_duties_at_once(self) -> None:
        by_person: dict[int, list[Duty]] = {}
        for duty in self._duties():
            by_person.setdefault(duty.person_id, []).append(duty)
        for rows in by_person.values():
            for one, after in pairwise(rows):
                assert one.end <= after.start, (one, after)

    @invariant()
    def a_swap_changes_who_comes_and_never_whether_somebody_comes(self) -> None:
        assert self._filled() == getattr(self, "posts", self._filled())

    @invariant()
    def a_swap_that_is_done_has_given_its_duties_away(self) -> None:
        for swap in Swap.objects.filter(state="done").select_related("duty", "other"):
            for duty in (swap.duty, swap.other):
                assert duty is None or duty.cancelled_at is not None

    @invariant()
    def one_colleague_is_asked_about_a_duty_at_a_time(self) -> None:
        asked = list(Swap.objects.filter(state__in=OPEN_SWAP).values_list("duty", flat=True))
        assert len(asked) == len(set(asked))

    @invariant()
    def nobody_is_given_a_duty_on_a_day_away(self) -> None:
        for away in Away.objects.filter(state="approved"):
            given = self._duties().filter(
                person_id=away.person_id, day__gte=away.start, day__lt=away.end,
                planned_at__gt=away.asked_at,
            )  # fmt: skip
            assert not given

    # --- inside ---------------------------------------------------------------------------

    def _duties(self):
        return Duty.objects.filter(cancelled_at__isnull=True).order_by("start", "pk")

    def _filled(self) -> list[tuple[str, object, object]]:
        return sorted(self._duties().values_list("post", "start", "end"))

    def _on_a_swap(self, which: int, act) -> None:
        swaps = list(Swap.objects.order_by("pk"))
        if swaps:
            self._try(lambda: act(swaps[which % len(swaps)]))

    def _try(self, act) -> None:
        """Do it, or be refused: as one transaction of its own."""
        try:
            with transaction.atomic():
                act()
        except Refused:
            pass
