"""Problems as values: a rule returns all of them, each with its source.

The page, the interface for programs and the command ask the same rule, so a
greyed button, an error response and a refused command say the same sentence.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from dayuan.kernel.text import Text


class SourceKind(StrEnum):
    """Where a rule comes from; every rule has exactly one."""

    CLAUSE = "clause"
    DECISION = "decision"
    LAW = "law"
    SITE = "site"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Source:
    """What a rule appeals to: a clause, a decision, a law, the site, the program.

    ``ref`` is the clause id, the decision number or the law's article; for the
    site's own choice and for the program it is a short reason.
    """

    kind: SourceKind
    ref: str

    @classmethod
    def system(cls, reason: str) -> "Source":
        """Return the source of a rule that the program itself needs."""
        return cls(SourceKind.SYSTEM, reason)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that stands in the way, said so that a guard understands it.

    ``code`` is a stable codeword for programs; ``says`` the sentence for people,
    including what to do next.
    """

    code: str
    says: Text
    source: Source = field(default_factory=lambda: Source.system("program"))


class Blocker(Problem):
    """Nobody may pass; the sentence says what would have to change."""

    __slots__ = ()


class NeedsApproval(Problem):
    """Somebody else may allow it; who did is recorded."""

    __slots__ = ()


class Warning(Problem):  # noqa: A001 - the domain's word; builtins.Warning is not used here
    """One may go on after having seen it; that it was seen is recorded."""

    __slots__ = ()


Problems = tuple[Problem, ...]


def blockers(problems: Iterable[Problem]) -> Problems:
    """Return the problems that stop an act, in the order they were found."""
    return tuple(p for p in problems if isinstance(p, Blocker | NeedsApproval))


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A command did not act; every reason is here.

    ``hidden`` means that the asker may not even know that the object exists:
    the edge then answers exactly as for an object that does not exist.
    """

    def __init__(self, *problems: Problem, hidden: bool = False) -> None:
        super().__init__("; ".join(p.code for p in problems))
        self.problems: Problems = problems
        self.hidden = hidden


def refuse_if(problems: Iterable[Problem]) -> None:
    """Raise :class:`Refused` with every blocking problem, if there is one."""
    found = blockers(problems)
    if found:
        raise Refused(*found)
