"""Which tasks a step has: one for its post, or one for each who holds it; pure.

A step for each holder has one task for each person who holds one of its posts, and
one that is seen as vacant for a post that nobody holds. Whoever holds two of its
posts does it for both.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dayuan.work.states import OPEN

_UNBEGUN = frozenset({"waiting", "ready"})


@dataclass(frozen=True, slots=True)
class Seat:
    """Who does a step: a post, or one of its holders where each of them does it."""

    post: str
    holder: int | None = None


@dataclass(frozen=True, slots=True)
class Laid:
    """A task of a step, as far as it matters for whose it is."""

    id: int
    post: str
    holder: int | None
    person: int | None
    state: str
    #: One of those of each holder, a vacant one too.
    each: bool = False

    @property
    def open(self) -> bool:
        """Tell whether it still asks something of somebody."""
        return self.state in OPEN

    @property
    def whose(self) -> Seat:
        """Return the seat it fills: its holder's, or that of whoever has or did it."""
        return Seat(self.post, self.holder or self.person)


@dataclass(frozen=True, slots=True)
class Change:
    """What makes the tasks of a step those of its seats."""

    #: Tasks that get a holder, or lose it where the step is the post's again.
    given: Mapping[int, int | None]
    gone: tuple[int, ...]
    missing: tuple[Seat, ...]


def seats(posts: Sequence[str], holders: Mapping[str, Sequence[int]]) -> tuple[Seat, ...]:
    """Return a seat for each holder of each post, and a vacant one where nobody holds it."""
    return tuple(Seat(post, holder) for post in posts for holder in (holders.get(post) or (None,)))


def for_each(laid: Sequence[Laid], wanted: Sequence[Seat], *, in_time: bool) -> Change:
    """Return what makes the tasks of a step one for each of these seats.

    ``laid`` is in the order the tasks came to be; of those of one seat the last that
    was not cancelled counts. Nothing that is done is undone. Whoever comes while the step is still
    ``in_time`` gets a task; after that only what would else be nobody's is laid out.
    """
    live = {task.id: task for task in _last_of_each(t for t in laid if t.state != "cancelled")}
    gone = [t.id for t in live.values() if t.open and t.holder and t.whose not in wanted]
    stays = [task for task in live.values() if task.id not in gone]
    filled = {task.whose for task in stays}
    own = {task.whose for task in stays if task.holder is not None}
    free = [seat for seat in wanted if seat.holder is not None and seat not in filled]
    given: dict[int, int | None] = {}
    for task in stays:
        if not task.open or task.holder is not None:
            continue
        if task.whose in wanted and task.person is not None:
            # Whoever has one of his own keeps this one as the stand-in that he was.
            if task.whose not in own:
                given[task.id] = task.person
                own.add(task.whose)
        elif task.state in _UNBEGUN and Seat(task.post) not in wanted:
            seat = next((s for s in free if s.post == task.post), None)
            if seat is None:
                gone.append(task.id)
            else:
                given[task.id] = seat.holder
                free.remove(seat)
        elif task.post not in {seat.post for seat in wanted}:
            gone.append(task.id)
    kept = {task.post for task in stays if task.id not in gone}
    vacant = [s for s in wanted if s.holder is None and s.post not in kept]
    late = [seat for seat in free if in_time or seat.post not in kept]
    return Change(given, tuple(gone), (*late, *vacant))


def as_one(laid: Sequence[Laid], post: str) -> Change:
    """Return what makes the tasks of a step one of its post again.

    Where one of several holders has done it, it is done.
    """
    live = [task for task in laid if task.state != "cancelled"]
    if not any(task.each or task.holder for task in live):
        return Change({}, (), () if live else (Seat(post),))
    not_over = sorted((t for t in live if t.open), key=lambda t: t.state in _UNBEGUN)
    keep = not_over[:1] if len(not_over) == len(live) else []
    given: dict[int, int | None] = {task.id: None for task in keep}
    return Change(given, tuple(t.id for t in not_over if t.id not in given), ())


def _last_of_each(laid: Iterable[Laid]) -> list[Laid]:
    found: dict[tuple[str, int | None, int | None], Laid] = {}
    for task in laid:
        # A vacancy that nobody has is one of its own; so is each that somebody took.
        found[task.post, task.holder, None if task.holder else task.person] = task
    return list(found.values())
