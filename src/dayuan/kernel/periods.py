"""Periods are half open, ``[from, to)``; an open end is ``None``."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

Point = TypeVar("Point", date, datetime)


@dataclass(frozen=True, slots=True)
class Period(Generic[Point]):
    """A stretch of days or instants that contains its start and not its end."""

    start: Point
    end: Point | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise ValueError(f"a period must end after it starts ({self.start} to {self.end})")

    def __contains__(self, point: Point) -> bool:
        return self.start <= point and (self.end is None or point < self.end)

    def overlaps(self, other: "Period[Point]") -> bool:
        """Tell whether the two share at least one point."""
        starts_before_other_ends = other.end is None or self.start < other.end
        ends_after_other_starts = self.end is None or other.start < self.end
        return starts_before_other_ends and ends_after_other_starts
