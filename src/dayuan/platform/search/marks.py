"""Which part of a title or a number answered a question, so that nobody has to wonder why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from dayuan.platform.search.tokens import Term, asked, first_letters, plain, runs, syllables

#: Shown of a longer text before and after what answered.
_BEFORE, _AFTER = 16, 48


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, marked or not."""

    text: str
    marked: bool


def marked(title: str, question: str) -> tuple[Piece, ...]:
    """Return a title in pieces; those that answer are marked, by sound too."""
    spelled = plain(title)
    if len(spelled) != len(title):
        # Characters that become two when they are compared cannot be pointed at.
        return (Piece(title, marked=False),)
    hit: set[int] = set()
    for term in asked(question):
        hit.update(_said(spelled, term) or _sounding(spelled, term))
    return _pieces(title, hit)


def marked_number(number: str, question: str) -> tuple[Piece, ...]:
    """Return a number in pieces; digits answer without what stands between them."""
    at = [n for n, c in enumerate(number) if c.isascii() and c.isdigit()]
    digits = "".join(number[n] for n in at)
    hit: set[int] = set()
    for term in asked(question):
        word = term.words[0]
        if word.isascii() and word.isdigit() and (first := digits.rfind(word)) >= 0:
            hit.update(at[first : first + len(word)])
        else:
            hit.update(_said(plain(number), term))
    return _pieces(number, hit) if number else ()


def around(text: str, question: str) -> tuple[Piece, ...]:
    """Return the words around the first place in a text that answers; none where none does."""
    pieces = marked(" ".join(text.split()), question)
    first = next((n for n, piece in enumerate(pieces) if piece.marked), None)
    if first is None:
        return ()
    before = "".join(piece.text for piece in pieces[:first])
    after = "".join(piece.text for piece in pieces[first + 1 :])
    found = (
        Piece(_end_of(before), marked=False),
        pieces[first],
        *marked(after[:_AFTER], question),
        Piece("…" if len(after) > _AFTER else "", marked=False),
    )
    return tuple(piece for piece in found if piece.text)


def _end_of(before: str) -> str:
    return f"…{before[-_BEFORE:]}" if len(before) > _BEFORE else before


def _said(text: str, term: Term) -> set[int]:
    word = term.words[0]
    found: set[int] = set()
    at = text.find(word)
    while at >= 0:
        found.update(range(at, at + len(word)))
        at = text.find(word, at + 1)
    return found


def _sounding(text: str, term: Term) -> set[int]:
    word = term.words[0]
    if not (word.isascii() and word.isalpha()):
        return set()
    start = 0
    for kind, run in runs_with_gaps(text):
        if kind == "chinese":
            for sounds in (first_letters(run), syllables(run)):
                if (found := _covered(sounds, word)) is not None:
                    return {start + n for n in found}
        start += len(run)
    return set()


def runs_with_gaps(text: str) -> Iterator[tuple[str, str]]:
    """Return every part of a text in order, those between words as well."""
    at = 0
    for kind, run in runs(text):
        start = text.index(run, at)
        if start > at:
            yield "", text[at:start]
        yield kind, run
        at = start + len(run)


def _covered(sounds: Sequence[str], word: str) -> range | None:
    """Return which characters a word spells, beginning with any of them."""
    for first in range(len(sounds)):
        said = ""
        for last in range(first, len(sounds)):
            said += sounds[last]
            if said.startswith(word):
                return range(first, last + 1)
            if not word.startswith(said):
                break
    return None


def _pieces(text: str, hit: set[int]) -> tuple[Piece, ...]:
    parts = groupby(range(len(text)), key=lambda n: n in hit)
    return tuple(Piece("".join(text[n] for n in part), is_hit) for is_hit, part in parts)
