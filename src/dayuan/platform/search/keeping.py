"""Keeping the index: what of the records stands in it, written in short transactions.

The index is no record of its own: it can be thrown away and written anew at any time, so
it is not written by commands. What every command writes into the log tells what changed.
"""

from collections.abc import Callable, Collection, Iterator

from django.db import transaction

from dayuan.platform.audit import queries as log
from dayuan.platform.search import listed
from dayuan.platform.search.listed import Said, Source
from dayuan.platform.search.matching import circle_words, kind_word
from dayuan.platform.search.models import Follower, Line
from dayuan.platform.search.tokens import indexed

BATCH = 200
#: Seals that one turn follows; the next turn goes on.
_SEALS = 2000
_LOG = "log"

Progress = Callable[[Source, int], None]


def follow(*, most: int = _SEALS) -> int:
    """Write anew what changed since the last time; return how many seals were read.

    Seals are numbered in the order in which entries became visible, so nothing that was
    committed late is passed over. Doing it twice changes nothing.
    """
    last = _last()
    steps = log.sealed_after(last, most=most)
    if not steps:
        return 0
    changed: dict[str, set[int]] = {}
    for step in steps:
        changed.setdefault(step.subject_kind, set()).update(step.subject_ids)
    for source in listed.sources.values():
        subjects = sorted(changed.get(source.followed, ()))
        if source.parts is not None:
            for site in subjects:
                _renew(source, site, source.parts(site))
            continue
        for some in _batches(subjects):
            write(source, some)
    _reached(steps[-1].number)
    return len(steps)


def _renew(source: Source, site_id: int, ids: Collection[int]) -> None:
    """Let the lines of a site be those of these parts, if they are not."""
    lines = Line.objects.filter(kind=source.kind, site_id=site_id)
    there = set(lines.values_list("owner_id", flat=True))
    for some in _batches(sorted(set(ids) - there)):
        write(source, some)
    for some in _batches(sorted(there - set(ids))):
        lines.filter(owner_id__in=some).delete()


def rebuild(progress: Progress = lambda _source, _done: None) -> int:
    """Write the whole index anew while it is in use; return how many lines it has."""
    before, _digest = log.head()
    total = 0
    for source in listed.sources.values():
        last, done = 0, 0
        while ids := list(source.ids(last, BATCH)):
            write(source, ids)
            _drop_between(source, last, ids)
            last, done = ids[-1], done + len(ids)
            progress(source, done)
        Line.objects.filter(kind=source.kind, owner_id__gt=last).delete()
        total += done
    Line.objects.exclude(kind__in=list(listed.sources)).delete()
    _reached(before)
    return total


def write(source: Source, ids: Collection[int]) -> None:
    """Bring the lines of these records up to date; those of records that are gone, go."""
    with transaction.atomic():
        said = source.said(ids)
        mine = Line.objects.filter(kind=source.kind, owner_id__in=list(ids))
        there = {line.owner_id: line for line in mine}
        gone = [line.pk for pk, line in there.items() if pk not in said]
        new = [_line(source, pk, said[pk]) for pk in sorted(said)]
        changed = [line for line in new if _differs(line, there.get(line.owner_id))]
        if gone:
            Line.objects.filter(pk__in=gone).delete()
        if changed:
            Line.objects.bulk_create(
                changed, update_conflicts=True, unique_fields=["kind", "owner_id"],
                update_fields=["site_id", "words"],
            )  # fmt: skip


def _line(source: Source, owner_id: int, said: Said) -> Line:
    marks = (kind_word(source.kind), *circle_words(said.circle))
    words = [*marks, *indexed(said.title, said.number, said.more)]
    return Line(site_id=said.site_id, kind=source.kind, owner_id=owner_id, words=" ".join(words))


def _differs(line: Line, there: Line | None) -> bool:
    return there is None or (there.words, there.site_id) != (line.words, line.site_id)


def _drop_between(source: Source, last: int, ids: list[int]) -> None:
    """Let go of lines between those just written: their records are no more."""
    between = Line.objects.filter(kind=source.kind, owner_id__gt=last, owner_id__lte=ids[-1])
    between.exclude(owner_id__in=ids).delete()


def _batches(ids: list[int]) -> Iterator[list[int]]:
    return (ids[at : at + BATCH] for at in range(0, len(ids), BATCH))


def _last() -> int:
    found = Follower.objects.filter(name=_LOG).values_list("number", flat=True).first()
    return found or 0


def _reached(number: int) -> None:
    Follower.objects.update_or_create(name=_LOG, defaults={"number": number})
