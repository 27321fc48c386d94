"""What a text is found by, and what a question asks for: pure, and alike for both databases.

Chinese is indexed as pairs of neighbouring characters, because the parsers of both databases
take a whole sentence for one word and trigram indexes find nothing in two characters. Letters
and digits are indexed as they are and found by how they begin. What a title sounds like is
indexed from every character on, by first letters and in full; the digits of a number from
every digit on, so that its end finds it. Words that stand in no title carry a mark, and so
does the whole of a title or a number: that is how what fits better is told apart.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import groupby
from typing import Any

#: Longer words are cut, in the index and in the question alike.
LONGEST = 24
#: What is read of a title, and of a question.
_TEXT, _QUESTION, _TERMS = 400, 80, 10
#: Small words people say around what they look for.
_SMALL = re.compile(r"那个|这个|哪个|那件|这件|有关|关于|事情|的事|[的了吗呢吧啊]")
#: Digits so few have too many neighbours to guess, so many none that was meant.
_GUESSED = range(4, 13)
#: So few digits may be a year, which every number of that year has.
_COMMON = 4
#: In front of a word that stands beside the title, and of the whole of a title or a number:
#: no letters, so that nobody can type them.
BESIDE, WHOLE = "¶", "‡"


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that must be found: any of these words, or what begins so."""

    words: tuple[str, ...]
    begins: bool = False

    @property
    def anywhere(self) -> "Term":
        """Return the same, found beside the title as well."""
        return Term((*self.words, *(BESIDE + word for word in self.words)), self.begins)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question looks for; ``near`` what else a mistyped number may have meant."""

    terms: tuple[Term, ...] = ()
    near: tuple[Term, ...] = ()
    #: The word of a record that is called exactly so; empty where nothing was asked.
    whole: str = ""


def plain(text: str) -> str:
    """Return a text as it is compared: one width, one case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", folded)


def runs(text: str) -> Iterator[tuple[str, str]]:
    """Return the parts of a plain text, each with what it is made of."""
    for kind, part in groupby(text, key=_kind):
        if kind:
            yield kind, "".join(part)


def _kind(character: str) -> str:
    if character.isascii():
        if character.isdigit():
            return "digits"
        return "letters" if character.isalpha() else ""
    if not character.isalnum():
        return ""
    code = ord(character)
    if 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFF:
        return "chinese"
    return "letters"


def indexed(title: str, number: str = "", more: Iterable[str] = ()) -> list[str]:
    """Return every word a record is found by, each once."""
    head: dict[str, None] = {}
    for text in (title, number):
        head.update(dict.fromkeys(_spoken(text)))
    for kind, run in runs(plain(title[:_TEXT])):
        if kind == "chinese":
            head.update(dict.fromkeys(_sounds(run)))
    digits = digits_of(number)
    head.update(dict.fromkeys(digits[at:] for at in range(len(digits))))
    beside = {BESIDE + word: None for text in more for word in _spoken(text) if word not in head}
    return [*head, *beside, *dict.fromkeys(_wholes(title, number))]


def leading(title: str) -> list[str]:
    """Return the words that name a thing outright: as it is written, or sounds from its start."""
    chinese = "".join(run for kind, run in runs(plain(title[:_TEXT])) if kind == "chinese")
    sounds = ("".join(heard)[:LONGEST] for heard in (first_letters(chinese), syllables(chinese)))
    return [*_spoken(title), *filter(None, sounds)]


def _spoken(text: str) -> Iterator[str]:
    for kind, run in runs(plain(text[:_TEXT])):
        yield from _words(kind, run)


def _wholes(title: str, number: str) -> Iterator[str]:
    yield from filter(None, (whole(title), whole(number)))
    if len(digits := digits_of(number)) > _COMMON:
        yield whole(digits)


def whole(text: str) -> str:
    """Return the word of what is called exactly so, whatever stands between; empty for nothing."""
    joined = "".join(run for _kind, run in runs(plain(text[:_TEXT])))
    if len(joined) > LONGEST:
        joined = blake2b(joined.encode(), digest_size=8).hexdigest()
    return WHOLE + joined if joined else ""


def digits_of(number: str) -> str:
    """Return the digits of a number in a row, as many as a word may have."""
    return "".join(c for c in plain(number) if _kind(c) == "digits")[-LONGEST:]


def _words(kind: str, run: str) -> Iterator[str]:
    if kind != "chinese":
        yield run[:LONGEST]
        return
    yield from _pairs(run)
    # The last character begins no pair, and has to be found alone too.
    yield run[-1]


def _pairs(run: str) -> Iterator[str]:
    return (run[at : at + 2] for at in range(len(run) - 1))


def _sounds(run: str) -> Iterator[str]:
    for sounds in (first_letters(run), syllables(run)):
        for at in range(len(run)):
            if word := "".join(sounds[at : at + LONGEST])[:LONGEST]:
                yield word


@lru_cache(maxsize=4096)
def syllables(run: str) -> tuple[str, ...]:
    """Return how each character of a Chinese run sounds; empty where nobody knows."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - its dictionary takes long to load

    sounds = lazy_pinyin(run, errors=_nobody_knows)
    return tuple(sound if sound.isascii() and sound.isalpha() else "" for sound in sounds)


def _nobody_knows(unknown: str) -> Any:
    # A list, for which the library's types have no word, keeps each sound at its place.
    return [""] * len(unknown)


def first_letters(run: str) -> tuple[str, ...]:
    """Return the first letter of each character's sound."""
    return tuple(sound[:1] for sound in syllables(run))


def wanted(question: str) -> Wanted:
    """Return everything that a question looks for."""
    if not (terms := asked(question)):
        return Wanted()
    return Wanted(terms, guessed(question), whole(question))


def asked(question: str) -> tuple[Term, ...]:
    """Return what has to be found, all of it, for a question to be answered."""
    text = plain(question[:_QUESTION])
    terms = list(_terms(_SMALL.sub(" ", text))) or list(_terms(text))
    return tuple(dict.fromkeys(terms))[:_TERMS]


def _terms(text: str) -> Iterator[Term]:
    for kind, run in runs(text):
        if kind == "chinese" and len(run) > 1:
            yield from (Term((pair,)) for pair in _pairs(run))
        else:
            yield Term((run[:LONGEST],), begins=True)


def guessed(question: str) -> tuple[Term, ...]:
    """Return what else a mistyped number may have meant: one digit wrong, or two swapped.

    Nothing where the question has no number that is worth guessing at.
    """
    terms = asked(question)
    found = tuple(Term(_near(t.words[0])) if _is_number(t) else t for t in terms)
    return found if found != terms else ()


def _is_number(term: Term) -> bool:
    word = term.words[0]
    return word.isascii() and word.isdigit() and len(word) in _GUESSED


def rare(terms: Iterable[Term]) -> bool:
    """Tell whether few records can answer: there are many digits in a row."""
    return any(_is_number(term) and len(term.words[0]) > _COMMON for term in terms)


def _near(digits: str) -> tuple[str, ...]:
    found = {digits}
    for at, digit in enumerate(digits):
        found |= {digits[:at] + other + digits[at + 1 :] for other in "0123456789"}
        if at:
            found.add(digits[: at - 1] + digit + digits[at - 1] + digits[at + 1 :])
    return tuple(sorted(found))


def answers(question: str, words: Iterable[str]) -> bool:
    """Tell whether a few words answer a question, as the index would tell."""
    known = list(words)
    return all(any(_answers(term, word) for word in known) for term in asked(question))


def _answers(term: Term, word: str) -> bool:
    return word.startswith(term.words[0]) if term.begins else word in term.words
