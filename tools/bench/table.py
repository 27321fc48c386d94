"""The table of ratios, as it is printed."""

from collections.abc import Iterable, Mapping, Sequence

from tools.bench.measuring import Times

#: What is aimed at: at most so many times F1 and F2, and so much slower in the largest house.
AIM_PLAIN, AIM_BARE, AIM_GROWTH = 6.0, 2.0, 1.2
HEAD = ("", "who", "ms", "p95 ms", "× F1", "× F2", "growth")
_WIDTHS = (22, 12, 9, 9, 8, 8, 8)


def table(times: Sequence[Times], first: Mapping[tuple[str, str], float]) -> Iterable[str]:
    """Return the lines of one house; ``first`` has the p95 of the smallest one."""
    yield _line(HEAD)
    for one in times:
        before = first.get((one.page.name, one.role))
        growth = one.slow / before if before else None
        yield _line(
            (
                one.page.name,
                one.role,
                f"{one.usual * 1000:.1f}",
                f"{one.slow * 1000:.1f}",
                _ratio(one.of_plain, AIM_PLAIN),
                _ratio(one.of_bare, AIM_BARE),
                _ratio(growth, AIM_GROWTH),
            )
        )


def slow_of(times: Iterable[Times]) -> dict[tuple[str, str], float]:
    """Return the p95 of each page and role, for the larger houses to be held against."""
    return {(one.page.name, one.role): one.slow for one in times}


def _ratio(value: float | None, aim: float) -> str:
    """Return a ratio; a star marks what lies above the aim."""
    if value is None:
        return "-"
    return f"{value:.2f}{'*' if value > aim else ' '}"


def _line(cells: Sequence[str]) -> str:
    left = "".join(cell.ljust(width) for cell, width in zip(cells[:2], _WIDTHS[:2], strict=True))
    right = "".join(cell.rjust(width) for cell, width in zip(cells[2:], _WIDTHS[2:], strict=True))
    return (left + right).rstrip()
