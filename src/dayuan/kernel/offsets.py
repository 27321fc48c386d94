"""When a step is due, as a plan writes it: ``T-7d``, ``S+5min``, ``TDAY``, ``R+asap``.

A plan gives either a number (seven days before arrival), a word without a
number (at once, first of all, beforehand) or nothing. Words stay words: no
number is ever invented for them; a site may set a limit, which is then shown
as the site's own.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Urgency(StrEnum):
    """How exactly the plan says when."""

    #: A number of minutes, hours or days from the anchor.
    EXACT = "exact"
    #: 立即: always measured, limited only where the site sets a limit.
    ASAP = "asap"
    #: 第一时间: before anything else; measured likewise.
    FIRST = "first"
    #: 提前 without a number: some time before the anchor.
    BEFORE = "before"
    #: At some time of the anchor's day.
    ON_DAY = "on_day"
    #: From the anchor until the closing anchor of the case.
    DURING = "during"


_UNITS = {
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_EXACT = re.compile(
    r"^(?P<anchor>[A-Z][A-Z0-9_]*)(?P<sign>[+-])(?P<n>[0-9]{1,4})(?P<unit>min|h|d|w)?\Z"
)
_WORD = re.compile(r"^(?P<anchor>[A-Z][A-Z0-9_]*)(?P<word>\+asap|\+first|-before|-day|-during)\Z")
_WORDS = {
    "+asap": Urgency.ASAP,
    "+first": Urgency.FIRST,
    "-before": Urgency.BEFORE,
    "-day": Urgency.ON_DAY,
    "-during": Urgency.DURING,
}


@dataclass(frozen=True, slots=True)
class Due:
    """A step's time as the plan gives it: an anchor, and how far from it."""

    anchor: str
    urgency: Urgency
    offset: timedelta = timedelta(0)
    #: What the plan counts in, for twenty-four hours are not the same as a day.
    unit: str = ""

    @property
    def in_days(self) -> bool:
        """Tell whether the plan counts whole days, so the clock time is free."""
        return self.unit in ("d", "w")

    def __str__(self) -> str:
        for word, urgency in _WORDS.items():
            if urgency is self.urgency:
                return f"{self.anchor}{word}"
        if not self.offset:
            return f"{self.anchor}+0"
        sign = "-" if self.offset < timedelta(0) else "+"
        return f"{self.anchor}{sign}{abs(self.offset) // _UNITS[self.unit]}{self.unit}"


def parse_due(text: str) -> Due:
    """Read a due time such as ``T-7d`` or ``N+asap``; ``ValueError`` says what to write."""
    if match := _EXACT.match(text):
        number, unit = int(match["n"]), match["unit"]
        if number and unit is None:
            raise ValueError(f"{text!r} has a number without a unit; write min, h, d or w after it")
        if not number:
            return Due(match["anchor"], Urgency.EXACT)
        offset = number * _UNITS[unit]
        return Due(
            match["anchor"], Urgency.EXACT, -offset if match["sign"] == "-" else offset, unit
        )
    if match := _WORD.match(text):
        return Due(match["anchor"], _WORDS[match["word"]])
    raise ValueError(
        f"{text!r} is no due time; write an anchor and an offset (T-7d, S+5min, M-2h, P+0) "
        "or an anchor and a word (N+asap, N+first, T-before, T-day, T-during)"
    )
