"""The two ledgers held against each other over a period: what is open, and who is idle."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dayuan.resources.rosters.rules.can import Supply
from dayuan.resources.rosters.rules.need import Demand, hours_of

_NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class Balance:
    """One post in a period, in hours: needed, and given by the people appointed to it.

    ``needed`` is ``None`` where nobody has decided what the post needs. ``leave`` is what
    leave in force took from ``hours``.
    """

    post: str
    needed: Fraction | None
    people: tuple[int, ...]
    hours: Fraction
    overtime: Fraction
    leave: Fraction = _NONE

    @property
    def short(self) -> Fraction:
        """Return the hours that the norm of its people leaves open."""
        return max(_NONE, (self.needed or _NONE) - self.hours)

    @property
    def beyond_overtime(self) -> Fraction:
        """Return the hours that are open even with all the overtime the law allows."""
        return max(_NONE, self.short - self.overtime)

    @property
    def idle(self) -> Fraction:
        """Return the hours of its people that nothing asks for."""
        return _NONE if self.needed is None else max(_NONE, self.hours - self.needed)


def balance(
    posts: Iterable[str],
    demands: Sequence[Demand],
    supplies: Sequence[Supply],
    *,
    undecided: Iterable[str] = (),
) -> tuple[Balance, ...]:
    """Return each post with what it needs and what its people can do."""
    needed, open_posts = hours_of(demands), frozenset(undecided)
    return tuple(
        Balance(
            post,
            None if post in open_posts else needed.get(post, _NONE),
            tuple(one.person for one in supplies if one.post == post),
            sum((one.hours for one in supplies if one.post == post), _NONE),
            sum((one.overtime for one in supplies if one.post == post), _NONE),
            sum((one.leave for one in supplies if one.post == post), _NONE),
        )
        for post in posts
    )
