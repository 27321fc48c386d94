"""What would be, if numbers were others: values somebody tries, which change nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import MappingProxyType

from dayuan.kernel.workcal import DayKind
from dayuan.resources.rosters.rules.sheet import Ask
from dayuan.resources.rosters.rules.year import OnDay

#: Days of a week, hours of a day.
WEEK, DAY = 7, 24


@dataclass(frozen=True, slots=True)
class Tried:
    """Numbers tried for one post; ``None`` leaves the plan's own.

    With ``seats`` so many people are there all the time, for ``hours_a_day`` of each day.
    """

    people: int | None = None
    seats: int | None = None
    hours_a_day: Fraction | None = None

    @property
    def hours(self) -> Fraction | None:
        """Return the hours of a day this asks for; ``None`` where the plan's own count."""
        if self.seats is None and self.hours_a_day is None:
            return None
        seats = 1 if self.seats is None else self.seats
        return seats * (Fraction(DAY) if self.hours_a_day is None else self.hours_a_day)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Everything that somebody tries at once."""

    hours_a_week: Fraction | None = None
    #: The share of the people that is away on any day: leave, sickness, training.
    away: Fraction = Fraction(0)
    #: What one hour costs, where the site enters it.
    rate: Fraction | None = None
    posts: Mapping[str, Tried] = field(default_factory=lambda: MappingProxyType({}))

    def tried(self, post: str) -> Tried:
        """Return what is tried for a post."""
        return self.posts.get(post, Tried())

    def ask(self, post: str, people: int, hours: Fraction | None) -> Ask:
        """Return a post as it is asked about, with what is tried in place of the plan's."""
        tried = self.tried(post)
        a_day = tried.hours
        return Ask(
            post,
            people if tried.people is None else tried.people,
            hours if a_day is None else a_day * WEEK,
        )

    def with_those_there(self) -> "WhatIf":
        """Return the same without people who are tried: only who is there counts."""
        posts = {post: replace(one, people=None) for post, one in self.posts.items()}
        return replace(self, posts=posts)

    def on_day(self, post: str, planned: OnDay | None) -> OnDay | None:
        """Return the hours a post needs on each kind of day, tried or planned."""
        a_day = self.tried(post).hours
        if a_day is None:
            return planned
        return _always(a_day)


def _always(hours: Fraction) -> OnDay:
    def on(_kind: DayKind) -> Fraction:
        return hours

    return on
