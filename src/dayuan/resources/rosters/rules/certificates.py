"""Which certificate a post asks for, and who stands on it without: said to people; pure.

Where a certificate binds nobody may stand without it; before that it is only pointed out:
nothing is refused, and nothing has to be accepted.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from dayuan.kernel.periods import Period
from dayuan.kernel.problems import Blocker, Problem, Problems, Source
from dayuan.kernel.problems import Warning as MindThis
from dayuan.kernel.text import Text

#: So many names are said of a month; the rest is counted.
_MOST = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """A certificate that some posts ask for, and who has it when.

    ``binds`` tells that nobody may stand there without it.
    """

    code: str
    title: Text
    posts: frozenset[str]
    binds: bool
    source: Source
    held: Mapping[int, tuple[Period[date], ...]] = field(default_factory=dict)

    def has(self, person: int, day: date) -> bool:
        """Tell whether somebody has it on a day."""
        return any(day in one for one in self.held.get(person, ()))


@dataclass(frozen=True, slots=True)
class Uncertified:
    """Who stands without a certificate that is asked for: how often, and from which day on."""

    asked: Asked
    persons: tuple[int, ...]
    times: int
    first: date


def lacking(asked: Iterable[Asked], person: int, post: str, day: date) -> tuple[Asked, ...]:
    """Return what a post asks for and somebody does not have on a day."""
    return tuple(one for one in asked if post in one.posts and not one.has(person, day))


def uncertified(
    asked: Iterable[Asked], stands: Iterable[tuple[int, str, date]]
) -> Iterator[Uncertified]:
    """Yield, for each certificate, who stands (person, post, day) without it."""
    every = list(stands)
    for one in asked:
        found = [(day, who) for who, post, day in every if lacking((one,), who, post, day)]
        if found:
            persons = tuple(sorted({who for _day, who in found}))
            yield Uncertified(one, persons, len(found), min(found)[0])


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the people of a post have what it asks for."""

    asked: Asked
    people: int
    having: int


def shares(
    asked: Iterable[Asked], people_of: Mapping[str, Iterable[int]], day: date
) -> dict[str, tuple[Share, ...]]:
    """Return by post, for each certificate that it asks for, how many of its people have it."""
    rows = tuple(asked)
    found = {}
    for post, persons in people_of.items():
        everybody = tuple(persons)
        found[post] = tuple(
            Share(one, len(everybody), sum(one.has(person, day) for person in everybody))
            for one in rows
            if post in one.posts
        )
    return found


def says(title: Text) -> Text:
    """Return that somebody lacks a certificate, as a mark says it."""
    return Text(
        f"没有有效的{title.in_language('zh')}",
        f"no valid certificate: {title.in_language('en')}",
    )


def duty_problems(lacks: Iterable[Asked]) -> Problems:
    """Return what is said of a duty that is entered by hand."""
    return tuple(
        _problem(
            "rosters.no_certificate", one,
            Text(
                f"此人那天没有有效的{one.title.in_language('zh')}。请先登记证书，或换人。",
                f"The person has no valid certificate that day: {one.title.in_language('en')}. "
                "Enter it first, or choose another.",
            ),
        )
        for one in lacks
    )  # fmt: skip


def candidate_problems(lacks: Iterable[Asked]) -> Problems:
    """Return what is said beside the name of somebody who might come."""
    return tuple(
        _problem(
            "rosters.no_certificate", one,
            Text(
                f"{says(one.title).zh}，请先登记证书",
                f"{says(one.title).en}; enter it first",
            ),
        )
        for one in lacks
    )  # fmt: skip


def swap_problems(name: str, lacks: Iterable[Asked]) -> Problems:
    """Return what is said of somebody who would gain a duty."""
    return tuple(
        _problem(
            "rosters.swap_no_certificate", one,
            Text(
                f"{name}那天没有有效的{one.title.in_language('zh')}。请先登记证书，或找有证的同事。",
                f"{name} has no valid certificate that day: {one.title.in_language('en')}. "
                "Enter it first, or ask somebody who has one.",
            ),
        )
        for one in lacks
    )  # fmt: skip


def month_problem(found: Uncertified, names: Mapping[int, str]) -> Problem:
    """Return what is pointed out of a month: how many stand there without, and by name."""
    asked, number, first = found.asked, len(found.persons), found.first
    since = f"最早 {first.month} 月 {first.day} 日"
    said = [names[pk] for pk in found.persons if pk in names][:_MOST]
    more = number > len(said)
    zh = f"：{'、'.join(said)}{'等' if more else ''}" if said else ""
    en = f": {', '.join(said)}{' and more' if more else ''}" if said else ""
    title = asked.title
    return _problem(
        "rosters.month.uncertified", asked,
        Text(
            f"{number} 人没有有效的{title.in_language('zh')}（{found.times} 班，"
            f"{since}）{zh}。请登记证书。",
            f"{number} without a valid certificate, {title.in_language('en')} ({found.times} "
            f"shifts, first on {first.isoformat()}){en}. Enter the certificates.",
        ),
    )  # fmt: skip


def _problem(code: str, asked: Asked, text: Text) -> Problem:
    return (Blocker if asked.binds else MindThis)(code, text, asked.source)
