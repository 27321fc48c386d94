"""Charts: a page declares the numbers once, the table says them, the picture is drawn from it.

The picture reads the very cells of its table (``static/ui/chart.js``), so that the two
can never say different things. Without scripts, and on paper, there is the table alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from dayuan.platform.ui.shapes import Words
from dayuan.platform.ui.tones import Tone

#: More kinds of bars cannot be told apart, more bars cannot be read.
SERIES_MOST, BARS_MOST = 6, 60
#: A whole number, or one with a single decimal.
Number = int | float


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of bar: its colour stands for the tone, its word for everybody."""

    label: Words
    tone: Tone


@dataclass(frozen=True, slots=True)
class Bar:
    """What is counted for one category: a number for each series, in their order."""

    label: Words
    numbers: Sequence[Number]
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Numbers as bars whose parts follow each other.

    ``upright`` is for times, ``lying`` for things with names; ``shares`` draws lying bars
    of one length each, for what is compared by its parts and not by its size.
    ``over`` heads the column of categories ("Month"), ``unit`` is what is counted
    ("requests"), ``total`` heads a column with the sum of each row, if it is wanted.
    """

    title: Words
    over: Words
    unit: Words
    series: Sequence[Series]
    bars: Sequence[Bar]
    form: Literal["upright", "lying", "shares"] = "upright"
    total: Words = ""
    #: One sentence below the title: what is counted and what is not.
    note: Words = ""

    def __post_init__(self) -> None:
        """Refuse what nobody could read, and rows that are not as wide as their heads."""
        if not 1 <= len(self.series) <= SERIES_MOST:
            raise ValueError(f"{len(self.series)} series; one to {SERIES_MOST} can be told apart")
        if len(self.bars) > BARS_MOST:
            raise ValueError(f"{len(self.bars)} bars; {BARS_MOST} can be read at most")
        if any(len(bar.numbers) != len(self.series) for bar in self.bars):
            raise ValueError("every bar has a number for each series")
        if any(number < 0 for bar in self.bars for number in bar.numbers):
            raise ValueError("bars that lie on each other count, and nothing counts below zero")

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing to draw: no bar, or nothing but zeros."""
        return not any(number for bar in self.bars for number in bar.numbers)

    @property
    def rows(self) -> list[tuple[Bar, list[tuple[Series, Number]], Number]]:
        """Return each bar with its numbers beside their series, and the sum of them."""
        return [
            (bar, list(zip(self.series, bar.numbers, strict=True)), _sum(bar.numbers))
            for bar in self.bars
        ]

    @property
    def wide(self) -> bool:
        """Tell whether the table has more columns than a phone can show side by side."""
        return len(self.series) + bool(self.total) > 3

    @property
    def alternative(self) -> str:
        """Return what stands for the picture where it is not seen."""
        return _("Picture of the table: %(n)d bars. The numbers stand in the table.") % {
            "n": len(self.bars)
        }


def _sum(numbers: Sequence[Number]) -> Number:
    total = sum(numbers)
    return total if isinstance(total, int) else round(total, 1)
