"""What stands against a swap, pure: the page shows it before anybody asks, the command obeys.

A swap moves duties between two people. For each of the two the duty that is gained must
fit: the post, the other duties, leave, rest and the law. Then the shift must keep its
leader, and the table of the plan must allow the two to swap, in time.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dayuan.handbook.schema.shifts import ShiftPlan, SwapRule
from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Blocker, Problem, Problems, Source
from dayuan.kernel.problems import Warning as MindThis
from dayuan.kernel.text import Text
from dayuan.resources.rosters.rules import certificates, law
from dayuan.resources.rosters.rules.certificates import Asked
from dayuan.resources.rosters.rules.law import Limit

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Stint:
    """One duty as these rules see it; a night shift belongs to the day it starts."""

    post: str
    day: date
    start: datetime
    end: datetime

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
    #: All other duties of the time around; what is given is not among them.
    others: tuple[Stint, ...] = ()
    away: tuple[Period[date], ...] = ()
    #: What the person holds on the day of the duty that is gained.
    posts: frozenset[str] = frozenset()
    #: The certificates that the duty gained asks for and the person does not have that day.
    lacks: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """A swap as it would be: who, what, by which plan, at which instant."""

    giver: Party
    taker: Party
    at: datetime
    #: The shift plan of each post that has one, and who may stand in for each post.
    groups: Mapping[str, ShiftPlan]
    alternates: Mapping[str, tuple[str, ...]]
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
    if any(gains.meets(one) for one in party.others):
        yield _twice(party)
    if any(gains.day in days for days in party.away):
        yield _away(party)
    yield from certificates.swap_problems(party.name, party.lacks)
    group = exchange.groups.get(gains.post)
    yield from _rest(party, gains, group)
    yield from _hours_of_the_day(party, gains, group)
    yield from _days(party, gains, group)


def _rest(party: Party, gains: Stint, group: ShiftPlan | None) -> Iterator[Problem]:
    limit = _limit(group, "rest_between_shifts_least")
    if limit is None:
        return
    apart = [_gap(gains, one) for one in party.others if not gains.meets(one)]
    shortest = min(apart, default=None)
    if shortest is not None and shortest < limit.value * _HOUR:
        least, hours = _plain(limit.value), _plain(shortest / _HOUR)
        yield _broken(
            limit,
            "rosters.swap_rest",
            Text(
                f"{party.name}两班之间只歇 {hours} 小时，至少要 {least} 小时。",
                f"{party.name} would rest {hours} hours between two shifts; {least} is the least.",
            ),
        )


def _gap(one: Stint, other: Stint) -> timedelta:
    return max(one.start - other.end, other.start - one.end)


def _hours_of_the_day(party: Party, gains: Stint, group: ShiftPlan | None) -> Iterator[Problem]:
    """Report a second duty on one day that goes beyond the day and its overtime."""
    day, more = _limit(group, "hours_a_day_most"), _limit(group, "overtime_a_day_most")
    others = [one for one in party.others if one.day == gains.day and not gains.meets(one)]
    if day is None or more is None or not others:
        return
    hours = sum((one.end - one.start for one in (gains, *others)), timedelta()) / _HOUR
    if hours > day.value + more.value:
        most, said = _plain(day.value + more.value), _plain(hours)
        yield _broken(
            _balanced(more, group),
            "rosters.swap_hours",
            Text(
                f"{party.name}那天要上 {said} 小时，连加班最多 {most} 小时。",
                f"{party.name} would work {said} hours that day; with overtime {most} is the most.",
            ),
        )


def _balanced(limit: Limit, group: ShiftPlan | None) -> Limit:
    """Return the limit as one that may be broken where hours are balanced over longer."""
    regime = group.working_time.regime if group and group.working_time else "standard"
    return Limit(limit.value, limit.source, 1) if regime == "comprehensive" else limit


def _days(party: Party, gains: Stint, group: ShiftPlan | None) -> Iterator[Problem]:
    """Report a day more that leaves no day off in its week, or too many days in a row."""
    worked = {one.day for one in party.others}
    if gains.day in worked:
        return
    off = _limit(group, "days_off_a_week_least")
    monday = gains.day - gains.day.weekday() * _DAY
    in_week = sum(1 for n in range(_WEEK) if monday + n * _DAY in worked | {gains.day})
    if off is not None and _WEEK - in_week < off.value:
        least = _plain(off.value)
        yield _broken(
            off,
            "rosters.swap_day_off",
            Text(
                f"{party.name}那一周歇不到 {least} 天。",
                f"{party.name} would not have {least} day off in that week.",
            ),
        )
    row = _limit(group, "days_in_a_row_most")
    if row is not None and (length := _in_a_row(gains.day, worked)) > row.value:
        most = _plain(row.value)
        yield _broken(
            row,
            "rosters.swap_days_in_a_row",
            Text(
                f"{party.name}要连上 {length} 天，最多连上 {most} 天。",
                f"{party.name} would work {length} days in a row; {most} is the most.",
            ),
        )


def _in_a_row(day: date, worked: Iterable[date]) -> int:
    """Return how many days in a row there are once this one is worked too."""
    known, length = set(worked), 1
    for step in (-_DAY, _DAY):
        near = day + step
        while near in known:
            length, near = length + 1, near + step
    return length


def _limit(group: ShiftPlan | None, rule: str) -> Limit | None:
    return law.limit(group, rule) if group is not None else law.LIMITS.get(rule)


def _broken(limit: Limit, code: str, says: Text) -> Problem:
    """Return a blocker where a limit is never broken, a warning where it has a price."""
    kind = Blocker if limit.price is None else MindThis
    return kind(code, says, limit.source)


def _plain(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


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
