"""What a timer does is what its command does: the same decision, the same log, but for who."""

from pathlib import Path

import pytest

from dayuan.platform.audit.models import Change, Entry
from dayuan.platform.jobs import outbox, sweeps
from tests.cast import ROOT
from tests.permissions import acts, doing, timers
from tests.permissions.giving import NO_RIGHT
from tests.permissions.timers import Timer
from tests.permissions.world import World, undone

_EACH = pytest.mark.parametrize("timer", timers.TIMERS, ids=lambda one: one.name)


def test_every_timer_and_every_consumer_stands_in_the_list() -> None:
    named = {timer.name for timer in timers.TIMERS}
    # Consumers that tell somebody are one and the same command.
    told = {name for name in outbox.consumers if name.startswith("notices:")}
    assert sorted({*sweeps.registered, *outbox.consumers} - told) == sorted(
        named | set(timers.OTHERS)
    )
    assert named.isdisjoint(timers.OTHERS)
    tests = [words.split(": ")[1] for words in timers.OTHERS.values() if ": tests/" in words]
    assert all(Path(ROOT, name).exists() for name in tests)


@pytest.mark.django_db
@_EACH
def test_a_timer_leaves_what_its_command_leaves(world: World, timer: Timer) -> None:
    ran, direct = _left(world, timer, timer.run), _left(world, timer, timer.directly)
    assert ran, "nothing was due"
    assert ran == direct


@pytest.mark.django_db
@_EACH
def test_people_are_refused_what_a_timer_does_or_leave_the_same(world: World, timer: Timer) -> None:
    giver = world.actor("director")
    with undone(), acts.collecting_refusals() as refused:
        timer.due(world)
        timer.give(world, giver)
    if not timer.people:
        (refusal,) = refused
        assert refusal.hidden or {one.code for one in refusal.problems} & NO_RIGHT
        return
    assert refused == []
    by_hand = _left(world, timer, lambda w: timer.give(w, giver), via="web")
    assert by_hand == _left(world, timer, timer.run)


def _left(world: World, timer: Timer, run: object, *, via: str = "sweep") -> object:
    """Return what is left in the log by a run, and take it back; who did it is left out."""
    with undone():
        timer.due(world)
        doing.count_on_from_what_is_there()
        entry, change = doing.last_of(Entry), doing.last_of(Change)
        assert callable(run)
        run(world)
        rows = list(Entry.objects.filter(pk__gt=entry).order_by("pk"))
        assert {one.via for one in rows} <= {via}
        givers = {one.actor_key for one in rows}
        moved = Change.objects.filter(pk__gt=change).order_by("pk")
        return [doing.told(one, givers) for one in rows], [
            doing.moved(one, givers) for one in moved
        ]
