"""The site's own clock: office hours, and who is told when something is late."""

from datetime import time

from pydantic import Field, NonNegativeInt, model_validator

from dayuan.handbook.schema.base import Part, SourceRef


class HoursSpan(Part):
    """One stretch of the working day, such as the morning before lunch."""

    start: time
    end: time

    @model_validator(mode="after")
    def _in_order(self) -> "HoursSpan":
        if self.start >= self.end:
            raise ValueError("end must be later than start, on the same day")
        return self


class OfficeHours(Part):
    """When the office works on a worked day; limits may count these hours only."""

    spans: tuple[HoursSpan, ...] = Field(min_length=1)
    source: SourceRef

    @model_validator(mode="after")
    def _apart(self) -> "OfficeHours":
        pairs = zip(self.spans, self.spans[1:], strict=False)
        if any(one.end > other.start for one, other in pairs):
            raise ValueError("the stretches must stand in order and must not overlap")
        return self


class Rung(Part):
    """Who is told when a task is late: the post itself, or so many steps up its line."""

    #: Minutes after the due time.
    after_minutes: NonNegativeInt
    #: Nought is the post itself, one its superior, two the superior's superior.
    line: NonNegativeInt = 0
    source: SourceRef
