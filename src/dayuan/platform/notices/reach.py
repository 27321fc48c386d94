"""Whom a notice is for, as the world outside knows them: told from above."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from dayuan.kernel.registry import Registry


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody who may sign in: without an open account nobody is written to."""

    person_id: int
    account_id: int
    staff_number: str
    language: str


class Reacher(Protocol):
    """Knows the accounts behind persons."""

    def __call__(self, person_ids: Collection[int], /) -> Mapping[int, Reached]:
        """Return those of these persons who may sign in."""


reachers: Registry[Reacher] = Registry("reach of persons")


def reached(person_ids: Collection[int]) -> dict[int, Reached]:
    """Return those of these persons who may sign in."""
    found: dict[int, Reached] = {}
    for reacher in reachers.values():
        found |= reacher(person_ids)
    return found
