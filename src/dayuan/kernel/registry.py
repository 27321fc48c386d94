"""A registry that is filled at start and read afterwards."""

from collections.abc import Iterator
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Registry(Generic[Value]):
    """Named values, each registered once; a second different one is a mistake."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._values: dict[str, Value] = {}

    def register(self, name: str, value: Value) -> Value:
        """Add a value; another value under the same name raises ``ValueError``."""
        if name in self._values and self._values[name] is not value:
            raise ValueError(f"{self.what} {name!r} is registered twice")
        self._values[name] = value
        return value

    def __getitem__(self, name: str) -> Value:
        try:
            return self._values[name]
        except KeyError:
            raise KeyError(f"no {self.what} {name!r} is registered") from None

    def get(self, name: str) -> Value | None:
        """Return the value, or ``None`` where nothing is registered."""
        return self._values.get(name)

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def values(self) -> tuple[Value, ...]:
        """Return all values in the order they were registered."""
        return tuple(self._values.values())

    def items(self) -> tuple[tuple[str, Value], ...]:
        """Return (name, value) pairs in the order they were registered."""
        return tuple(self._values.items())
