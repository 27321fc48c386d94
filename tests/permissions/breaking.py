"""Takes checks away, one at a time, as somebody's mistake would."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from dayuan.kernel.problems import Problems
from dayuan.platform.access import actors, permissions
from dayuan.platform.access.actors import Actor


@contextmanager
def changed_actors(change: Callable[[Actor], Actor]) -> Iterator[None]:
    """Let every request act as the actor that ``change`` makes of who is logged in."""
    with pytest.MonkeyPatch.context() as patch:
        for name, resolve in actors.resolvers.items():
            patch.setitem(actors.resolvers._values, name, _changing(resolve, change))
        yield


def _changing(resolve: Any, change: Callable[[Actor], Actor]) -> Any:
    def changed(account_id: int, **more: Any) -> Actor | None:
        found = resolve(account_id, **more)
        return change(found) if found else None

    return changed


def granted_to_everybody(verb: str) -> Any:
    """Let everybody hold a verb."""
    return changed_actors(lambda actor: replace(actor, verbs=actor.verbs | {verb}))


def taken_from_everybody(verb: str) -> Any:
    """Let nobody hold a verb."""
    return changed_actors(lambda actor: replace(actor, verbs=actor.verbs - {verb}))


@contextmanager
def not_asked(verb: str) -> Iterator[None]:
    """Let no view and no command ask for a verb: the check is taken away."""
    asked = permissions.problems

    def deaf(actor: Actor, asked_verb: str) -> Problems:
        return () if asked_verb == verb else asked(actor, asked_verb)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(permissions, "problems", deaf)
        yield


@contextmanager
def replaced(places: tuple[Any, ...], name: str, by: Callable[..., Any]) -> Iterator[None]:
    """Put another function in the place of a door, wherever it is reached by name."""
    with pytest.MonkeyPatch.context() as patch:
        for place in places:
            patch.setattr(place, name, by)
        yield
