"""Finding clauses by their number or their words, in memory."""

import unicodedata
from dataclasses import dataclass

from dayuan.insight.queries.outline import Outline

#: More clauses than anybody reads: the page asks for another word instead.
MOST = 100


@dataclass(frozen=True, slots=True)
class Found:
    """The first clauses that match, and how many there are in all."""

    clauses: tuple[str, ...]
    total: int


def search(outline: Outline, words: str) -> Found:
    """Return the clauses that carry every word, in their number, quote, meaning or English."""
    wanted = _plain(words).split()
    if not wanted:
        return Found((), 0)
    hits = [code for code in outline.clauses if _carries(outline, code, wanted)]
    return Found(tuple(hits[:MOST]), len(hits))


def _carries(outline: Outline, code: str, wanted: list[str]) -> bool:
    clause = outline.plan.handbook.clauses[code]
    text = _plain(" ".join((code, clause.quote, clause.reads, clause.en)))
    return all(word in text for word in wanted)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
