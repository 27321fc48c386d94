"""How far the plan is alive: one honest state for every clause, with the reasons.

*enforced*: bound, with a test, to a capability that somebody can use today.
*prepared*: in the handbook, and no way yet to start it. *principle*: the plan
only states an intent. *not yet*: the rest. Nothing is rounded up.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dayuan.handbook.findings import Path
from dayuan.handbook.schema import ClauseKind, Handbook
from dayuan.handbook.sources import all_sources
from dayuan.kernel.catalogue import Catalogue
from dayuan.kernel.text import Text


class Coverage(StrEnum):
    """What becomes of a clause when the program runs."""

    ENFORCED = "enforced"
    PREPARED = "prepared"
    PRINCIPLE = "principle"
    NOT_YET = "not_yet"

    @property
    def text(self) -> Text:
        """Return the state's name."""
        return _NAMES[self]


_NAMES = {
    Coverage.ENFORCED: Text("已落实", "Enforced"),
    Coverage.PREPARED: Text("已备好", "Prepared"),
    Coverage.PRINCIPLE: Text("原则", "Principle"),
    Coverage.NOT_YET: Text("尚未", "Not yet"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that uses a clause: a binding, a step, a grant, a row, a setting.

    ``section`` and ``name`` say where it stands; ``step`` is set for a playbook's
    step; ``capability`` and ``test`` for a binding; ``live`` tells whether the
    capability can be used today.
    """

    section: str
    name: str
    step: str = ""
    capability: str = ""
    test: str = ""
    live: bool = False

    @property
    def where(self) -> str:
        """Return the place in the words of the files."""
        parts = (self.section, self.name, self.step or self.capability)
        return ".".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class ClauseCoverage:
    """The state of one clause and everything that speaks for it."""

    clause: str
    kind: ClauseKind
    state: Coverage
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Report:
    """The coverage of a whole handbook."""

    clauses: Mapping[str, ClauseCoverage]

    def totals(self, kind: ClauseKind | None = None) -> dict[str, int]:
        """Return the number of clauses and of each state, for one kind or for all."""
        rows = [c for c in self.clauses.values() if kind is None or c.kind is kind]
        counted = Counter(row.state for row in rows)
        return {"clauses": len(rows)} | {state.value: counted[state] for state in Coverage}

    def as_json(self) -> dict[str, Any]:
        """Return the totals, and the same for each kind of clause."""
        by_kind = {kind.value: self.totals(kind) for kind in ClauseKind}
        return {**self.totals(), "by_kind": by_kind}


def coverage(handbook: Handbook, catalogue: Catalogue) -> Report:
    """Return the state of every clause under what this program can do today."""
    # A dict for each clause keeps the order and drops doubles.
    reasons: dict[str, dict[Reason, None]] = {clause: {} for clause in handbook.clauses}
    for named, reason in (*_bindings(handbook, catalogue), *_references(handbook)):
        if named in reasons:
            reasons[named][reason] = None
    rows = {}
    for code, clause in handbook.clauses.items():
        found = tuple(reasons[code])
        rows[code] = ClauseCoverage(code, clause.kind, _state(clause.kind, found), found)
    return Report(rows)


def _state(kind: ClauseKind, reasons: tuple[Reason, ...]) -> Coverage:
    if kind is ClauseKind.PRINCIPLE:
        return Coverage.PRINCIPLE
    if any(reason.live and reason.test for reason in reasons):
        return Coverage.ENFORCED
    return Coverage.PREPARED if reasons else Coverage.NOT_YET


def _bindings(handbook: Handbook, catalogue: Catalogue) -> Iterator[tuple[str, Reason]]:
    for binding in handbook.bindings:
        capability = catalogue.capabilities.get(binding.capability)
        if capability is None:
            continue  # a name the program does not know prepares nothing
        yield (
            binding.clause,
            Reason(
                section="bindings",
                name="",
                capability=binding.capability,
                test=binding.test or "",
                live=capability.live,
            ),
        )


def _references(handbook: Handbook) -> Iterator[tuple[str, Reason]]:
    for path, source in all_sources(handbook):
        if source.clause:
            yield source.clause, _reason(handbook, path)
    for code, row in handbook.security_table.items():
        for cell in row.cells.values():
            if cell:
                yield cell.clause, Reason("security_table", code)


def _reason(handbook: Handbook, path: Path) -> Reason:
    section, name = str(path[0]), path[1]
    if section == "playbooks" and len(path) > 3 and path[2] == "steps":
        step = handbook.playbooks[str(name)].steps[int(path[3])]
        return Reason(section, str(name), step=step.id)
    if section == "establishment":
        return Reason(section, f"{name}[{int(path[2]) + 1}]")
    return Reason(section, f"[{name + 1}]" if isinstance(name, int) else name)
