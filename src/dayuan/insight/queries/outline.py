"""The plan as a book: chapters, sections and clauses in the plan's own order.

A stored revision keeps its parts by name, so the order is read from the numbers
that the plan itself prints. Built once for a digest and kept per process.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from dayuan.handbook.compiled import Compiled, natural
from dayuan.handbook.coverage import Coverage, Report, coverage
from dayuan.reference.plans import queries as plans

#: Revisions whose outline a process remembers.
_KEPT = 8


@dataclass(frozen=True)
class Outline:
    """Chapters, sections and clauses of one revision in order, with their coverage."""

    plan: Compiled
    report: Report

    @cached_property
    def clauses(self) -> tuple[str, ...]:
        """Return every clause id, in the plan's order."""
        return tuple(sorted(self.plan.handbook.clauses, key=natural))

    @cached_property
    def children(self) -> Mapping[str | None, tuple[str, ...]]:
        """Return the sections below each section; the chapters stand under ``None``."""
        found: dict[str | None, list[str]] = {}
        for code in sorted(self.plan.handbook.sections, key=natural):
            found.setdefault(self.plan.handbook.sections[code].parent, []).append(code)
        return MappingProxyType({parent: tuple(below) for parent, below in found.items()})

    @cached_property
    def own_clauses(self) -> Mapping[str, tuple[str, ...]]:
        """Return the clauses that stand directly in each section."""
        found: dict[str, list[str]] = {}
        for code in self.clauses:
            found.setdefault(self.plan.handbook.clauses[code].section, []).append(code)
        return MappingProxyType({section: tuple(codes) for section, codes in found.items()})

    @property
    def chapters(self) -> tuple[str, ...]:
        """Return the chapters of the plan."""
        return self.children.get(None, ())

    def all_clauses(self, section: str) -> tuple[str, ...]:
        """Return the clauses of a section and of everything below it."""
        below = [c for child in self.children.get(section, ()) for c in self.all_clauses(child)]
        return (*self.own_clauses.get(section, ()), *below)

    def trail(self, section: str) -> tuple[str, ...]:
        """Return a section with the sections around it, the chapter first."""
        trail = [section]
        while parent := self.plan.handbook.sections[trail[0]].parent:
            trail.insert(0, parent)
        return tuple(trail)

    def neighbours(self, clause: str) -> tuple[str | None, str | None]:
        """Return the clause before and the clause after this one."""
        at = self._positions[clause]
        before = self.clauses[at - 1] if at else None
        after = self.clauses[at + 1] if at + 1 < len(self.clauses) else None
        return before, after

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        return MappingProxyType({code: at for at, code in enumerate(self.clauses)})

    def totals(self, clauses: Iterable[str]) -> dict[Coverage, int]:
        """Return how many of these clauses are in each state."""
        found = dict.fromkeys(Coverage, 0)
        for code in clauses:
            found[self.report.clauses[code].state] += 1
        return found


_outlines: dict[str, Outline] = {}


def outline_of(plan: Compiled) -> Outline:
    """Return the outline of a plan; computed once for its content."""
    found = _outlines.get(plan.digest)
    if found is None:
        if len(_outlines) >= _KEPT:
            _outlines.clear()
        report = coverage(plan.handbook, plans.catalogue())
        found = _outlines[plan.digest] = Outline(plan, report)
    return found
