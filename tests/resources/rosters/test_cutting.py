"""Leave called off for the days on which people are needed, and given back."""

from datetime import date, timedelta

import pytest

from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Blocker, NeedsApproval, Refused, Source
from dayuan.kernel.problems import Warning as MindThis
from dayuan.kernel.text import Text
from dayuan.platform.audit.models import Entry
from dayuan.platform.jobs import outbox
from dayuan.platform.notices.models import Notice
from dayuan.resources.rosters import commands, queries
from dayuan.resources.rosters.commands.away import Leave
from dayuan.resources.rosters.models import Away
from dayuan.resources.rosters.rules import waiving
from tests.cast import NOW
from tests.resources.rosters.squad import decide

DAY = timedelta(days=1)
FIRST = date(2026, 11, 23)


def days(first: int, last: int) -> Period[date]:
    """Return days of the week that begins with the leave, the last one not among them."""
    return Period(FIRST + first * DAY, FIRST + last * DAY)


@pytest.fixture
def week(cast):
    """Return a guard's leave of five days, in force; the kinds of the demonstration hold."""
    decide(cast)
    return entered(cast)


def entered(cast, kind: str = "annual") -> Away:
    return commands.enter_leave(
        person_id=cast.guard.person.pk, leave=Leave(FIRST, FIRST + 4 * DAY, kind, "回老家"),
        actor=cast.captain.actor(), at=NOW,
    )  # fmt: skip


def cut(cast, leave: Away, first: int, last: int, *, by: str = "captain") -> list[Away]:
    return commands.cut_leave(
        away_id=leave.pk, days=days(first, last), reason="有重要接待",
        actor=cast.members[by].actor(), at=NOW,
    )  # fmt: skip


def away_days(cast) -> set[date]:
    pk = cast.guard.person.pk
    found = queries.away(cast.site.pk, [pk], Period(FIRST, FIRST + 30 * DAY))[pk]
    return {
        one.start + n * DAY
        for one in found
        for n in range(((one.end or one.start) - one.start).days)
    }


@pytest.mark.parametrize(
    ("first", "last", "left"),
    [(1, 2, {0, 2, 3, 4}), (0, 1, {1, 2, 3, 4}), (3, 9, {0, 1, 2}), (-2, 9, set())],
)
def test_only_the_days_concerned_are_called_off(cast, week, first, last, left):
    cut(cast, week, first, last)
    assert away_days(cast) == {FIRST + n * DAY for n in left}


def test_the_person_is_told_with_the_reason_and_the_rest_keeps_its_kind(cast, week):
    left = cut(cast, week, 1, 2)
    outbox.deliver_due(now=NOW)
    assert Notice.objects.filter(person_id=cast.guard.person.pk, owner_id=week.pk).exists()
    week.refresh_from_db()
    assert (week.state, week.answer) == ("called_off", "有重要接待")
    assert {(one.state, one.kind, one.remark) for one in left} == {("approved", "annual", "回老家")}


def test_what_is_given_back_is_in_force_again_once(cast, week):
    cut(cast, week, 1, 3)
    captain = cast.captain.actor()
    commands.give_back_leave(away_id=week.pk, days=days(2, 3), actor=captain, at=NOW)
    assert away_days(cast) == {FIRST + n * DAY for n in (0, 2, 3, 4)}
    with pytest.raises(Refused):
        commands.give_back_leave(away_id=week.pk, days=days(2, 3), actor=captain, at=NOW)


def test_days_that_are_over_are_not_given_back(cast, week):
    cut(cast, week, 0, 5)
    later = NOW + 10 * DAY
    with pytest.raises(Refused) as refused:
        commands.give_back_leave(
            away_id=week.pk, days=days(0, 5), actor=cast.captain.actor(later), at=later
        )
    assert refused.value.problems[0].code == "rosters.away_nothing_to_give"


def test_what_the_law_protects_is_not_called_off(cast, week):
    Away.objects.all().update(state="called_off")
    sick = entered(cast, "sick")
    with pytest.raises(Refused) as refused:
        cut(cast, sick, 0, 1)
    assert refused.value.problems[0].code == "rosters.away_protected"
    assert Away.objects.get(pk=sick.pk).state == "approved"


def test_who_does_not_decide_on_it_calls_nothing_off(cast, week):
    for by in ("supervisor", "guard"):
        with pytest.raises(Refused):
            cut(cast, week, 0, 1, by=by)
    assert Away.objects.get(pk=week.pk).state == "approved"


def test_a_duty_against_the_rest_is_added_once_the_director_accepts_it_by_name(cast):
    decide(cast)
    actor, pk = cast.director.actor(), cast.guard.person.pk
    eight = timedelta(hours=8)
    first = {"post": "gate_guard", "person_id": pk, "start": NOW, "end": NOW + eight}
    commands.plan(**first, actor=actor, at=NOW)
    soon = first | {"start": NOW + eight, "end": NOW + 2 * eight}
    with pytest.raises(Refused) as refused:
        commands.plan(**soon, actor=actor, at=NOW)
    named = {one.code for one in refused.value.problems}
    assert "rosters.little_rest" in named
    with pytest.raises(Refused):
        commands.plan(**soon, accepted=named, actor=cast.captain.actor(), at=NOW)
    commands.plan(**soon, accepted=named, actor=actor, at=NOW)
    entry = Entry.objects.filter(type="rosters.duty.plan").latest("pk")
    assert set(entry.details["accepted"]) == named


@pytest.mark.once
def test_only_what_may_be_accepted_becomes_a_warning():
    rest, month = (
        Blocker(code, Text("x", "x"), Source.system("x"))
        for code in ("rosters.little_rest", "rosters.overtime_most")
    )
    both = {rest.code, month.code}
    kinds = [type(one) for one in waiving.judged((rest, month), both, may=True)]
    assert kinds == [MindThis, Blocker]
    assert type(waiving.judged((rest,), both, may=False)[0]) is NeedsApproval
    assert type(waiving.judged((rest,), (), may=True)[0]) is Blocker
    assert waiving.waived((rest, month), both) == [rest.code]
