"""Says why posts stay open: the fewest bundles of reasons that cannot hold together.

A bundle is what a person would say in one sentence: a shift of a post over the month, a limit
of everybody on a post, the leave of one person. Bundles are left out as long as the rest
still cannot hold together; then the days are narrowed down, and the hours are counted that no
roster covers.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dayuan.resources.rosters.planner.cpsat import Effort, Found, Model
from dayuan.resources.rosters.planner.problem import (
    Demand,
    MostMinutes,
    Ordered,
    Problem,
    Rule,
    able,
)
from dayuan.resources.rosters.planner.reasons import Bundle, Reason, only

#: What one question may take, in seconds, and counting the hours that nobody can cover.
ASKED, COUNTED = 5.0, 8.0
#: Whether many can cover something at all is proved by some of the solver's ways at once, or late.
WORKERS = 8


@dataclass(frozen=True, slots=True)
class Clash:
    """Bundles that cannot hold together, from one day to another.

    ``smallest`` where without any of them the others can. ``missing`` are minutes that are
    not covered whoever does what, at least; none where no demand is among them.
    """

    bundles: tuple[Bundle, ...]
    smallest: bool
    days: range
    missing: int | None = None


def clashes(
    problem: Problem,
    bundles: Sequence[Bundle],
    *,
    seconds: float,
    clock: Callable[[], float],
    stop: Callable[[], bool] = lambda: False,
    most: int = 3,
) -> Iterator[Clash]:
    """Yield what cannot hold together, one thing after the other, no demand twice.

    Ends when the rest can hold together. ``TimeoutError`` where not even that was found out.
    """
    asking = _Asking(problem, clock() + seconds, clock, stop)
    left = list(bundles)
    for _ in range(most):
        if not left:
            return
        found = asking.impossible(left, asking.left())
        if found is None:
            raise TimeoutError("no answer in the time given")
        if not found:
            return
        clash = asking.clash(left)
        yield clash
        asked = [one for one in clash.bundles if _asks(one)] or list(clash.bundles)
        left = [one for one in left if one.name not in {gone.name for gone in asked}]


def _of_month(bundle: Bundle) -> bool:
    return any(isinstance(r.of, MostMinutes) and r.of.every is None for r in bundle.reasons)


def _asks(bundle: Bundle) -> bool:
    return any(isinstance(one.of, Demand) for one in bundle.reasons)


@dataclass(frozen=True, slots=True)
class _Asking:
    problem: Problem
    deadline: float
    clock: Callable[[], float]
    stop: Callable[[], bool]

    def left(self) -> float:
        return 0.0 if self.stop() else max(0.0, self.deadline - self.clock())

    def impossible(self, bundles: Iterable[Bundle], seconds: float = ASKED) -> bool | None:
        """Tell whether some bundles cannot hold together; nothing where time was too short."""
        left = min(seconds, self.left())
        if left <= 0:
            return None
        asked = _narrow(only(self.problem, [one for b in bundles for one in b.reasons]))
        found = Model(asked).solve(Effort(left, WORKERS), stop=self.stop).found
        return None if found is Found.UNKNOWN else found is Found.IMPOSSIBLE

    def clash(self, bundles: list[Bundle]) -> Clash:
        kept, smallest = self._fewest(bundles)
        kept = self._concerned(kept)
        missing, days = self._missing(kept), range(self.problem.days)
        # Where hours of the month are what lacks, some of its days say less than all of them.
        if any(_asks(one) for one in kept) and not any(_of_month(one) for one in kept):
            kept, days = self._narrowed(kept)
        return Clash(tuple(kept), smallest, days, missing)

    def _fewest(self, known: list[Bundle]) -> tuple[list[Bundle], bool]:
        """Leave out what is not needed, many at once while that goes well; what is unsure stays."""
        kept, place, step, sure = list(known), 0, max(1, len(known) // 2), True
        while place < len(kept) and self.left() > 0:
            answer = self.impossible([*kept[:place], *kept[place + step :]])
            if answer:
                kept[place : place + step] = []
            elif step > 1:
                step = max(1, step // 2)
            else:
                sure = sure and answer is not None
                place, step = place + 1, max(1, (len(kept) - place) // 4)
        return kept, sure and place >= len(kept)

    def _concerned(self, kept: list[Bundle]) -> list[Bundle]:
        """Return the same without people who can do nothing of what is asked."""
        demands = [r.of for one in kept for r in one.reasons if isinstance(r.of, Demand)]
        able_ones = {p.code for p in self.problem.people if any(able(p, d) for d in demands)}
        if not demands:
            return kept
        return [
            replace(one, reasons=tuple(r for r in one.reasons if r.person in {None, *able_ones}))
            for one in kept
        ]

    def _narrowed(self, kept: list[Bundle]) -> tuple[list[Bundle], range]:
        """Return the same for as few days on end as cannot work: the end first, then the start."""
        low, end = 1, self.problem.days
        while low < end:
            half = (low + end) // 2
            if self.impossible(_within(kept, 0, half)):
                end = half
            else:
                low = half + 1
        start, high = 0, end - 1
        while start < high:
            half = (start + high + 1) // 2
            if self.impossible(_within(kept, half, end)):
                start = half
            else:
                high = half - 1
        return _within(kept, start, end), range(start, end)

    def _missing(self, kept: list[Bundle]) -> int | None:
        """Return minutes of work that no roster covers, in the bundles' own demands."""
        seconds = min(COUNTED, self.left())
        if seconds <= 0 or not any(_asks(one) for one in kept):
            return None
        asked = _narrow(only(self.problem, [one for b in kept for one in b.reasons]))
        priced = replace(asked, demands=tuple(_priced(asked, one) for one in asked.demands))
        answer = Model(priced).solve(Effort(seconds, WORKERS), stop=self.stop)
        return answer.bound or None


def _within(bundles: Iterable[Bundle], start: int, end: int) -> list[Bundle]:
    """Return bundles without what is asked, or ordered, on other days."""
    found = []
    for bundle in bundles:
        stay = tuple(one for one in bundle.reasons if _falls(one, start, end))
        if stay:
            found.append(replace(bundle, reasons=stay))
    return found


def _falls(reason: Reason, start: int, end: int) -> bool:
    return not isinstance(reason.of, Demand | Ordered) or start <= reason.of.day < end


def _narrow(problem: Problem) -> Problem:
    """Return a problem without people of whom nothing is asked and who can do nothing asked."""
    wanted = frozenset(duty for one in problem.demands for duty in one.duties)
    people = tuple(
        replace(one, may=one.may & wanted) if not one.rules else one
        for one in problem.people
        if one.rules or one.may & wanted
    )
    return replace(problem, people=people)


def _priced(problem: Problem, demand: Demand) -> Demand:
    """Return a demand that may stay open, for each minute of it."""
    if demand.under is None:
        return demand
    minutes = min((problem.shift[one.shift].minutes for one in demand.duties), default=0)
    return replace(demand, under=Rule(demand.under.code, minutes))
