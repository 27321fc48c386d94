"""State machines as frozen tables, testable without a database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from dayuan.kernel.text import Text


class Phase(StrEnum):
    """What every list of cases understands, whatever the kind's own states are."""

    OPEN = "open"
    WAITING = "waiting"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class State:
    """One state: its codeword (never renamed or reused), label, tone and phase."""

    code: str
    label: Text
    tone: str
    phase: Phase = Phase.OPEN


@dataclass(frozen=True, slots=True)
class Transition:
    """One legal move: the act's codeword, the states it leaves and the one it enters."""

    act: str
    label: Text
    sources: frozenset[str]
    target: str
    needs_reason: bool = False


class IllegalTransitionError(Exception):
    """The act does not exist from this state."""


@dataclass(frozen=True)
class Machine:
    """A whole state machine; building one that does not hold together fails."""

    code: str
    states: tuple[State, ...]
    initial: str
    transitions: tuple[Transition, ...]
    #: State codes that old rows may hold but nothing may enter any more.
    retired: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        known = [s.code for s in self.states]
        if len(set(known)) != len(known):
            raise ValueError(f"{self.code}: a state is listed twice")
        acts = [t.act for t in self.transitions]
        if len(set(acts)) != len(acts):
            raise ValueError(f"{self.code}: an act is listed twice")
        used = {self.initial} | {t.target for t in self.transitions} | self.retired
        for one in self.transitions:
            used |= one.sources
        if unknown := used - set(known):
            raise ValueError(f"{self.code}: unknown states {sorted(unknown)}")
        if dead := ({self.initial} | {t.target for t in self.transitions}) & self.retired:
            raise ValueError(f"{self.code}: a transition enters retired states {sorted(dead)}")

    @cached_property
    def _by_code(self) -> Mapping[str, State]:
        return {s.code: s for s in self.states}

    @cached_property
    def _by_act(self) -> Mapping[str, Transition]:
        return {t.act: t for t in self.transitions}

    def state(self, code: str) -> State:
        """Return the state of this code; ``KeyError`` if there is none."""
        return self._by_code[code]

    def transition(self, act: str) -> Transition:
        """Return the transition of this act; ``KeyError`` if there is none."""
        return self._by_act[act]

    def may(self, act: str, *, state: str) -> bool:
        """Tell whether the act exists from this state."""
        return act in self._by_act and state in self._by_act[act].sources

    def acts_from(self, state: str) -> tuple[Transition, ...]:
        """Return the legal moves from a state, in the table's order."""
        return tuple(t for t in self.transitions if state in t.sources)

    def after(self, act: str, *, state: str) -> State:
        """Return the state that the act leads to, or raise IllegalTransitionError."""
        if not self.may(act, state=state):
            raise IllegalTransitionError(f"{self.code}: no act {act!r} from {state!r}")
        return self._by_code[self._by_act[act].target]

    def choices(self) -> list[tuple[str, str]]:
        """Return (code, Chinese label) pairs, for a database constraint or a form."""
        return [(s.code, s.label.zh) for s in self.states]

    def in_phase(self, *phases: Phase) -> frozenset[str]:
        """Return the codes of the states in these phases."""
        return frozenset(s.code for s in self.states if s.phase in phases)


def leaving(*states: str) -> frozenset[str]:
    """Return the sources of a transition, for a table that reads as prose."""
    return frozenset(states)


def reachable(machine: Machine) -> frozenset[str]:
    """Return every state that can be reached from the initial one."""
    found: set[str] = set()
    queue: list[str] = [machine.initial]
    while queue:
        code = queue.pop()
        if code not in found:
            found.add(code)
            queue.extend(_next(machine.transitions, code))
    return frozenset(found)


def _next(transitions: Iterable[Transition], code: str) -> list[str]:
    return [t.target for t in transitions if code in t.sources]
