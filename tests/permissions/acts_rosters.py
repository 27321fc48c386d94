"""Commands about leave, wishes and swaps: who may give them, by hand."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from dayuan.resources.rosters.commands import Leave
from dayuan.resources.rosters.models import Away, Duty, Swap, Wish
from tests.cast import NOW
from tests.permissions import table
from tests.permissions.acting import act
from tests.permissions.world import World

_AWAY, _WISHES, _SWAPS = (
    f"resources.rosters.commands.{one}." for one in ("away", "wishes", "swaps")
)
_ASK, _ENTER, _DECIDE = "rosters.own.ask", "rosters.away.enter", "rosters.asked.decide"
#: Those who decide and lead the electrician's unit.
DECIDES = "director deputy supervisor"
#: By a person, who says why; programs read what follows from it.
_RATE = "resources.rosters.commands.rates.enter_rate"
_DAY = NOW.date() + timedelta(days=200)
_LEAVE = Leave(_DAY, _DAY, remark="家里有事")


def leave(world: World, part: str) -> dict[str, Any]:
    """Return the electrician's leave, which waits."""
    return {"away_id": world.ids["leave", "open"]}


def own_leave(world: World, part: str) -> Mapping[str, Any]:
    """Return it as if the part itself had asked for it."""
    found = leave(world, part)
    Away.objects.filter(pk=found["away_id"]).update(person=world.member(part).person)
    return found


def leave_in_force(world: World, part: str) -> Mapping[str, Any]:
    """Return it as it was approved."""
    found = leave(world, part)
    Away.objects.filter(pk=found["away_id"]).update(state="approved")
    return {**found, "reason": "抢修"}


def cut(world: World, part: str) -> Mapping[str, Any]:
    """Return it as it was approved, with its days."""
    found = leave_in_force(world, part)
    return {**found, "days": Away.objects.get(pk=found["away_id"]).days}


def called_off(world: World, part: str) -> Mapping[str, Any]:
    """Return it as it was called off, with its days."""
    found = leave(world, part)
    Away.objects.filter(pk=found["away_id"]).update(state="called_off", answer="抢修")
    return {**found, "days": Away.objects.get(pk=found["away_id"]).days}


def own_wish(world: World, part: str) -> Mapping[str, Any]:
    """Return a wish as if the part had said it."""
    pk = world.ids["wish", "open"]
    Wish.objects.filter(pk=pk).update(person=world.member(part).person)
    return {"wish_id": pk}


def own_shift(world: World, part: str) -> Mapping[str, Any]:
    """Return a shift as if it were the part's, and the electrician to take it."""
    pk = world.ids["shift", "open"]
    Duty.objects.filter(pk=pk).update(person=world.member(part).person)
    return {"duty_id": pk, "colleague_id": world.cast.electrician.person.pk}


def a_swap(world: World, **more: Any) -> dict[str, Any]:
    """Return what the electrician asks a colleague, so changed."""
    pk = world.ids["swap", "open"]
    Swap.objects.filter(pk=pk).update(**more)
    return {"swap_id": pk}


def asked_of(world: World, part: str) -> Mapping[str, Any]:
    """Return a swap that the part is asked about, and says no to."""
    return {**a_swap(world, colleague=world.member(part).person), "agree": False}


def agreed(world: World, part: str) -> Mapping[str, Any]:
    """Return a swap that waits for a decision, and is refused."""
    return {**a_swap(world, state="agreed"), "grant": False, "answer": "人手不够"}


def own_swap(world: World, part: str) -> Mapping[str, Any]:
    """Return a swap as if the part had asked for it."""
    return a_swap(world, asked_by=world.member(part).person)


ACTS = (
    act(_AWAY + "ask_leave", _ASK, "staff", lambda w, p: {"leave": _LEAVE}, ours=False),
    act(_AWAY + "enter_leave", _ENTER, table.MOVE,
        lambda w, p: {"person_id": w.ids["person", "open"], "leave": _LEAVE}),
    act(_AWAY + "decide_leave", _DECIDE, DECIDES, lambda w, p: {**leave(w, p), "grant": True}),
    act(_AWAY + "withdraw_leave", _ASK, "staff", own_leave),
    act("resources.rosters.commands.cutting.cut_leave", _DECIDE, DECIDES, cut),
    act("resources.rosters.commands.cutting.give_back_leave", _DECIDE, DECIDES, called_off),
    act(_AWAY + "call_off_leave", _DECIDE, DECIDES, leave_in_force),
    act(_WISHES + "say_wish", _ASK, "staff",
        lambda w, p: {"first": _DAY, "last": _DAY, "wanted": False}, ours=False),
    act(_WISHES + "drop_wish", _ASK, "staff", own_wish),
    act(_SWAPS + "ask_swap", _ASK, "staff", own_shift),
    act(_SWAPS + "answer_swap", _ASK, "staff", asked_of),
    act(_SWAPS + "decide_swap", _DECIDE, DECIDES, agreed),
    act(_SWAPS + "withdraw_swap", _ASK, "staff", own_swap),
    act(_RATE, "rosters.rate.enter", table.RATES, lambda w, p: {
        "group": "guards", "valid_from": _DAY, "yuan": Decimal("26.50"), "reason": "劳务合同"},
        ours=False),
)  # fmt: skip

_BY_A_PERSON = "asked for and answered by people, on a page that shows what stands against it"
#: Programs are offered none of these.
NOT_FOR_PROGRAMS = {one.name.removeprefix("dayuan."): _BY_A_PERSON for one in ACTS} | {
    _RATE: "entered by a person who says where it comes from"
}
