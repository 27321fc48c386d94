"""One person's days in the model: literals for cells, shifts and work, and the rules on them."""

from collections import defaultdict
from collections.abc import Iterable
from functools import singledispatchmethod

from dayuan.resources.rosters.planner.problem import (
    Cell,
    Duty,
    LeastMinutes,
    LongestStretch,
    MostMinutes,
    MostShifts,
    MostWeekends,
    Ordered,
    Person,
    PersonRule,
    Problem,
    Rest,
    Rule,
    ShortestBreak,
    ShortestStretch,
    Succession,
    Unchanged,
    Untouched,
)
from dayuan.resources.rosters.planner.sheet import Literal, Sheet, Term, negated

DAY = 24 * 60


class Line:
    """A person's cells as literals; settled ones are what ``kept`` says."""

    def __init__(
        self, sheet: Sheet, problem: Problem, person: Person, kept: dict[int, Cell]
    ) -> None:
        self.sheet = sheet
        self.problem = problem
        self.person = person
        self.past = len(person.before)
        self.shift = problem.shift
        self._cells: dict[int, dict[Duty, Literal]] = {}
        self._works: dict[int, Literal] = {}
        self._shifts: dict[tuple[int, str], Literal] = {}
        self._begins: dict[int, Literal] = {}
        self._kept = bool(kept)
        settled = {n - self.past: cell for n, cell in enumerate(person.before)} | kept
        for day in range(-self.past, problem.days):
            if day in settled:
                self._settle(day, settled[day])
            else:
                self._open(day)

    def _settle(self, day: int, cell: Cell) -> None:
        self._cells[day] = {cell: 1} if cell else {}
        self._works[day] = int(cell is not None)

    def _open(self, day: int) -> None:
        barred: set[Duty] = set()
        for rule in self.person.rules:
            if isinstance(rule, Ordered) and rule.day == day and rule.rule.hard:
                meant = self.person.may if rule.duties is None else rule.duties
                barred |= self.person.may - meant if rule.wanted else meant
        duties = sorted(self.person.may - barred)
        cells: dict[Duty, Literal] = {duty: self.sheet.boolean() for duty in duties}
        self._cells[day] = cells
        # A variable even where nothing may be done: what is settled is only what was before.
        works = self.sheet.boolean()
        self._works[day] = works
        self.sheet.model.add_exactly_one([*cells.values(), ~works])

    def does(self, day: int, duties: Iterable[Duty] | None = None) -> list[Literal]:
        """Return the literals of a day's cells, of some duties or of all."""
        cells = self._cells[day]
        if duties is None:
            return list(cells.values())
        return [cells[duty] for duty in duties if duty in cells]

    def cells(self, day: int) -> dict[Duty, Literal]:
        """Return the literals of a day by duty."""
        return self._cells[day]

    def works(self, day: int) -> Literal:
        """Return the literal of working at all on a day."""
        return self._works[day]

    def in_shift(self, day: int, code: str) -> Literal:
        """Return the literal of a shift on a day, on whichever post."""
        if (day, code) not in self._shifts:
            cells = self._cells[day].items()
            parts = [literal for duty, literal in cells if duty.shift == code]
            self._shifts[day, code] = self.sheet.sum_of(parts)
        return self._shifts[day, code]

    def in_shifts(self, day: int, codes: frozenset[str] | None) -> list[Literal]:
        """Return literals of which exactly one is true where the day is in those shifts."""
        if codes is None:
            return [self.works(day)]
        return [self.in_shift(day, code) for code in sorted(codes)]

    def minutes(self, days: Iterable[int]) -> list[Term]:
        """Return the minutes of some days as a sum."""
        return [
            (self.shift[duty.shift].minutes, literal)
            for day in days
            for duty, literal in self._cells[day].items()
        ]

    def begins(self, day: int) -> Literal:
        """Return the literal of beginning to work on a day; the first known day counts as one."""
        if day not in self._begins:
            self._begins[day] = self._beginning(day)
        return self._begins[day]

    def _beginning(self, day: int) -> Literal:
        now = self.works(day)
        if day == -self.past:
            return now
        earlier = self.works(day - 1)
        if isinstance(now, int) and not now:
            return 0
        if isinstance(earlier, int):
            return 0 if earlier else now
        if isinstance(now, int):
            return ~earlier
        begins = self.sheet.boolean()
        model = self.sheet.model
        model.add_implication(begins, now)
        model.add_implication(begins, ~earlier)
        model.add_bool_or([begins, earlier, ~now])
        return begins

    def keep(self) -> None:
        """Write down every rule of the person."""
        self.sheet.strict = not self._kept
        for rule in self.person.rules:
            self.follow(rule)

    @singledispatchmethod
    def follow(self, rule: PersonRule) -> None:
        """Write down one rule."""
        raise TypeError(f"nobody knows how to plan by {rule}")

    @follow.register
    def _(self, rule: Ordered) -> None:
        literals = self.does(rule.day, None if rule.duties is None else sorted(rule.duties))
        terms = [(1, literal) for literal in literals]
        if rule.wanted:
            self.sheet.at_least(terms, 1, rule.rule.price)
        else:
            self.sheet.at_most(terms, 0, rule.rule.price)

    @follow.register
    def _(self, rule: Succession) -> None:
        forbidden = {shift.code: shift.not_followed_by for shift in self.problem.shifts}
        self._apart(rule.rule, 1, forbidden)

    @follow.register
    def _(self, rule: Rest) -> None:
        furthest = max((s.start + s.minutes for s in self.problem.shifts), default=0)
        for lag in range(1, (furthest + rule.minutes) // DAY + 1):
            forbidden = {
                one.code: frozenset(
                    other.code
                    for other in self.problem.shifts
                    if lag * DAY + other.start - one.start - one.minutes < rule.minutes
                )
                for one in self.problem.shifts
            }
            self._apart(rule.rule, lag, forbidden)

    def _apart(self, rule: Rule, lag: int, forbidden: dict[str, frozenset[str]]) -> None:
        """Keep shifts from being followed by others so many days later."""
        for day in range(max(0, lag - self.past), self.problem.days):
            if not rule.hard:
                for code, others in forbidden.items():
                    for other in others:
                        pair = [self.in_shift(day - lag, code), self.in_shift(day, other)]
                        self.sheet.never_all(pair, rule.price)
                continue
            # Whoever forbids all of a set, and the set: one clique instead of many pairs.
            for others in sorted({one for one in forbidden.values() if one}, key=sorted):
                before = [code for code, these in forbidden.items() if others <= these]
                clique = [self.in_shift(day - lag, code) for code in before]
                clique += [self.in_shift(day, code) for code in sorted(others)]
                self.sheet.at_most_one(clique)

    @follow.register
    def _(self, rule: MostShifts) -> None:
        days = range(self.problem.days)
        terms = [(1, one) for day in days for one in self.in_shifts(day, rule.shifts)]
        self.sheet.at_most(terms, rule.most, rule.rule.price)

    @follow.register
    def _(self, rule: MostMinutes) -> None:
        price, days = rule.rule.price, range(self.problem.days)
        if rule.every is None:
            self.sheet.at_most(self.minutes(days), rule.most - rule.already, price, rule.step)
            return
        for day in days:
            window = range(max(-self.past, day - rule.every + 1), day + 1)
            self.sheet.at_most(self.minutes(window), rule.most, price, rule.step)

    @follow.register
    def _(self, rule: LeastMinutes) -> None:
        terms = self.minutes(range(self.problem.days))
        self.sheet.at_least(terms, rule.least - rule.already, rule.rule.price, rule.step)

    @follow.register
    def _(self, rule: LongestStretch) -> None:
        for day in range(max(0, rule.most - self.past), self.problem.days):
            window = range(day - rule.most, day + 1)
            if rule.rule.hard:
                terms = [(1, one) for other in window for one in self.in_shifts(other, rule.shifts)]
                self.sheet.at_most(terms, rule.most, None)
            else:
                whole = [self.sheet.sum_of(self.in_shifts(one, rule.shifts)) for one in window]
                self.sheet.never_all(whole, rule.rule.price)
            if rule.rule.hard and rule.shifts is None and rule.most:
                # Whoever works began not long ago: no more than the above, but tighter.
                terms = [(1, self.begins(other)) for other in window[1:]]
                self.sheet.at_least([*terms, (-1, self.works(day))], 0, None)

    @follow.register
    def _(self, rule: ShortestStretch) -> None:
        if not rule.rule.hard:
            self._short(rule.rule, rule.least, on=True)
            return
        for day in range(self.problem.days):
            first = max(day - rule.least + 1, -self.past + 1)
            terms = [(1, self.begins(other)) for other in range(first, day + 1)]
            self.sheet.at_most([*terms, (-1, self.works(day))], 0, None)

    @follow.register
    def _(self, rule: ShortestBreak) -> None:
        if not rule.rule.hard:
            self._short(rule.rule, rule.least, on=False)
            return
        for day in range(-min(self.past, rule.least), self.problem.days):
            last = min(day + rule.least, self.problem.days - 1)
            terms = [(1, self.begins(other)) for other in range(max(day + 1, 0), last + 1)]
            self.sheet.at_most([*terms, (1, self.works(day))], 1, None)

    def _short(self, rule: Rule, least: int, *, on: bool) -> None:
        """Price stretches (or breaks) of too few days, for each day that lacks."""
        for end in range(self.problem.days):
            for length in range(1, least):
                start = end - length
                if start - 1 < -self.past:
                    break
                inside = [self._is(day, on=on) for day in range(start, end)]
                edges = [self._is(start - 1, on=not on), self._is(end, on=not on)]
                self.sheet.never_all([*edges, *inside], (rule.price or 0) * (least - length))

    def _is(self, day: int, *, on: bool) -> Literal:
        works = self.works(day)
        return works if on else negated(works)

    @follow.register
    def _(self, rule: MostWeekends) -> None:
        weekends = self.problem.weekends
        terms = [(1, self.sheet.any_of(self.works(day) for day in days)) for days in weekends]
        self.sheet.at_most(terms, rule.most, rule.rule.price)

    def _changed(self, cells: tuple[Cell, ...]) -> dict[int, Literal]:
        changed: dict[int, Literal] = defaultdict(int)
        for day, cell in enumerate(cells):
            stays = self._cells[day].get(cell, 0) if cell else negated(self.works(day))
            changed[day] = negated(stays)
        return changed

    @follow.register
    def _(self, rule: Unchanged) -> None:
        for literal in self._changed(rule.cells).values():
            self.sheet.at_most([(1, literal)], 0, rule.rule.price)

    @follow.register
    def _(self, rule: Untouched) -> None:
        touched = self.sheet.any_of(self._changed(rule.cells).values())
        self.sheet.at_most([(1, touched)], 0, rule.rule.price)
