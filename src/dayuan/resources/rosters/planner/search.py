"""Searches for a good roster in a given time: CP-SAT on the whole, and on parts of it.

One run works on the whole model and proves the bound. Beside it neighbourhoods are solved
again and again, each to its best. A roster counts only once the checker has judged it.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random

from dayuan.resources.rosters.planner import greedy
from dayuan.resources.rosters.planner.checking import Judgement, judge
from dayuan.resources.rosters.planner.cpsat import Answer, Effort, Found, Model
from dayuan.resources.rosters.planner.neighbourhoods import Chooser, Kind, Neighbourhood
from dayuan.resources.rosters.planner.problem import Cell, Problem

#: The whole model is left out beyond so many choices: it would take memory and prove nothing.
LARGEST_WHOLE = 400_000
#: Up to so many cells the first roster is planned greedily, beyond it by the solver in parts.
LARGEST_GREEDY = 1_500
#: How many people are planned at once for the first roster.
BATCH_CELLS = 150
#: What a rule for a group costs while most people are not planned yet.
GROUP = 10**5
#: How long one part is worked on, in seconds, and what counts as no time.
PART, QUICK = 3.0, 1.2
#: How much of linear programming the solver uses: much, the model is tight.
LEVEL = 2
#: The first stage: which part of the time, and how many seconds at most.
OPENING, LONGEST_OPENING = 0.25, 40.0
#: How long parts may bring nothing, in seconds and as a part of the time.
LEAST_PATIENCE, PATIENCE = 12.0, 0.1
Lines = dict[str, tuple[Cell, ...]]


@dataclass
class Search:
    """One search: what is best so far, what is proved, and when it ends."""

    problem: Problem
    clock: Callable[[], float]
    deadline: float
    stop: Callable[[], bool]
    told: Callable[[int, int], None]
    seed: int = 1
    workers: int = 8
    hands: int = 2
    lines: Lines | None = None
    judged: Judgement | None = None
    bound: int = 0
    whole_done: bool = False
    turn: int = 0
    begun: float = 0.0
    better_at: float = 0.0
    lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        self.begun = self.better_at = self.clock()

    def left(self) -> float:
        """Return the seconds that are left."""
        return self.deadline - self.clock()

    def proven(self) -> bool:
        """Tell whether nothing better exists."""
        judged = self.judged
        return judged is not None and not judged.violations and judged.objective <= self.bound

    def over(self) -> bool:
        """Tell whether to end."""
        return self.left() <= 0 or self.stop() or self.proven() or self.whole_done

    def offer(self, lines: Lines) -> bool:
        """Take a roster if it is no worse; tell whether it is better."""
        judged = judge(self.problem, lines)
        with self.lock:
            better = self.judged is None or _rank(judged) < _rank(self.judged)
            if better or (self.judged is not None and _rank(judged) == _rank(self.judged)):
                self.lines, self.judged = lines, judged
            if better:
                self.better_at = self.clock()
                self._tell()
        return better

    def prove(self, bound: int | None) -> None:
        """Take a bound that the solver has proved on the whole model."""
        with self.lock:
            if bound is not None and bound > self.bound:
                self.bound = bound
                self._tell()

    def _tell(self) -> None:
        if self.judged is not None and not self.judged.violations:
            self.told(self.judged.objective, min(self.bound, self.judged.objective))

    def run(self) -> None:
        """Search until time is over, somebody stops it, or the best is proved.

        The whole model comes first, beside a first roster; then parts alone, as long as
        they bring something; then the whole again, to prove that nothing is better.
        """
        begun = self.clock()
        opening = min(OPENING * (self.deadline - begun), LONGEST_OPENING)
        self._stage(whole=True, hands=1, ends=lambda: self.clock() - begun > opening)
        self._stage(whole=False, hands=self.hands, ends=self._stands_still)
        self._stage(whole=True, hands=1, ends=lambda: False)

    def _stands_still(self) -> bool:
        patience = max(LEAST_PATIENCE, PATIENCE * (self.deadline - self.begun))
        return self.clock() - self.better_at > patience

    def _stage(self, *, whole: bool, hands: int, ends: Callable[[], bool]) -> None:
        """Work on the whole and on parts at once, until a stage ends."""
        if self.over():
            return

        def over() -> bool:
            return self.over() or ends()

        with ThreadPoolExecutor() as pool:
            work = [pool.submit(self._hand, number, over) for number in range(hands)]
            if whole and size(self.problem) <= LARGEST_WHOLE:
                work.append(pool.submit(self.on_the_whole, over))
            for one in work:
                one.result()

    def _hand(self, number: int, over: Callable[[], bool]) -> None:
        if self.lines is None:
            self.first_roster()
        self.on_parts(number, over)

    def on_the_whole(self, over: Callable[[], bool]) -> None:
        """Work on the whole model, for the bound and for rosters of its own."""
        model = Model(self.problem)
        model.tighten(stop=over)
        with self.lock:
            lines, judged = self.lines, self.judged
        known = judged.objective if judged is not None and not judged.violations else None
        if lines is not None and known is not None:
            model.begin_at(lines)
            # Where nothing is cheaper the solver says so, and what is known is the best.
            model.below(known - 1)
        effort = Effort(self.left(), self.workers, self.seed, level=LEVEL)
        answer = model.solve(effort, stop=over, on_roster=self._of_the_whole)
        if answer.found is Found.IMPOSSIBLE and known is not None:
            self.prove(known)
        else:
            self._take(answer)

    def _of_the_whole(self, lines: Lines, objective: int, bound: int) -> None:
        self.prove(bound)
        if self.judged is None or objective < self.judged.objective or self.judged.violations:
            self.offer(lines)

    def _take(self, answer: Answer) -> None:
        self.prove(answer.bound)
        if answer.roster is not None:
            self.offer(answer.roster)
        self.whole_done = answer.found in (Found.OPTIMAL, Found.IMPOSSIBLE)

    def first_roster(self) -> None:
        """Plan some people after the others: quick, and every line keeps its person's rules."""
        lines: Lines = self.problem.nobody_works()
        if len(self.problem.people) * self.problem.days <= LARGEST_GREEDY:
            self.offer(greedy.plan(self.problem, stop=lambda: True))
            return
        codes = [person.code for person in self.problem.people]
        Random(self.seed).shuffle(codes)  # noqa: S311 - chance for a search, not for a secret
        step = max(1, BATCH_CELLS // self.problem.days)
        for first in range(0, len(codes), step):
            if self.judged is not None and not self.judged.violations:
                return
            batch = Neighbourhood(frozenset(codes[first : first + step]), range(self.problem.days))
            lines |= self._planned(batch, lines)
        self.offer(lines)

    def _planned(self, batch: Neighbourhood, lines: Lines) -> Lines:
        cut = batch.cut(self.problem)
        model = Model(cut, around=lines, elastic=GROUP)
        answer = model.solve(Effort(2.0, 1, self.seed), stop=self.stop)
        if answer.roster is not None:
            return answer.roster
        found: Lines = {}
        for person in cut.people:
            found[person.code] = greedy.best_line(self.problem, person, {**lines, **found})
        return found

    def on_parts(self, number: int, over: Callable[[], bool]) -> None:
        """Solve one neighbourhood after the other."""
        self.turn += 1
        random = Random(1_000 * self.seed + 10 * self.turn + number)  # noqa: S311 - see above
        chooser = Chooser(self.problem, random)
        while not over():
            lines, judged = self.lines, self.judged
            if lines is None or judged is None:
                return
            kind, part = chooser.choose(judged)
            started = self.clock()
            answer, better = self.replan(part, lines, random.randrange(2**31), over)
            chooser.learn(
                kind,
                finished=answer.found in (Found.OPTIMAL, Found.IMPOSSIBLE),
                quick=self.clock() - started < QUICK,
                gain=better,
            )

    def replan(
        self, part: Neighbourhood, lines: Lines, seed: int, over: Callable[[], bool]
    ) -> tuple[Answer, bool]:
        """Plan a part anew; take what is no worse."""
        cut = part.cut(self.problem)
        before = judge(cut, lines)
        model = Model(cut, kept=part.kept(lines), around=lines)
        if not before.violations:
            model.below(before.objective)
            model.begin_at(lines)
        seconds = min(PART, max(self.left(), 0.05))
        answer = model.solve(Effort(seconds, 1, seed, level=LEVEL, brief=True), stop=over)
        if answer.roster is None:
            return answer, False
        with self.lock:
            now = {**(self.lines or {}), **answer.roster}
            return answer, self.offer(now)


def size(problem: Problem) -> int:
    """Return how many choices a problem has."""
    return problem.days * sum(len(person.may) for person in problem.people)


def _rank(judged: Judgement) -> tuple[int, int]:
    return sum(breach.units for breach in judged.violations), judged.objective


__all__ = ["Kind", "Search", "size"]
