"""The condition that a line of the index answers a question, as each database writes it."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression
from django.db.models.sql.compiler import SQLCompiler

from dayuan.platform.search.tokens import Term

#: In front of a kind's codeword in the index: no letter, so nobody can type it.
_MARK = "§"


def kind_word(kind: str) -> str:
    """Return the word by which the lines of one kind are told apart inside the index."""
    return _MARK + kind.replace(".", _MARK).replace("_", _MARK)


def lines_of(kind: str, terms: Sequence[Term]) -> "Answers":
    """Return the condition that a line is of a kind and has every one of the terms."""
    return Answers((Term((kind_word(kind),)), *terms))


class Answers(Expression):
    """True for lines that have every term; each database looks it up in its own index.

    Words of terms have letters and digits alone, so they need nothing but quotes.
    """

    output_field = models.BooleanField()
    conditional = True

    def __init__(self, terms: Sequence[Term]) -> None:
        super().__init__()
        self.terms = tuple(terms)

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> Any:
        """Ask the full-text table for the numbers of lines."""
        asked = " AND ".join(f"({' OR '.join(_fts(t))})" for t in self.terms)
        sql = "search_line.id IN (SELECT rowid FROM search_words WHERE search_words MATCH %s)"
        return sql, [asked]

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any
    ) -> Any:
        """Ask the vector."""
        asked = " & ".join(f"({' | '.join(_tsquery(t))})" for t in self.terms)
        return "search_line.vector @@ %s::tsquery", [asked]

    as_sql = as_postgresql


def _fts(term: Term) -> list[str]:
    return [f'"{word}"{" *" if term.begins else ""}' for word in term.words]


def _tsquery(term: Term) -> list[str]:
    return [f"'{word}'{':*' if term.begins else ''}" for word in term.words]
