"""The condition that a line of the index answers a question, as each database writes it.

Lines that fit better come first: each way to fit is asked for on its own and leaves out what
fits better, so that within each the newest can be walked to and left when a page is full.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, NamedTuple

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.expressions import Expression
from django.db.models.sql.compiler import SQLCompiler

from dayuan.platform.search import engines
from dayuan.platform.search.models import Line
from dayuan.platform.search.tokens import Term, Wanted

#: In front of a kind's codeword in the index: no letter, so nobody can type it.
_MARK = "§"
#: Above every number a line may have.
_NEWEST = 2**62


class Fit(IntEnum):
    """How well a record answers, the best first."""

    WHOLE = 0
    TITLE = 1
    BESIDE = 2
    #: Only a number that is like the one that was typed.
    NEAR = 3


class Asked(NamedTuple):
    """A question in a database's words: what is there and, where it stands apart, what is not."""

    there: str
    better: str = ""


def kind_word(kind: str) -> str:
    """Return the word by which the lines of one kind are told apart inside the index."""
    return _MARK + kind.replace(".", _MARK).replace("_", _MARK)


def circle_words(circle: str) -> tuple[str, ...]:
    """Return the word by which the lines of one circle are told apart; none without one."""
    return (_MARK + kind_word(circle),) if circle else ()


def fits(wanted: Wanted) -> list[Fit]:
    """Return the ways in which lines can answer a question, the best first."""
    return [fit for fit in Fit if _terms(wanted, fit)]


def answering(rows: QuerySet[Line], asked: Asked, before: int | None) -> Any:
    """Return those of the lines that answer, below one of them, the newest first.

    On SQLite the full-text table itself is walked from its newest row down and left when
    the page is full: asked for its numbers first, it would gather every match there is.
    """
    if connection.vendor != "sqlite":
        rows = rows.filter(Answers(asked))
        return (rows if before is None else rows.filter(pk__lt=before)).order_by("-pk")
    return rows.extra(
        tables=["search_words"],
        where=[
            "search_words.rowid = search_line.id",
            "search_words.search_words MATCH %s",
            "search_words.rowid < %s",
        ],
        params=[asked.there, _NEWEST if before is None else before],
        order_by=["-search_words.rowid"],
    )


#: How PostgreSQL is told a question: so that it may guess how many lines answer, or so that
#: it cannot and gathers by the index; and where the lines stand, to be narrowed down.
_HAS, _KNOWN, _HIDDEN = "search_line.vector @@", "%s::tsquery", "(SELECT %s::tsquery)"
_ANYWHERE = "search_line.id > 0"
#: So many of the newest lines are walked through before all that answer are gathered.
NEWEST = 10_000


class Answers(Expression):
    """True for lines that answer, as PostgreSQL looks them up in its vector."""

    output_field = models.BooleanField()
    conditional = True

    def __init__(self, asked: Asked) -> None:
        super().__init__()
        self.asked = asked

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        """Ask the vector."""
        del compiler, connection
        # What is left out stands apart: inside the question it keeps the planner off the index.
        has = f"{_HAS} {_KNOWN} AND NOT {_HAS} {_KNOWN}"
        return f"({has} AND {_ANYWHERE})", list(self.asked)


def newest_first(
    sql: str, given: Sequence[Any], most: int, before: int | None
) -> tuple[str, list[Any]]:
    """Return a PostgreSQL statement that looks among the newest lines, and further if it must.

    What PostgreSQL guesses of several words is far off where they never stand together, or
    always do: it walks over a million lines for nothing. So it walks a while and no further;
    a word that many lines have has filled a page by then. Any other has few enough to be
    gathered by the index, and what was walked over is left out there.
    """
    newest = f"(SELECT MAX(id) - {NEWEST} FROM search_line)"  # noqa: S608 - our own words
    edge = newest if before is None else str(before - NEWEST)
    near = sql.replace(_ANYWHERE, f"search_line.id > {edge}")
    # Not as a column by itself: an index of all older lines would be gathered beside.
    far = sql.replace(_ANYWHERE, f"search_line.id + 0 <= {edge}")
    far = far.replace(f"{_HAS} {_KNOWN}", f"{_HAS} {_HIDDEN}")
    both = (
        f"WITH near AS MATERIALIZED ({near}) SELECT * FROM near UNION ALL "  # noqa: S608 - see above
        f"SELECT * FROM ({far}) AS far WHERE (SELECT COUNT(*) FROM near) < {most}"
    )
    return both, [*given, *given]


# ── the question in the words of each database ──────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Speech:
    """How a database says that words are there. They need nothing but quotes."""

    quote: str
    begins: str
    every: str
    any: str
    #: Behind a beginning that is a word of its own, and how long one may be.
    begun: str = ""
    longest: int = 0

    def term(self, term: Term) -> str:
        """Say that one of a term's words is there."""
        say = self._begins if term.begins else self._is
        return f"({self.any.join(map(say, term.words))})"

    def _is(self, word: str) -> str:
        return f"{self.quote}{word}{self.quote}"

    def _begins(self, word: str) -> str:
        if len(word) <= self.longest:
            return self._is(word + self.begun)
        return self._is(word) + self.begins

    def all(self, terms: Iterable[Term]) -> str:
        """Say that every term is there."""
        return f"({self.every.join(map(self.term, terms))})"


_SQLITE = _Speech(quote='"', begins=" *", every=" AND ", any=" OR ")
_POSTGRESQL = _Speech(
    quote="'", begins=":*", every=" & ", any=" | ",
    begun=engines.BEGUN, longest=engines.LONGEST_BEGINNING,
)  # fmt: skip


def said(kind: str, wanted: Wanted, fit: Fit, circle: str = "", *, grows: bool = False) -> Asked:
    """Say that lines of a kind fit so and no better, in the words of the database in use.

    A kind that grows has most of the lines: PostgreSQL, which would go through all of them
    for the kind's word, tells the others apart by their column.
    """
    sqlite = connection.vendor == "sqlite"
    speech = _SQLITE if sqlite else _POSTGRESQL
    of_kind = () if grows and not sqlite else (kind_word(kind),)
    marks = (*of_kind, *circle_words(circle))
    there = speech.all((*(Term((mark,)) for mark in marks), *_terms(wanted, fit)))
    better = [speech.all(terms) for one in Fit if one < fit and (terms := _terms(wanted, one))]
    if sqlite:
        return Asked(" NOT ".join((there, *better)))
    return Asked(there, speech.any.join(better))


def _terms(wanted: Wanted, fit: Fit) -> tuple[Term, ...]:
    """Return what lines have that fit so, or better."""
    if fit is Fit.WHOLE:
        return (Term((wanted.whole,)),) if wanted.whole else ()
    if fit is Fit.TITLE:
        return wanted.terms
    return tuple(term.anywhere for term in (wanted.terms if fit is Fit.BESIDE else wanted.near))
