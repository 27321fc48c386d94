"""The condition that a line of the index answers a question, as each database writes it."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.expressions import Expression
from django.db.models.sql.compiler import SQLCompiler

from dayuan.platform.search.models import Line
from dayuan.platform.search.tokens import Term

#: In front of a kind's codeword in the index: no letter, so nobody can type it.
_MARK = "§"
#: Above every number a line may have.
_NEWEST = 2**62


def kind_word(kind: str) -> str:
    """Return the word by which the lines of one kind are told apart inside the index."""
    return _MARK + kind.replace(".", _MARK).replace("_", _MARK)


def newest(rows: QuerySet[Line], kind: str, terms: Sequence[Term], before: int | None) -> Any:
    """Return those of the lines of a kind that have every term, the newest first.

    On SQLite the full-text table itself is walked from its newest row down and left when
    the page is full: asked for its numbers first, it would gather every match there is.
    """
    wanted = (Term((kind_word(kind),)), *terms)
    if connection.vendor != "sqlite":
        rows = rows.filter(Answers(wanted))
        return (rows if before is None else rows.filter(pk__lt=before)).order_by("-pk")
    asked = " AND ".join(f"({' OR '.join(_fts(term))})" for term in wanted)
    return rows.extra(
        tables=["search_words"],
        where=[
            "search_words.rowid = search_line.id",
            "search_words.search_words MATCH %s",
            "search_words.rowid < %s",
        ],
        params=[asked, _NEWEST if before is None else before],
        order_by=["-search_words.rowid"],
    )


class Answers(Expression):
    """True for lines that have every term, as PostgreSQL looks them up in its vector.

    Words of terms have letters and digits alone, so they need nothing but quotes.
    """

    output_field = models.BooleanField()
    conditional = True

    def __init__(self, terms: Sequence[Term]) -> None:
        super().__init__()
        self.terms = tuple(terms)

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        """Ask the vector."""
        del compiler, connection
        asked = " & ".join(f"({' | '.join(_tsquery(t))})" for t in self.terms)
        return "search_line.vector @@ %s::tsquery", [asked]


def _fts(term: Term) -> list[str]:
    return [f'"{word}"{" *" if term.begins else ""}' for word in term.words]


def _tsquery(term: Term) -> list[str]:
    return [f"'{word}'{':*' if term.begins else ''}" for word in term.words]
