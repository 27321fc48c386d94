"""Canaries: one string for each sensitive field of each row, known in every disguise."""

import base64
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

#: Rare Han characters that no page, name or handbook carries.
_FIRST_SIGN, _SIGNS = 0x3400, 256


@dataclass(frozen=True)
class Canary:
    """A planted string: in which field of whose row, and who may find it."""

    number: int
    field: str
    relation: str
    may: frozenset[str] = frozenset()
    #: The field takes an amount of money, no words.
    money: bool = False

    @property
    def tail(self) -> str:
        """Return the last four characters, which alone give it away."""
        rest, signs = self.number, ""
        for _ in range(4):
            rest, digit = divmod(rest, _SIGNS)
            signs = chr(_FIRST_SIGN + digit) + signs
        return signs

    @property
    def text(self) -> str:
        """Return the string as it stands in the database."""
        return f"鸟Q{self.tail}"

    @property
    def sum(self) -> str:
        """Return the amount that stands in a field which takes money alone."""
        return f"{7000 + self.number % 2000}.{13 + self.number % 80}"

    def __str__(self) -> str:
        return f"{self.field} of {self.relation}"


def disguises(canary: Canary) -> tuple[str, ...]:
    """Return every form in which a canary may come out: whole, turned round, encoded, cut."""
    if canary.money:
        return (canary.sum,)
    tail, turned = canary.tail, canary.tail[::-1]
    shapes = [tail, turned]
    for word in (tail, turned):
        shapes += [quote(word), json.dumps(word)[1:-1]]
        shapes += [_entities(word, "#{}"), _entities(word, "#x{:x}")]
    return (*shapes, *_packed(canary))


def _packed(canary: Canary) -> tuple[str, ...]:
    return (*_base64(canary.text), *_base64(canary.text[::-1]))


def _entities(word: str, form: str) -> str:
    return "".join(f"&{form.format(ord(c))};" for c in word)


def _base64(text: str) -> Iterable[str]:
    """Return the inner part of the encoding at each of the three alignments."""
    for shift in range(3):
        encoded = base64.b64encode(b"x" * shift + text.encode()).decode()
        yield encoded[4:].rstrip("=")[:-2]


def _constant(word: str, *, before: bool = False) -> list[str]:
    """Return what is the same in every canary's base64, at each alignment."""
    tails = [chr(_FIRST_SIGN + 1) * 4, chr(_FIRST_SIGN + 250) * 4]
    found = []
    for shift in range(3):
        pair = [word + tail if before else tail + word for tail in tails]
        one, two = (base64.b64encode(b"x" * shift + t.encode()).decode()[4:] for t in pair)
        same = [a if a == b else " " for a, b in zip(one, two, strict=True)]
        found.append(max("".join(same).split(), key=len).rstrip("=")[: -2 if not before else None])
    return found


#: Four signs in a row, wherever they begin: as such, encoded, escaped, as numbers. Looked for
#: in small letters.
_FOURS = tuple(
    re.compile(f"(?=((?:{sign}){{4}}))")
    for sign in (
        r"[\u3400-\u34ff]",
        r"%e3%9[0-3]%[0-9a-f]{2}",
        r"\\u34[0-9a-f]{2}",
        r"&#13[3-5][0-9]{2};",
        r"&#x34[0-9a-f]{2};",
    )
)
#: An amount with fen, with or without commas between the thousands.
_SUM = re.compile(r"(?<![\d.])\d(?:,?\d{3})\.\d{2}(?!\d)")
#: Where none of these is, no canary is hidden in base64.
_PACKED = re.compile(
    "|".join(re.escape(part) for part in (*_constant("鸟Q", before=True), *_constant("Q鸟"))),
    re.IGNORECASE,
)


class Cage:
    """All canaries, and what to look for."""

    def __init__(self, canaries: Iterable[Canary]) -> None:
        self.canaries = tuple(canaries)
        self._shapes = {d.lower(): c for c in self.canaries for d in disguises(c)}
        packed = {d.lower() for c in self.canaries if not c.money for d in _packed(c)}
        self._packed = {shape: self._shapes[shape] for shape in packed}

    def found_in(self, text: str) -> set[Canary]:
        """Return the canaries that sing in a text, in whatever disguise."""
        low = text.lower()
        fours = {four for form in _FOURS for four in form.findall(low)}
        found = {self._shapes[four] for four in fours if four in self._shapes}
        sums = (one.replace(",", "") for one in _SUM.findall(text))
        found |= {self._shapes[one] for one in sums if one in self._shapes}
        if _PACKED.search(text):
            found |= {c for shape, c in self._packed.items() if shape in low}
        return found
