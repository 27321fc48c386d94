"""What stands against a swap, pure: the page shows it before anybody asks, the command obeys.

A swap moves duties between two people. For each of the two the duty that is gained must
fit: the post, the other duties, leave, and every rule by which somebody is put on a duty
(:mod:`fitting`). Then the shift must keep its leader, and the table of the plan must allow
the two to swap, in time.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from dayuan.handbook.schema.shifts import ShiftPlan, SwapRule
from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Blocker, Problem, Problems, Source
from dayuan.kernel.problems import Warning as MindThis
from dayuan.kernel.text import Text
from dayuan.kernel.workcal import WorkCalendar
from dayuan.resources.rosters.rules import certificates, hours
from dayuan.resources.rosters.rules.certificates import Asked
from dayuan.resources.rosters.rules.days import days, month_of
from dayuan.resources.rosters.rules.fitting import Fit, Wanted, Worker


@dataclass(frozen=True, slots=True)
class Stint:
    """One duty as these rules see it; a night shift belongs to the day it starts."""

    post: str
    day: date
    start: datetime
    end: datetime
    #: What counts of it, where somebody noted who came.
    noted: hours.Stint | None = None

    @property
    def counted(self) -> hours.Stint:
        """Return it as hours are reckoned: as noted, else as planned."""
        return self.noted or hours.Stint.planned_for(self.day, self.start, self.end)

    def meets(self, other: "Stint") -> bool:
        """Tell whether the two share an instant."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Party:
    """One of the two: what is given and gained, and what stands around it."""

    person: int
    name: str
    gives: Stint | None
    gains: Stint | None
    #: All other duties of the time around and of the month; what is given is not among them.
    others: tuple[Stint, ...] = ()
    away: tuple[Period[date], ...] = ()
    #: What the person holds on the day of the duty that is gained.
    posts: frozenset[str] = frozenset()
    #: The certificates that the duty gained asks for and the person does not have that day.
    lacks: tuple[Asked, ...] = ()
    #: When the person is of the house.
    there: Period[date] = Period(date(1900, 1, 1))  # noqa: RUF009 - it is frozen


@dataclass(frozen=True, slots=True)
class Exchange:
    """A swap as it would be: who, what, by which plan, at which instant."""

    giver: Party
    taker: Party
    at: datetime
    #: The shift plan of each post that has one, and who may stand in for each post.
    groups: Mapping[str, ShiftPlan]
    alternates: Mapping[str, tuple[str, ...]]
    calendar: WorkCalendar
    night: hours.Night | None = None
    #: Those who may lead a shift, and who else is on duty beside.
    leaders: frozenset[int] = frozenset()
    beside: tuple[tuple[int, Stint], ...] = ()

    @property
    def parties(self) -> tuple[Party, Party]:
        """Return both."""
        return self.giver, self.taker

    @property
    def given(self) -> Stint:
        """Return the duty it is about."""
        if self.giver.gives is None:
            raise ValueError("who asks for a swap gives a duty")
        return self.giver.gives

    @property
    def group(self) -> ShiftPlan | None:
        """Return the shift plan of that duty; none where its post has none."""
        return self.groups.get(self.given.post)


def obstacles(exchange: Exchange) -> Problems:
    """Return everything that stands against a swap, and what should be seen before it."""
    found: list[Problem] = [*_by_the_table(exchange), *_in_time(exchange)]
    for party in exchange.parties:
        found += _of_party(party, exchange)
    found += _leaders(exchange)
    return tuple(found)


def costs(exchange: Exchange) -> Problems:
    """Return what a swap costs by the rules of duties, such as overtime: somebody accepts it."""
    return tuple(
        one
        for party in exchange.parties
        if party.gains is not None
        for one in _by_the_rules(party, party.gains, exchange)
        if isinstance(one, MindThis)
    )


def rule_of(exchange: Exchange) -> SwapRule | None:
    """Return the line of the table that the swap goes by; none where no line fits."""
    group = exchange.group
    return _line(group, exchange.given.post, exchange.taker.posts) if group else None


def _line(group: ShiftPlan, post: str, posts: frozenset[str]) -> SwapRule | None:
    relief = {one.post for one in group.relief if post in one.relieves}
    relief |= {code for one in group.relief if one.post == post for code in one.relieves}
    for line in group.swaps:
        fits = {post} if line.between == "same_post" else {post, *relief}
        if (not line.posts or post in line.posts) and not posts.isdisjoint(fits):
            return line
    return None


# --- the table ------------------------------------------------------------------------------


def _by_the_table(exchange: Exchange) -> Iterator[Problem]:
    group = exchange.group
    if group is not None and group.swaps and rule_of(exchange) is None:
        name = exchange.taker.name
        yield Blocker(
            "rosters.swap_not_by_the_table",
            Text(
                f"换班表里没有这一条：这个班不能和{name}换。请找同岗位的同事。",
                f"The table of swaps does not allow it: not with {name}. Ask somebody of the "
                "same post.",
            ),
            group.source.value,
        )


def _in_time(exchange: Exchange) -> Iterator[Problem]:
    first = min(one.gives.start for one in exchange.parties if one.gives is not None)
    if first <= exchange.at:
        yield Blocker(
            "rosters.swap_begun",
            Text("这个班已经开始，不能再换。", "The duty has begun; it cannot be swapped."),
        )
        return
    line = rule_of(exchange)
    if line is not None and first - exchange.at < timedelta(hours=line.hours_before or 0):
        hours = line.hours_before
        yield Blocker(
            "rosters.swap_too_late",
            Text(
                f"要在开班 {hours} 小时以前换好，现在来不及了。有急事请找排班的人。",
                f"A swap is settled {hours} hours before the duty, and it is too late now. If "
                "it is urgent, speak to whoever arranges duties.",
            ),
            line.source.value,
        )


# --- each of the two ------------------------------------------------------------------------


def _of_party(party: Party, exchange: Exchange) -> Iterator[Problem]:
    gains = party.gains
    if gains is None:
        return
    if party.posts.isdisjoint({gains.post, *exchange.alternates.get(gains.post, ())}):
        yield _not_the_post(party)
    yield from certificates.swap_problems(party.name, party.lacks)
    if any(gains.meets(one) for one in party.others):
        yield _twice(party)
    elif any(gains.day in away for away in party.away):
        yield _away(party)
    else:
        yield from _by_the_rules(party, gains, exchange)


def _by_the_rules(party: Party, gains: Stint, exchange: Exchange) -> Iterator[Problem]:
    """Yield what a duty more would come to, each sentence with whom it is about."""
    group = exchange.groups.get(gains.post)
    terms = hours.Terms.of(group, exchange.night)
    wanted = Wanted(gains.post, gains.counted, group, terms, exchange.calendar)
    month = days(month_of(gains.day)) if party.away else ()
    worker = Worker(
        tuple(one.counted for one in party.others),
        (party.gives.counted,) if party.gives else (),
        frozenset(day for day in month if any(day in away for away in party.away)),
        party.there,
    )
    name = party.name
    for one in Fit(wanted, worker).problems():
        yield replace(one, says=Text(f"{name}：{one.says.zh}。", f"{name}: {one.says.en}."))


# --- the shift ------------------------------------------------------------------------------


def _leaders(exchange: Exchange) -> Iterator[Problem]:
    for giver, taker in (exchange.parties, exchange.parties[::-1]):
        stint = giver.gives
        group = exchange.groups.get(stint.post) if stint else None
        if stint is None or group is None or not group.leader_in_every_shift:
            continue
        if _loses_leader(exchange, stint):
            yield _no_leader(group.source.value, taker.name)


def _loses_leader(exchange: Exchange, stint: Stint) -> bool:
    """Tell whether the shift around a duty had a leader and would have none."""
    giver, taker = exchange.parties
    before = [*exchange.beside, *((p.person, p.gives) for p in exchange.parties if p.gives)]
    after = [*exchange.beside, *((p.person, p.gains) for p in (giver, taker) if p.gains)]

    def led(roster: list[tuple[int, Stint]]) -> bool:
        return any(one.meets(stint) and person in exchange.leaders for person, one in roster)

    return led(before) and not led(after)


def _no_leader(source: Source, name: str) -> Blocker:
    return Blocker(
        "rosters.swap_no_leader",
        Text(
            f"换给{name}以后，这一班没有班长了。请换给能带班的同事。",
            f"With {name} the shift would have no leader. Ask somebody who may lead it.",
        ),
        source,
    )


def _not_the_post(party: Party) -> Blocker:
    return Blocker(
        "rosters.swap_not_the_post",
        Text(
            f"{party.name}那天不担任这个岗位，也不是它的替补。",
            f"{party.name} holds neither this post nor one of its alternates that day.",
        ),
    )


def _twice(party: Party) -> Blocker:
    return Blocker(
        "rosters.swap_twice",
        Text(
            f"{party.name}在这段时间已经有班。",
            f"{party.name} is on duty already in this time.",
        ),
    )


def _away(party: Party) -> Blocker:
    return Blocker(
        "rosters.swap_away",
        Text(f"{party.name}那天不在岗。", f"{party.name} is away that day."),
    )


# --- who agrees -----------------------------------------------------------------------------


def decide_problems(*, mine: bool, named: bool, line: SwapRule | None) -> Problems:
    """Return why somebody does not decide on a swap; ``named`` tells that it is his to do."""
    if mine:
        return (_OWN,)
    if named:
        return ()
    source = line.source.value if line is not None else Source.system("unit")
    return (
        Blocker(
            "rosters.swap_not_yours_to_decide",
            Text(
                "这次换班由换班表写明的岗位批，或由本部门排班的人批。",
                "This swap is decided by the posts that the table of swaps names, or by whoever "
                "arranges the duties of the unit.",
            ),
            source,
        ),
    )


_OWN = Blocker(
    "rosters.own_swap",
    Text("自己参与的换班由别人批。", "Somebody else decides on a swap of one's own."),
)
NOT_YET = Blocker(
    "rosters.swap_not_yet",
    Text(
        "同事还没有答复，或这次换班已经了结。",
        "The colleague has not answered yet, or the swap is over.",
    ),
)
NOT_YOURS_TO_ANSWER = Blocker(
    "rosters.swap_not_asked",
    Text("问的是别的同事，由那位同事答复。", "Another colleague was asked, and answers."),
)
NOT_YOURS_TO_TAKE_BACK = Blocker(
    "rosters.swap_not_your_request",
    Text("只有提出换班的人可以撤回。", "Only whoever asked for the swap takes it back."),
)
GONE = Blocker(
    "rosters.swap_gone",
    Text(
        "这个班刚刚变了：已被取消，或已换给别人。请刷新页面。",
        "The duty has just changed: it was cancelled, or given to somebody else. Reload the page.",
    ),
)
ASKED_ALREADY = Blocker(
    "rosters.swap_asked_already",
    Text(
        "这个班已经在问一位同事。请等答复，或先撤回。",
        "Somebody is asked about this duty already. Wait for the answer, or take it back first.",
    ),
)
NO_COLLEAGUE = Blocker(
    "rosters.swap_no_colleague",
    Text("请从列表中选一位同事。", "Choose a colleague from the list."),
)
