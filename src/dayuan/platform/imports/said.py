"""Problems as a row keeps them, and as people read them again, in either language."""

from collections.abc import Mapping, Sequence

from dayuan.kernel.problems import Problems
from dayuan.kernel.text import Text

Kept = Mapping[str, Sequence[Sequence[str]]]


def problems_kept(problems: Mapping[str, Problems]) -> dict[str, list[list[str]]]:
    """Return problems by column as they are written down."""
    return {
        column: [[one.code, one.says.zh, one.says.en] for one in found]
        for column, found in problems.items()
        if found
    }


def problems_said(kept: Kept) -> list[tuple[str, Text]]:
    """Return each problem's sentence with the codeword of its column; ``""`` is the whole row."""
    return [(column, Text(zh, en)) for column, found in kept.items() for _code, zh, en in found]
