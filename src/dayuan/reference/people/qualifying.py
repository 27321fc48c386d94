"""Which certificate a post asks for, and who has it on a day; pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from dayuan.handbook.schema import Handbook
from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Source
from dayuan.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Wanted:
    """A qualification in force for some posts; ``binds`` tells that nobody stands without it."""

    code: str
    title: Text
    posts: frozenset[str]
    binds: bool
    source: Source


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody has a qualification over a period; the first day after it is not in it."""

    kind: str
    period: Period[date]


def wanted(handbook: Handbook) -> tuple[Wanted, ...]:
    """Return what posts ask for, by what the site has answered."""
    return tuple(
        Wanted(
            code, one.title.text, frozenset(one.posts),
            binds=one.binding is None or _yes(handbook, one.binding), source=one.source.value,
        )
        for code, one in handbook.qualifications.items()
        if one.when is None or _yes(handbook, one.when)
    )  # fmt: skip


def lacking(
    asked: Iterable[Wanted], held: Iterable[Held], post: str, day: date
) -> Iterator[Wanted]:
    """Yield what a post asks for and somebody does not have on a day."""
    have = {one.kind for one in held if day in one.period}
    for one in asked:
        if post in one.posts and one.code not in have:
            yield one


def _yes(handbook: Handbook, setting: str) -> bool:
    found = handbook.settings.get(setting)
    return found is not None and found.value is True
