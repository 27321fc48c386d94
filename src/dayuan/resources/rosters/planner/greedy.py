"""Plans without a solver: each person's best line beside the others, again and again.

Always returns a roster. It keeps every rule that holds for people, wherever a line that
keeps them exists and is found; what stays uncovered is named by the checker, at its price.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from heapq import nsmallest

from dayuan.resources.rosters.planner.checking import judge
from dayuan.resources.rosters.planner.exchanging import exchange
from dayuan.resources.rosters.planner.filling import fill
from dayuan.resources.rosters.planner.problem import (
    Cell,
    Demand,
    Fairness,
    MostShifts,
    Person,
    Problem,
    Roster,
    Rule,
)
from dayuan.resources.rosters.planner.walking import FORBIDDEN, Machine, Walk, burden

#: How many ways are followed at once; wider where none of them comes through.
WIDTHS = (60, 400, 3_000)
#: What breaking a rule that must hold for a group costs here: more than any price, and less
#: than a person's own rule.
GROUP = 10**6
#: What costs so much breaks what must hold, however much it covers.
BROKEN = FORBIDDEN // 2
Lines = dict[str, tuple[Cell, ...]]


def never() -> bool:
    """Tell that nobody wants to stop."""
    return False


def plan(problem: Problem, *, stop: Callable[[], bool] = never) -> Lines:
    """Return a roster: built person by person, then mended until nothing gets better."""
    roster = problem.nobody_works()
    for person in _scarce_first(problem):
        # The first round is always finished: nobody is left without a line.
        roster[person.code] = best_line(problem, person, roster)
    return improve(problem, roster, stop=stop)


def improve(problem: Problem, roster: Roster, *, stop: Callable[[], bool] = never) -> Lines:
    """Give people better lines beside the others, one by one and in pairs, while that helps.

    What stays open is filled first: exchanges leave open what was.
    """
    lines, cost = _filled(problem, dict(roster), _weight(problem, roster), stop)
    lines, cost = _exchanged(problem, lines, cost, stop)
    lines, cost = _one_by_one(problem, lines, cost, stop)
    lines, cost = _filled(problem, lines, cost, stop)
    lines, cost = _exchanged(problem, lines, cost, stop)
    in_vain: set[tuple[object, ...]] = set()
    while (found := _shared(problem, lines, cost, in_vain, stop)) is not None:
        lines, cost = _exchanged(problem, *found, stop)
    return lines


def _exchanged(
    problem: Problem, lines: Lines, cost: int, stop: Callable[[], bool]
) -> tuple[Lines, int]:
    """Let people exchange days; never worse, by the judgement on the whole roster."""
    return _no_worse(problem, exchange(problem, lines, group=GROUP, stop=stop), lines, cost)


def _filled(
    problem: Problem, lines: Lines, cost: int, stop: Callable[[], bool]
) -> tuple[Lines, int]:
    """Fill what stays open; never worse."""
    return _no_worse(problem, fill(problem, lines, group=GROUP, stop=stop), lines, cost)


def _no_worse(problem: Problem, tried: Lines, lines: Lines, cost: int) -> tuple[Lines, int]:
    weight = _weight(problem, tried)
    return (tried, weight) if weight < cost else (lines, cost)


def _one_by_one(
    problem: Problem, lines: Lines, cost: int, stop: Callable[[], bool]
) -> tuple[Lines, int]:
    better = True
    while better:
        better = False
        for person in problem.people:
            if stop():
                return lines, cost
            tried = {**lines, person.code: best_line(problem, person, lines)}
            weight = _weight(problem, tried)
            if weight < cost:
                lines, cost, better = tried, weight, True
    return lines, cost


def _shared(
    problem: Problem,
    lines: Lines,
    cost: int,
    in_vain: set[tuple[object, ...]],
    stop: Callable[[], bool],
) -> tuple[Lines, int] | None:
    """Let two people share anew what one of them does too much of; ``None`` if nothing helps.

    Alone, neither gives anything away: it would stay undone. What did not help is not tried
    again as long as both lines are the same.
    """
    for less, more in _uneven(problem, lines):
        key = (less.code, more.code, lines[less.code], lines[more.code])
        if key in in_vain:
            continue
        if stop():
            return None
        tried = _between(problem, less, more, lines)
        weight = _weight(problem, tried)
        if weight < cost:
            return tried, weight
        in_vain.add(key)
    return None


def _uneven(problem: Problem, lines: Lines) -> list[tuple[Person, Person]]:
    """Return who works less and who works more of what both may do, the most uneven first."""
    worked = {code: _worked(line) for code, line in lines.items()}
    pairs = [
        (less, more)
        for less in problem.people
        for more in problem.people
        if worked[more.code] - worked[less.code] > 1 and less.may & more.may
    ]
    return sorted(pairs, key=lambda pair: worked[pair[0].code] - worked[pair[1].code])


def _between(problem: Problem, less: Person, more: Person, lines: Lines) -> Lines:
    """Return the lines in which both have put down what they do, and taken it up by halves."""
    nothing = (None,) * problem.days
    half = (_worked(lines[less.code]) + _worked(lines[more.code]) + 1) // 2
    limited = replace(less, rules=(*less.rules, MostShifts(Rule("half"), half)))
    tried = {**lines, less.code: nothing, more.code: nothing}
    for person in (limited, more, less):
        tried[person.code] = best_line(problem, person, tried)
    return tried


def _worked(line: Iterable[Cell]) -> int:
    return sum(cell is not None for cell in line)


def _weight(problem: Problem, roster: Roster) -> int:
    """Return what a roster costs, with a weight for what must hold and does not.

    Even shares are a group's, though a breach names whoever has most.
    """
    judged = judged_alone = judge(problem, roster)
    if any(one.rule.price is None for one in problem.fairness):
        judged_alone = judge(replace(problem, fairness=()), roster)
    own = sum(breach.person is not None for breach in judged_alone.violations)
    return judged.objective + own * FORBIDDEN + (len(judged.violations) - own) * GROUP


def _scarce_first(problem: Problem) -> list[Person]:
    """Return the people, those who may do least first: the others fill what is left."""
    return sorted(problem.people, key=lambda person: (len(person.may), person.code))


@dataclass(slots=True)
class _Way:
    """A way along the first days: what it costs, where its machines stand, its last cell."""

    cost: int
    states: tuple[object, ...]
    cell: Cell = None
    before: "_Way | None" = None

    def cells(self) -> tuple[Cell, ...]:
        """Return the cells of all days."""
        found: list[Cell] = []
        way: _Way | None = self
        while way is not None and way.before is not None:
            found.append(way.cell)
            way = way.before
        return tuple(reversed(found))


def best_line(problem: Problem, person: Person, roster: Roster) -> tuple[Cell, ...]:
    """Return the best line found for a person beside what the others do."""
    beside = Beside(problem, person, roster)
    best: _Way | None = None
    for width in WIDTHS:
        found = beside.walk(width)
        if best is None or found.cost < best.cost:
            best = found
        if best.cost < BROKEN:
            break
    return best.cells() if best else (None,) * problem.days


@dataclass
class Beside:
    """One person's choices, priced by what all the others do."""

    problem: Problem
    person: Person
    roster: Roster
    machines: list[Machine] = field(init=False)
    choices: list[list[tuple[Cell, int]]] = field(init=False)

    def __post_init__(self) -> None:
        walk = Walk(self.problem, self.person)
        others = {c: cells for c, cells in self.roster.items() if c != self.person.code}
        for demand in self.problem.demands:
            _price_demand(walk, demand, others)
        self.machines = list(walk.machines)
        for fair in self.problem.fairness:
            if self.person.code in fair.people and (made := _fair(fair, self.person, others)):
                self.machines.append(made)
        self.choices = [_choices(walk, day) for day in range(self.problem.days)]

    def walk(self, width: int) -> _Way:
        """Return the cheapest of the ways that are followed."""
        ways = [_Way(0, tuple(one.start for one in self.machines))]
        for day in range(self.problem.days):
            ways = self._next(ways, day, width)
        for way in ways:
            way.cost += sum(m.end(s) for m, s in zip(self.machines, way.states, strict=True))
        return min(ways, key=lambda way: way.cost)

    def _next(self, ways: list[_Way], day: int, width: int) -> list[_Way]:
        cheapest: dict[tuple[object, ...], _Way] = {}
        for way in ways:
            for cell, price in self.choices[day]:
                made = self._step(way, day, cell, price)
                known = cheapest.get(made.states)
                if known is None or made.cost < known.cost:
                    cheapest[made.states] = made
        if len(cheapest) <= width:
            return list(cheapest.values())
        return self._narrowed(cheapest.values(), day, width)

    def _step(self, way: _Way, day: int, cell: Cell, price: int) -> _Way:
        cost, states = way.cost + price, []
        for one, state in zip(self.machines, way.states, strict=True):
            state_after, more = one.step(state, day, cell)
            states.append(state_after)
            cost += more
        return _Way(cost, tuple(states), cell, way)

    def _narrowed(self, ways: Iterable[_Way], day: int, width: int) -> list[_Way]:
        """Keep the cheapest, half of them spread over how much was worked so far.

        The cheapest alone may all have worked too little to come through.
        """
        looked = [m for m in range(len(self.machines)) if self.machines[m].ahead is not None]
        groups: dict[tuple[object, ...], list[tuple[int, _Way]]] = {}
        for way in ways:
            group = tuple(way.states[m] for m in looked)
            cost = way.cost + sum(self._ahead(m, way.states[m], day) for m in looked)
            groups.setdefault(group, []).append((cost, way))
        each = max(1, width // len(groups))
        kept = [one for group in groups.values() for one in nsmallest(each, group, key=_cost)]
        return [way for _, way in nsmallest(width, kept, key=_cost)]

    def _ahead(self, number: int, state: object, day: int) -> int:
        ahead = self.machines[number].ahead
        return ahead(state, day) if ahead else 0


def _cost(one: tuple[int, _Way]) -> int:
    return one[0]


def _choices(walk: Walk, day: int) -> list[tuple[Cell, int]]:
    """Return a day's cells with their prices: the cheapest of each shift, and nothing.

    Rules look at shifts; which post it is matters to the prices of single cells alone.
    """
    best: dict[str | None, tuple[Cell, int]] = {}
    for cell in walk.cells():
        price = walk.table.get((day, cell), 0)
        shift = cell.shift if cell else None
        if shift not in best or price < best[shift][1]:
            best[shift] = (cell, price)
    free = [one for one in best.values() if one[1] < BROKEN]
    return free or list(best.values())


def _price_demand(walk: Walk, demand: Demand, others: Roster) -> None:
    """Let cells cost what one more person there costs, or saves."""
    code = walk.person.code
    if demand.who is not None and code not in demand.who:
        return
    counted = demand.who if demand.who is not None else others.keys()
    there = sum(others[c][demand.day] in demand.duties for c in counted if c in others)
    change = _group(demand.under) * -int(there < demand.required)
    change += _group(demand.over) * int(there >= demand.required)
    if change:
        for duty in demand.duties & walk.person.may:
            walk.charge(demand.day, duty, change)


def _group(rule: Rule | None) -> int:
    if rule is None:
        return 0
    return GROUP if rule.price is None else rule.price


def _fair(fair: Fairness, person: Person, others: Roster) -> Machine | None:
    burdens = []
    for code in fair.people & others.keys():
        cells = [c for day, c in enumerate(others[code]) if fair.days is None or day in fair.days]
        fits = [c for c in cells if c and (fair.shifts is None or c.shift in fair.shifts)]
        burdens.append(fair.carry.get(code, 0) + len(fits))
    if not burdens:
        return None
    carried, beside = fair.carry.get(person.code, 0), (min(burdens), max(burdens))
    return burden(fair, carried, beside, _group(fair.rule))
