"""Giving a command as somebody, and what its refusal says."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError

from dayuan.kernel.problems import Refused
from dayuan.platform.access.actors import Actor
from tests.cast import NOW


@contextmanager
def collecting_refusals() -> Iterator[list[Refused]]:
    """Collect a refusal instead of raising it."""
    found: list[Refused] = []
    try:
        yield found
    except Refused as refused:
        found.append(refused)


def give(run: Callable[..., object], arguments: Mapping[str, Any], actor: Actor) -> str:
    """Give a command; return "done", "no right", "hidden" or "no, but not for lack of right"."""
    with collecting_refusals() as refusals:
        try:
            run(**arguments, actor=actor, at=NOW)
        except IntegrityError:
            return "no: the database"
    if not refusals:
        return "done"
    if refusals[0].hidden:
        return "hidden"
    codes = {problem.code for problem in refusals[0].problems}
    return "no right" if codes & NO_RIGHT else f"no: {', '.join(sorted(codes))}"


#: What a refusal for lack of right says.
NO_RIGHT = frozenset(
    {
        "access.verb",
        "access.nobody",
        "notices.only_program",
        "lists.only_program",
        "documents.only_program",
        "imports.only_program",
        "rest.only_program",
        "rosters.planning.program",
        "files.no_gate",
    }
)
