"""What must hold, as reasons that can be named and left out; needs no solver."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dayuan.resources.rosters.planner.problem import (
    Demand,
    Fairness,
    Person,
    PersonRule,
    Problem,
    Rule,
)


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that holds: whose it is, or on which day it asks for people."""

    rule: Rule
    person: str | None = None
    day: int | None = None
    #: What it is in the problem: a person's rule, a demand or a measure of fairness.
    of: PersonRule | Demand | Fairness | None = None


@dataclass(frozen=True, slots=True)
class Bundle:
    """Reasons that are said together, under a name; those first in a list are left out first."""

    name: tuple[str, ...]
    reasons: tuple[Reason, ...]


def reasons(problem: Problem) -> list[Reason]:
    """Return everything that must hold."""
    found = [
        Reason(rule.rule, person.code, of=rule)
        for person in problem.people
        for rule in person.rules
        if rule.rule.hard
    ]
    for demand in problem.demands:
        asked = {rule for rule in (demand.under, demand.over) if rule is not None and rule.hard}
        found += [Reason(rule, day=demand.day, of=demand) for rule in asked]
    found += [Reason(fair.rule, of=fair) for fair in problem.fairness if fair.rule.hard]
    return found


def only(problem: Problem, kept: Sequence[Reason]) -> Problem:
    """Return the problem in which nothing is asked but some reasons."""
    named = {(one.person, id(one.of), one.rule) for one in kept}

    def stays(person: str | None, of: object, rule: Rule | None) -> Rule | None:
        return rule if rule is not None and (person, id(of), rule) in named else None

    def of_person(person: Person) -> Person:
        rules = [one for one in person.rules if stays(person.code, one, one.rule)]
        return replace(person, rules=tuple(rules))

    demands = [
        replace(one, under=stays(None, one, one.under), over=stays(None, one, one.over))
        for one in problem.demands
    ]
    return replace(
        problem,
        people=tuple(of_person(person) for person in problem.people),
        demands=tuple(one for one in demands if one.under or one.over),
        fairness=tuple(one for one in problem.fairness if stays(None, one, one.rule)),
    )
